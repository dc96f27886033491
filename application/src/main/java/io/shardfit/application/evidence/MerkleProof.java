package io.shardfit.application.evidence;

import io.shardfit.application.ledger.Checkpoint;
import io.shardfit.application.ledger.Digest;
import java.util.Iterator;
import java.util.List;

/// Checks proofs of a tree without the tree (RFC 9162 sections 2.1.3.2 and 2.1.4.2, which say for
/// the trees of RFC 6962 how a proof is checked).
public final class MerkleProof {
    private static final int HASH = 32;

    private MerkleProof() {}

    /// {@return whether the proof shows that the leaf stands at `index`, from 0, of the tree}
    public static boolean includes(Checkpoint tree, long index, byte[] leaf, List<byte[]> proof) {
        if (index < 0 || index >= tree.size() || leaf.length != HASH || !areHashes(proof)) {
            return false;
        }
        long at = index;
        long last = tree.size() - 1;
        byte[] root = leaf;
        for (byte[] neighbour : proof) {
            if (last == 0) {
                return false;
            }
            if ((at & 1) == 1 || at == last) {
                root = MerkleTree.node(neighbour, root);
                int levels = (at & 1) == 1 ? 0 : Long.numberOfTrailingZeros(at);
                at >>>= levels;
                last >>>= levels;
            } else {
                root = MerkleTree.node(root, neighbour);
            }
            at >>>= 1;
            last >>>= 1;
        }
        return last == 0 && Digest.ofHash(root).equals(tree.root());
    }

    /// {@return whether the proof shows that `older` is a prefix of `newer`}
    public static boolean continues(Checkpoint older, Checkpoint newer, List<byte[]> proof) {
        if (older.size() > newer.size() || !areHashes(proof)) {
            return false;
        }
        if (older.size() == newer.size()) {
            return proof.isEmpty() && older.root().equals(newer.root());
        }
        if (older.size() == 0) {
            return proof.isEmpty() && older.root().equals(Digest.of(new byte[0]));
        }
        return !proof.isEmpty() && leadsToBoth(older, newer, proof);
    }

    private static boolean leadsToBoth(Checkpoint older, Checkpoint newer, List<byte[]> proof) {
        int whole = Long.numberOfTrailingZeros(older.size());
        long at = older.size() - 1 >>> whole;
        long last = newer.size() - 1 >>> whole;
        Iterator<byte[]> rest = proof.iterator();
        byte[] first = Long.bitCount(older.size()) == 1 ? older.root().hash() : rest.next();
        byte[] old = first;
        byte[] now = first;
        while (rest.hasNext()) {
            if (last == 0) {
                return false;
            }
            byte[] neighbour = rest.next();
            if ((at & 1) == 1 || at == last) {
                old = MerkleTree.node(neighbour, old);
                now = MerkleTree.node(neighbour, now);
                int levels = (at & 1) == 1 ? 0 : Long.numberOfTrailingZeros(at);
                at >>>= levels;
                last >>>= levels;
            } else {
                now = MerkleTree.node(now, neighbour);
            }
            at >>>= 1;
            last >>>= 1;
        }
        return last == 0
                && Digest.ofHash(old).equals(older.root())
                && Digest.ofHash(now).equals(newer.root());
    }

    private static boolean areHashes(List<byte[]> proof) {
        return proof.stream().allMatch(hash -> hash.length == HASH);
    }
}
