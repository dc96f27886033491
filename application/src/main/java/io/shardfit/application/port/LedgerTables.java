package io.shardfit.application.port;

import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Head;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/// Everything that a ledger's database holds beside the entries, row by row, as it lies there. All
/// that is read between opening and closing is of one moment.
public interface LedgerTables extends EntryTable, AutoCloseable {
    Head head();

    /// {@return at most `limit` of the leaf hashes stored with the entries beyond a position, in
    /// order}
    default List<byte[]> leavesAfter(long position, int limit) {
        return rowsAfter(position, limit).stream().map(EntryRow::leafHash).toList();
    }

    /// The smallest id first.
    void streams(Consumer<StreamRow> row);

    /// The smallest first position first.
    void commands(Consumer<CommandRow> row);

    void documents(Consumer<DocumentRow> row);

    /// The smallest size first.
    void checkpoints(Consumer<CheckpointRow> row);

    /// Who the database knows as authors of plans.
    void authors(Consumer<AuthorRow> row);

    /// The approvals that it knows.
    void votes(Consumer<VoteRow> row);

    /// In the order in which a growing tree completes them: by the last leaf below, then by level.
    void nodes(Consumer<NodeRow> row);

    @Override
    void close();

    record StreamRow(String stream, long version) {}

    /// @param request its digest
    /// @param rowHash over the others, as {@link io.shardfit.application.evidence.RowHash} has it
    record CommandRow(
            String principal,
            UUID command,
            byte[] request,
            long first,
            long last,
            byte[] rowHash) {}

    /// @param digest as stored, without a look at the bytes
    /// @param rowHash over the digest, the media type and the time
    record DocumentRow(
            Digest digest, String mediaType, Instant storedAt, byte[] bytes, byte[] rowHash) {}

    /// @param origin as stored beside the note, like size and root
    /// @param rowHash over the others
    record CheckpointRow(
            String origin,
            long size,
            Digest root,
            String note,
            Instant createdAt,
            byte[] rowHash) {}

    /// @param position of the first entry that says so
    record AuthorRow(String stream, String plan, String author, long position) {}

    record VoteRow(
            long position,
            String environment,
            String stream,
            String plan,
            long round,
            String approver) {}

    /// A complete subtree.
    ///
    /// @param level 0 for leaves
    /// @param index of its kind, from 0
    record NodeRow(int level, long index, byte[] hash) {}
}
