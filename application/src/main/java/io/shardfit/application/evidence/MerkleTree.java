package io.shardfit.application.evidence;

import io.shardfit.application.ledger.Digest;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/// The Merkle tree hash over a list of leaf hashes, and its proofs (RFC 6962 section 2.1). Leaves
/// count from 0, hashes are 32 bytes.
public final class MerkleTree {
    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private MerkleTree() {}

    /// {@return the leaf hash of an entry; the prefix keeps a leaf from passing for a node}
    public static byte[] leaf(byte[] entry) {
        MessageDigest hash = Digest.sha256();
        hash.update(LEAF);
        return hash.digest(entry);
    }

    static void leaf(MessageDigest hash, byte[] bytes, int from, int length) {
        hash.update(LEAF);
        hash.update(bytes, from, length);
    }

    /// {@return the hash of a node with these children}
    public static byte[] node(byte[] left, byte[] right) {
        return node(Digest.sha256(), left, right);
    }

    static byte[] node(MessageDigest hash, byte[] left, byte[] right) {
        hash.update(NODE);
        hash.update(left);
        return hash.digest(right);
    }

    /// {@return the root; of no leaves, the hash of nothing}
    public static Digest root(List<byte[]> leaves) {
        MerkleFrontier frontier = new MerkleFrontier();
        leaves.forEach(frontier::append);
        return frontier.root();
    }

    /// {@return what proves that a leaf is in the tree, the nearest neighbour first (PATH of
    /// section 2.1.1)}
    public static List<byte[]> inclusion(List<byte[]> leaves, int index) {
        if (index < 0 || index >= leaves.size()) {
            throw new IllegalArgumentException(
                    "no leaf %d in a tree of %d".formatted(index, leaves.size()));
        }
        if (leaves.size() == 1) {
            return new ArrayList<>();
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        List<byte[]> left = leaves.subList(0, split);
        List<byte[]> right = leaves.subList(split, leaves.size());
        boolean onTheLeft = index < split;
        List<byte[]> path = onTheLeft ? inclusion(left, index) : inclusion(right, index - split);
        path.add(root(onTheLeft ? right : left).hash());
        return path;
    }

    /// {@return what proves that the first `size` leaves are those of an older tree (PROOF of
    /// section 2.1.2)}
    public static List<byte[]> consistency(List<byte[]> leaves, int size) {
        if (size < 1 || size > leaves.size()) {
            throw new IllegalArgumentException(
                    "no older size %d of a tree of %d".formatted(size, leaves.size()));
        }
        return subproof(leaves, size, true);
    }

    private static List<byte[]> subproof(List<byte[]> leaves, int size, boolean known) {
        if (size == leaves.size()) {
            List<byte[]> proof = new ArrayList<>();
            if (!known) {
                proof.add(root(leaves).hash());
            }
            return proof;
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        List<byte[]> left = leaves.subList(0, split);
        List<byte[]> right = leaves.subList(split, leaves.size());
        boolean endsLeft = size <= split;
        List<byte[]> proof =
                endsLeft ? subproof(left, size, known) : subproof(right, size - split, false);
        proof.add(root(endsLeft ? right : left).hash());
        return proof;
    }
}
