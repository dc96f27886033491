package io.shardfit.application.evidence;

import io.shardfit.application.ledger.Digest;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/// The right edge of a growing Merkle tree: all that is needed to append and to name the root. It
/// holds one complete subtree per one in the binary form of the size, the largest first.
public final class MerkleFrontier {
    private final MessageDigest hash = Digest.sha256();
    private final List<byte[]> subtrees = new ArrayList<>();
    private long size;

    /// Of the empty tree.
    public MerkleFrontier() {
        size = 0;
    }

    public long size() {
        return size;
    }

    public void append(byte[] leaf) {
        byte[] subtree = leaf;
        for (long carry = size; (carry & 1) == 1; carry >>>= 1) {
            subtree = MerkleTree.node(hash, subtrees.removeLast(), subtree);
        }
        subtrees.add(subtree);
        size++;
    }

    /// {@return the subtrees that the leaf completes: itself, then ever larger ones}
    List<byte[]> complete(byte[] leaf) {
        List<byte[]> completed = new ArrayList<>(List.of(leaf));
        List<byte[]> neighbours = new ArrayList<>(subtrees);
        for (long carry = size; (carry & 1) == 1; carry >>>= 1) {
            completed.add(MerkleTree.node(hash, neighbours.removeLast(), completed.getLast()));
        }
        append(leaf);
        return completed;
    }

    public Digest root() {
        if (size == 0) {
            return Digest.of(new byte[0]);
        }
        byte[] root = subtrees.getLast();
        for (int i = subtrees.size() - 2; i >= 0; i--) {
            root = MerkleTree.node(hash, subtrees.get(i), root);
        }
        return Digest.ofHash(root);
    }
}
