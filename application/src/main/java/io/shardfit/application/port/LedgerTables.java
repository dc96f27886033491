package io.shardfit.application.port;

import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Head;
import java.util.UUID;
import java.util.function.Consumer;

/// Everything that a ledger's database holds beside the entries, row by row, as it lies there. All
/// that is read between opening and closing is of one moment.
public interface LedgerTables extends EntryTable, AutoCloseable {
    Head head();

    /// The smallest id first.
    void streams(Consumer<StreamRow> row);

    /// The smallest first position first.
    void commands(Consumer<CommandRow> row);

    void documents(Consumer<DocumentRow> row);

    /// The smallest size first.
    void checkpoints(Consumer<CheckpointRow> row);

    /// In the order in which a growing tree completes them: by the last leaf below, then by level.
    void nodes(Consumer<NodeRow> row);

    @Override
    void close();

    record StreamRow(String stream, long version) {}

    record CommandRow(String principal, UUID command, long first, long last) {}

    /// @param digest as stored, without a look at the bytes
    record DocumentRow(Digest digest, byte[] bytes) {}

    /// @param root as stored beside the note
    record CheckpointRow(long size, Digest root, String note) {}

    /// A complete subtree.
    ///
    /// @param level 0 for leaves
    /// @param index of its kind, from 0
    record NodeRow(int level, long index, byte[] hash) {}
}
