package io.shardfit.application.evidence;

import io.shardfit.application.evidence.InclusionProof.Side;
import io.shardfit.application.evidence.InclusionProof.Step;
import io.shardfit.application.port.LedgerTables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Finds audit paths in a long log. The leaves lie in blocks; the hash of a block that is full
/// never changes and is kept, so that a path needs two blocks of leaves once all others were read.
/// Any number of threads.
final class AuditPaths {
    /// Leaves of a block, a power of two: each full subtree of that size is one.
    private final int block;

    private final Map<Long, byte[]> full = new ConcurrentHashMap<>();

    AuditPaths(int block) {
        this.block = block;
    }

    /// @param index of the leaf, from 0
    /// @param size of the tree
    /// @throws ShortLog if there are not so many leaves
    List<Step> path(LedgerTables tables, long index, long size) {
        return new Reading(tables).path(index, 0, size);
    }

    /// Reads everything again the next time: what does not hold may have been read from a log that
    /// was put right since.
    void forget() {
        full.clear();
    }

    /// The log ends before its checkpoint does.
    static final class ShortLog extends RuntimeException {
        private static final long serialVersionUID = 1;

        ShortLog(long first) {
            super("leaves are missing behind " + first);
        }
    }

    /// One look at the log; the few blocks that it needs are read once.
    private final class Reading {
        private final LedgerTables tables;
        private final Map<Long, List<byte[]>> read = new HashMap<>();

        Reading(LedgerTables tables) {
            this.tables = tables;
        }

        /// Of `index` among the `size` leaves behind `first`.
        List<Step> path(long index, long first, long size) {
            if (size == 1) {
                return new ArrayList<>();
            }
            long left = Long.highestOneBit(size - 1);
            boolean onTheLeft = index < left;
            List<Step> path =
                    onTheLeft
                            ? path(index, first, left)
                            : path(index - left, first + left, size - left);
            path.add(
                    onTheLeft
                            ? new Step(Side.RIGHT, hash(first + left, size - left))
                            : new Step(Side.LEFT, hash(first, left)));
            return path;
        }

        private byte[] hash(long first, long size) {
            if (size > block) {
                long left = Long.highestOneBit(size - 1);
                return MerkleTree.node(hash(first, left), hash(first + left, size - left));
            }
            return size == block
                    ? full.computeIfAbsent(first, start -> root(leaves(start, block)))
                    : root(within(first, size));
        }

        private byte[] root(List<byte[]> leaves) {
            return MerkleTree.root(leaves).hash();
        }

        /// What is smaller than a block lies in one.
        private List<byte[]> within(long first, long size) {
            long start = first - first % block;
            int from = (int) (first - start);
            List<byte[]> leaves = read.computeIfAbsent(start, this::block);
            if (leaves.size() < from + size) {
                throw new ShortLog(start + leaves.size());
            }
            return leaves.subList(from, from + (int) size);
        }

        private List<byte[]> block(long start) {
            return tables.leavesAfter(start, block);
        }

        private List<byte[]> leaves(long start, int count) {
            List<byte[]> leaves = tables.leavesAfter(start, count);
            if (leaves.size() < count) {
                throw new ShortLog(start + leaves.size());
            }
            return leaves;
        }
    }
}
