package io.shardfit.application.evidence;

import io.shardfit.application.ledger.SignedCheckpoint;
import java.util.List;

/// What shows that an entry stands at its place in the log that a checkpoint signs (the audit path
/// of RFC 6962 section 2.1.1): whoever hashes the entry and then joins each step in turn arrives at
/// the root.
///
/// @param position of the entry, from 1; its leaf has the number before
/// @param leaf its hash, 32 bytes
/// @param path the nearest neighbour first
public record InclusionProof(
        long position, byte[] leaf, List<Step> path, SignedCheckpoint checkpoint) {
    public InclusionProof {
        path = List.copyOf(path);
    }

    /// On which side the neighbour stands.
    public enum Side {
        LEFT,
        RIGHT
    }

    /// A neighbour to join with.
    ///
    /// @param hash of its subtree, 32 bytes
    public record Step(Side side, byte[] hash) {}
}
