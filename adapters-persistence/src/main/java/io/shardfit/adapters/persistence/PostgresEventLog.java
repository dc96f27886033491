package io.shardfit.adapters.persistence;

import com.zaxxer.hikari.HikariDataSource;
import io.shardfit.application.format.EntryFormat;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.Command;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Document;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.Head;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.ledger.TimeOrderedIds;
import io.shardfit.application.port.EventLog;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/// The log in PostgreSQL. Whatever is read comes from the bytes of the entries, never from the
/// columns beside them: those are not hashed. What this process wrote just now is answered from
/// memory; what is exported and verified always comes from the database.
final class PostgresEventLog implements EventLog, AutoCloseable {
    private final Queries queries;
    private final BatchingWriter writer;

    PostgresEventLog(HikariDataSource readers, Database database, TimeOrderedIds ids) {
        this.queries = new Queries(readers);
        this.writer = new BatchingWriter(database, ids);
    }

    @Override
    public AppendOutcome append(Command command) {
        return writer.append(command);
    }

    @Override
    public List<Entry> after(long position, int limit) {
        return writer
                .written()
                .after(position, limit)
                .orElseGet(() -> bytesAfter(position, limit))
                .stream()
                .map(EntryFormat::read)
                .toList();
    }

    @Override
    public List<byte[]> bytesAfter(long position, int limit) {
        return queries.list(
                "SELECT entry FROM evlog.event WHERE position > ? ORDER BY position LIMIT ?",
                row -> row.getBytes(1),
                position,
                limit);
    }

    @Override
    public List<Entry> stream(StreamId stream) {
        return queries.list(
                "SELECT entry FROM evlog.event WHERE stream_id = ? ORDER BY stream_version",
                row -> EntryFormat.read(row.getBytes(1)),
                stream.text());
    }

    @Override
    public Head head() {
        return queries
                .list(
                        "SELECT position, recorded_at FROM evlog.log_head WHERE position > 0",
                        row ->
                                new Head(
                                        row.getLong(1),
                                        Optional.of(
                                                row.getObject(2, OffsetDateTime.class)
                                                        .toInstant())))
                .stream()
                .findFirst()
                .orElse(Head.EMPTY);
    }

    @Override
    public Optional<Document> document(Digest digest) {
        return queries
                .list(
                        "SELECT media_type, bytes FROM evlog.document WHERE digest = ?",
                        row -> new Document(row.getString(1), row.getBytes(2)),
                        (Object) digest.hash())
                .stream()
                .findFirst();
    }

    @Override
    public void close() {
        writer.close();
    }

    @Override
    public int waiting() {
        return writer.waiting();
    }
}
