package io.shardfit.application.port;

import io.shardfit.application.ledger.SignedCheckpoint;

import java.util.List;
import java.util.Optional;

/// The checkpoints that were signed, none ever changed.
public interface CheckpointLog {
    Optional<SignedCheckpoint> latest();

    /// {@return all, the smallest first}
    List<SignedCheckpoint> all();

    void publish(SignedCheckpoint signed);
}
