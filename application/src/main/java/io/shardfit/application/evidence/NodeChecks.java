package io.shardfit.application.evidence;

import io.shardfit.application.port.EntryTable.EntryRow;
import io.shardfit.application.port.LedgerTables.NodeRow;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/// Stored nodes of the Merkle tree against the tree that the entries give. Nodes come in the order
/// in which the growing tree completes them, so that both are read once.
final class NodeChecks {
    private final Iterator<EntryRow> entries;
    private final Consumer<Damage> found;
    private final MerkleFrontier frontier = new MerkleFrontier();
    private List<byte[]> completed = List.of();

    NodeChecks(Iterator<EntryRow> entries, Consumer<Damage> found) {
        this.entries = entries;
        this.found = found;
    }

    void check(NodeRow row) {
        long end = row.index() + 1 << row.level();
        while (frontier.size() < end && entries.hasNext()) {
            completed = frontier.complete(MerkleTree.leaf(entries.next().entry()));
        }
        if (frontier.size() != end || row.level() >= completed.size()) {
            report(
                    row,
                    "is no complete subtree of the log, which ends after %d"
                            .formatted(frontier.size()));
        } else if (!Arrays.equals(completed.get(row.level()), row.hash())) {
            report(
                    row,
                    "is not the hash of the entries %d to %d"
                            .formatted((row.index() << row.level()) + 1, end));
        }
    }

    private void report(NodeRow row, String what) {
        found.accept(new Damage("merkle_node %d/%d".formatted(row.level(), row.index()), what));
    }
}
