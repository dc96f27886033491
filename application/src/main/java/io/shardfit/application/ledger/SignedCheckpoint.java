package io.shardfit.application.ledger;

/// A checkpoint with the signed note (C2SP signed-note) that carries it.
public record SignedCheckpoint(Checkpoint checkpoint, String note) {}
