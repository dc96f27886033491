package io.shardfit.adapters.persistence;

import io.shardfit.adapters.persistence.Database.Role;
import io.shardfit.application.evidence.RowHash;
import io.shardfit.application.format.EntryFormat;
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
import java.util.stream.Collectors;
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
            SET enable_seqscan = off; SET jit = off; SET plan_cache_mode = force_generic_plan\
            """;

    private static final int SOCKET_SECONDS = 20;

    private static final String VERSIONS =
            "SELECT stream_id, version FROM evlog.stream WHERE stream_id = ANY (?::text[])";

    private static final String TAKE =
            """
            BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
            SELECT position, greatest(recorded_at, clock_timestamp())
              FROM evlog.log_head WHERE id = 1 FOR NO KEY UPDATE;
            SELECT known.principal_id, known.command_id, known.request_hash,
                   known.first_position, known.last_position
              FROM unnest(?::text[], ?::uuid[]) AS asked (principal_id, command_id)
              JOIN evlog.command_log AS known USING (principal_id, command_id);
            %s;
            SELECT entry FROM evlog.event WHERE event_id = ANY (?::uuid[])\
            """
                    .formatted(VERSIONS);

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
                                                   ?::bigint[], ?::text[], ?::uuid[], ?::bytea[], ?::bytea[])),
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
    private final PreparedStatement versions;
    private final PreparedStatement write;
    private final KnownVersions known = new KnownVersions();

    private WriterSession(Connection connection) throws SQLException {
        this.connection = connection;
        this.take = connection.prepareStatement(TAKE);
        this.versions = connection.prepareStatement(VERSIONS);
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
    Tail take(List<Prepared> commands) throws SQLException {
        List<CommandKey> keys = commands.stream().map(Prepared::key).toList();
        take.setArray(1, texts(keys, CommandKey::principal));
        take.setString(2, ids(keys, CommandKey::id));
        List<StreamId> streams = streams(commands);
        List<StreamId> asked = known.unknown(streams);
        take.setArray(3, texts(asked, StreamId::text));
        take.setString(4, ids(causes(commands), Function.identity()));
        take.execute();
        ResultSet head = nextRows();
        head.next();
        long position = head.getLong(1);
        Instant now = head.getObject(2, OffsetDateTime.class).toInstant();
        Map<CommandKey, Done> done = done(nextRows());
        Map<StreamId, Long> found = versions(nextRows());
        Map<UUID, UUID> correlations = correlations(nextRows());
        found.putAll(versions(position, streams, asked));
        return new Tail(position, now, done, found, correlations);
    }

    /// {@return the versions of the streams that were not asked for, because they are known unless
    /// somebody else wrote meanwhile}
    private Map<StreamId, Long> versions(
            long position, List<StreamId> streams, List<StreamId> asked) throws SQLException {
        if (known.hold(position)) {
            return known.of(streams);
        }
        known.forget();
        if (asked.size() == streams.size()) {
            return Map.of();
        }
        versions.setArray(1, texts(streams, StreamId::text));
        try (ResultSet rows = versions.executeQuery()) {
            return versions(rows);
        }
    }

    private static List<StreamId> streams(List<Prepared> commands) {
        return commands.stream()
                .flatMap(prepared -> prepared.command().appends().stream())
                .map(append -> append.stream())
                .distinct()
                .toList();
    }

    private static List<UUID> causes(List<Prepared> commands) {
        return commands.stream()
                .flatMap(prepared -> prepared.command().causation().stream())
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

    private static Map<CommandKey, Done> done(ResultSet rows) throws SQLException {
        Map<CommandKey, Done> done = new HashMap<>();
        while (rows.next()) {
            done.put(
                    new CommandKey(rows.getString(1), rows.getObject(2, UUID.class)),
                    new Done(Digest.ofHash(rows.getBytes(3)), rows.getLong(4), rows.getLong(5)));
        }
        return done;
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
        known.learn(batch.newVersions(), batch.position());
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

    private <T> java.sql.Array texts(Collection<T> values, Function<T, String> part)
            throws SQLException {
        return connection.createArrayOf("text", values.stream().map(part).toArray(String[]::new));
    }

    /// As PostgreSQL spells an array: pgjdbc would look for something to escape in each.
    private static <T> String ids(Collection<T> values, Function<T, UUID> part) {
        return values.stream()
                .map(value -> part.apply(value).toString())
                .collect(Collectors.joining(",", "{", "}"));
    }

    /// Binds the parameters of {@link #WRITE} in their order.
    private final class Parameters {
        private int next = 1;

        private <T> void bindTexts(Collection<T> values, Function<T, String> part)
                throws SQLException {
            write.setArray(next++, texts(values, part));
        }

        private <T> void bindIds(Collection<T> values, Function<T, UUID> part) throws SQLException {
            write.setString(next++, ids(values, part));
        }

        private <T> void bindLongs(Collection<T> values, Function<T, Long> part)
                throws SQLException {
            Long[] longs = values.stream().map(part).toArray(Long[]::new);
            write.setArray(next++, connection.createArrayOf("int8", longs));
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
            bindTexts(versions.keySet(), StreamId::text);
            bindLongs(versions.values(), Function.identity());
        }

        void documents(List<Document> documents) throws SQLException {
            bindBytes(documents, document -> document.digest().hash());
            bindTexts(documents, Document::mediaType);
            bindBytes(documents, Document::bytes);
        }

        void events(Instant now, List<Row> rows) throws SQLException {
            bind(now);
            bindLongs(rows, row -> row.entry().position());
            bindIds(rows, row -> row.entry().eventId());
            bindTexts(rows, row -> row.entry().stream().text());
            bindLongs(rows, row -> row.entry().streamVersion());
            bindTexts(rows, row -> CommandKey.composed(row.entry().type()));
            bindLongs(rows, row -> (long) row.entry().event().schemaVersion());
            bindTexts(rows, row -> CommandKey.composed(row.entry().actor().id()));
            bindIds(rows, row -> row.entry().commandId());
            bindBytes(rows, Row::bytes);
            bindBytes(rows, Row::leaf);
        }

        void commands(Map<CommandKey, Done> done) throws SQLException {
            bindTexts(done.keySet(), CommandKey::principal);
            bindIds(done.keySet(), CommandKey::id);
            bindBytes(done.values(), known -> known.request().hash());
            bindLongs(done.values(), Done::first);
            bindLongs(done.values(), Done::last);
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
