package io.shardfit.adapters.persistence;

import io.shardfit.adapters.persistence.Database.Role;
import io.shardfit.application.evidence.RowHash;
import io.shardfit.application.format.EntryFormat;
import io.shardfit.application.ledger.Command;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Document;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.StreamId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.postgresql.ds.PGSimpleDataSource;

/// One connection that extends the log: first {@link #take}, then {@link #write} or {@link
/// #release}. Each is one round trip; pgjdbc sends the statements of a text together, and the
/// server takes a snapshot for each of them, so what is read after the lock is what the last holder
/// left.
final class WriterSession implements AutoCloseable {
    /// A holder of the head that stops for three seconds loses it. Plans made while the tables were
    /// empty must not scan them when they are full: hence no sequential scans.
    private static final String SETTINGS =
            """
            SET synchronous_commit = on; SET lock_timeout = '2s'; SET statement_timeout = '10s';
            SET idle_in_transaction_session_timeout = '3s'; SET tcp_user_timeout = '5s';
            SET enable_seqscan = off; SET jit = off\
            """;

    private static final int SOCKET_SECONDS = 20;

    private static final String TAKE =
            """
            BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
            SELECT position, greatest(recorded_at, clock_timestamp())
              FROM evlog.log_head WHERE id = 1 FOR NO KEY UPDATE;
            SELECT known.principal_id, known.command_id, known.request_hash,
                   known.first_position, known.last_position
              FROM unnest(?::text[], ?::uuid[]) AS asked (principal_id, command_id)
              JOIN evlog.command_log AS known USING (principal_id, command_id);
            SELECT stream_id, version FROM evlog.stream WHERE stream_id = ANY (?::text[]);
            SELECT entry FROM evlog.event WHERE event_id = ANY (?::uuid[])\
            """;

    private static final String WRITE =
            """
            WITH streams AS (
              INSERT INTO evlog.stream (stream_id, version)
              SELECT * FROM unnest(?::text[], ?::bigint[])
              ON CONFLICT (stream_id) DO UPDATE SET version = EXCLUDED.version),
            documents AS (
              INSERT INTO evlog.document (digest, media_type, bytes)
              SELECT * FROM unnest(?::bytea[], ?::text[], ?::bytea[])
              ON CONFLICT (digest) DO NOTHING),
            events AS (
              INSERT INTO evlog.event (recorded_at, position, event_id, stream_id, stream_version, type,
                                       schema_version, actor_id, command_id, entry, leaf_hash)
              SELECT ?::timestamptz, * FROM unnest(?::bigint[], ?::uuid[], ?::text[], ?::bigint[], ?::text[],
                                                   ?::int[], ?::text[], ?::uuid[], ?::bytea[], ?::bytea[])),
            commands AS (
              INSERT INTO evlog.command_log (principal_id, command_id, request_hash,
                                             first_position, last_position, row_hash)
              SELECT * FROM unnest(?::text[], ?::uuid[], ?::bytea[], ?::bigint[], ?::bigint[],
                                   ?::bytea[]))
            UPDATE evlog.log_head SET position = ?, recorded_at = ? WHERE id = 1
            RETURNING pg_notify('evlog', position::text);
            COMMIT\
            """;

    private final Connection connection;
    private final PreparedStatement take;
    private final PreparedStatement write;

    private WriterSession(Connection connection) throws SQLException {
        this.connection = connection;
        this.take = connection.prepareStatement(TAKE);
        this.write = connection.prepareStatement(WRITE);
    }

    static WriterSession open(Database database) throws SQLException {
        PGSimpleDataSource source = database.source();
        source.setSocketTimeout(SOCKET_SECONDS);
        Connection connection = source.getConnection();
        try (Statement settings = connection.createStatement()) {
            settings.execute(SETTINGS);
            Database.assume(connection, Role.WRITER);
            return new WriterSession(connection);
        } catch (SQLException unfit) {
            connection.close();
            throw unfit;
        }
    }

    /// Holds the log from here on, and says where it ends.
    Tail take(List<Command> commands) throws SQLException {
        List<CommandKey> keys = commands.stream().map(CommandKey::of).toList();
        take.setArray(1, array("text", keys, CommandKey::principal));
        take.setArray(2, array("uuid", keys, CommandKey::id));
        take.setArray(3, array("text", streams(commands), StreamId::text));
        take.setArray(4, array("uuid", causes(commands), Function.identity()));
        take.execute();
        ResultSet head = nextRows();
        head.next();
        long position = head.getLong(1);
        Instant now = head.getObject(2, OffsetDateTime.class).toInstant();
        return new Tail(
                position, now, known(nextRows()), versions(nextRows()), correlations(nextRows()));
    }

    private static List<StreamId> streams(List<Command> commands) {
        return commands.stream()
                .flatMap(command -> command.appends().stream())
                .map(append -> append.stream())
                .distinct()
                .toList();
    }

    private static List<UUID> causes(List<Command> commands) {
        return commands.stream()
                .flatMap(command -> command.causation().stream())
                .distinct()
                .toList();
    }

    /// Each statement of the text has a result; that of BEGIN is no rows.
    private ResultSet nextRows() throws SQLException {
        while (!take.getMoreResults()) {
            if (take.getUpdateCount() < 0) {
                throw new SQLException("the server answered less than it was asked");
            }
        }
        return take.getResultSet();
    }

    private static Map<CommandKey, Done> known(ResultSet rows) throws SQLException {
        Map<CommandKey, Done> known = new HashMap<>();
        while (rows.next()) {
            known.put(
                    new CommandKey(rows.getString(1), rows.getObject(2, UUID.class)),
                    new Done(Digest.ofHash(rows.getBytes(3)), rows.getLong(4), rows.getLong(5)));
        }
        return known;
    }

    private static Map<StreamId, Long> versions(ResultSet rows) throws SQLException {
        Map<StreamId, Long> versions = new HashMap<>();
        while (rows.next()) {
            versions.put(new StreamId(rows.getString(1)), rows.getLong(2));
        }
        return versions;
    }

    private static Map<UUID, UUID> correlations(ResultSet rows) throws SQLException {
        Map<UUID, UUID> correlations = new HashMap<>();
        while (rows.next()) {
            Entry cause = EntryFormat.read(rows.getBytes(1));
            correlations.put(cause.eventId(), cause.correlation());
        }
        return correlations;
    }

    /// Writes what was decided, and commits it. An error leaves open whether it did.
    void write(Batch batch) throws SQLException {
        Parameters parameters = new Parameters();
        parameters.streams(batch.newVersions());
        parameters.documents(batch.documents());
        parameters.events(batch.tail().now(), batch.rows());
        parameters.commands(batch.newlyDone());
        parameters.head(batch);
        write.execute();
    }

    /// Lets the log go as it was.
    void release() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("ROLLBACK");
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private <T> java.sql.Array array(String type, Collection<T> values, Function<T, ?> part)
            throws SQLException {
        return connection.createArrayOf(type, values.stream().map(part).toArray());
    }

    /// Binds the parameters of {@link #WRITE} in their order.
    private final class Parameters {
        private int next = 1;

        private <T> void bind(String type, Collection<T> values, Function<T, ?> part)
                throws SQLException {
            write.setArray(next++, array(type, values, part));
        }

        private <T> void bindBytes(Collection<T> values, Function<T, byte[]> part)
                throws SQLException {
            byte[][] bytes = values.stream().map(part).toArray(byte[][]::new);
            write.setArray(next++, connection.createArrayOf("bytea", bytes));
        }

        private void bind(Instant time) throws SQLException {
            write.setObject(next++, time.atOffset(ZoneOffset.UTC));
        }

        void streams(Map<StreamId, Long> versions) throws SQLException {
            bind("text", versions.keySet(), StreamId::text);
            bind("int8", versions.values(), Function.identity());
        }

        void documents(List<Document> documents) throws SQLException {
            bindBytes(documents, document -> document.digest().hash());
            bind("text", documents, Document::mediaType);
            bindBytes(documents, Document::bytes);
        }

        void events(Instant now, List<Row> rows) throws SQLException {
            bind(now);
            bind("int8", rows, row -> row.entry().position());
            bind("uuid", rows, row -> row.entry().eventId());
            bind("text", rows, row -> row.entry().stream().text());
            bind("int8", rows, row -> row.entry().streamVersion());
            bind("text", rows, row -> CommandKey.composed(row.entry().type()));
            bind("int4", rows, row -> row.entry().event().schemaVersion());
            bind("text", rows, row -> CommandKey.composed(row.entry().actor().id()));
            bind("uuid", rows, row -> row.entry().commandId());
            bindBytes(rows, Row::bytes);
            bindBytes(rows, Row::leaf);
        }

        void commands(Map<CommandKey, Done> done) throws SQLException {
            bind("text", done.keySet(), CommandKey::principal);
            bind("uuid", done.keySet(), CommandKey::id);
            bindBytes(done.values(), known -> known.request().hash());
            bind("int8", done.values(), Done::first);
            bind("int8", done.values(), Done::last);
            bindBytes(done.entrySet(), taken -> rowHash(taken.getKey(), taken.getValue()));
        }

        private static byte[] rowHash(CommandKey key, Done done) {
            return RowHash.command(
                    key.principal(), key.id(), done.request().hash(), done.first(), done.last());
        }

        void head(Batch batch) throws SQLException {
            write.setLong(next++, batch.position());
            bind(batch.tail().now());
        }
    }
}
