package io.shardfit.application.ledger;

/// What a log says of itself at one size (C2SP tlog-checkpoint): whoever keeps one can tell later
/// whether the first `size` entries are still the same.
///
/// @param origin names the log for ever, and its key
/// @param size entries covered, from position 1
/// @param root the Merkle tree hash over them (RFC 6962 section 2.1)
public record Checkpoint(String origin, long size, Digest root) {}
