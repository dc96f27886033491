package io.shardfit.adapters.persistence;

import io.shardfit.application.format.EntryFormat;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.port.EventLog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/// Puts entries of another log into a database as they are, times and all: the database's own clock
/// would put them all into one day.
record CopiedLog(Database database) {
    /// @param upTo position in the other log
    void follow(EventLog other, long from, long upTo) {
        try (Connection connection = database.source().getConnection()) {
            connection.setAutoCommit(false);
            List<byte[]> page = other.bytesAfter(from, (int) (upTo - from));
            Instant last = insert(connection, page);
            try (PreparedStatement head =
                    connection.prepareStatement(
                            "UPDATE evlog.log_head SET position = ?, recorded_at = ?")) {
                head.setLong(1, upTo);
                head.setObject(2, time(last));
                head.executeUpdate();
            }
            connection.commit();
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }

    private static Instant insert(Connection connection, List<byte[]> page) throws SQLException {
        Instant last = Instant.EPOCH;
        try (PreparedStatement event =
                        connection.prepareStatement(
                                "INSERT INTO evlog.event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
                PreparedStatement stream =
                        connection.prepareStatement(
                                """
                                INSERT INTO evlog.stream VALUES (?, ?)
                                ON CONFLICT (stream_id) DO UPDATE SET version = excluded.version\
                                """)) {
            for (byte[] bytes : page) {
                Entry entry = EntryFormat.read(bytes);
                last = entry.recordedAt();
                event.setLong(1, entry.position());
                event.setObject(2, entry.eventId());
                event.setString(3, entry.stream().text());
                event.setLong(4, entry.streamVersion());
                event.setString(5, entry.type());
                event.setInt(6, entry.event().schemaVersion());
                event.setObject(7, time(last));
                event.setString(8, entry.actor().id());
                event.setObject(9, entry.commandId());
                event.setBytes(10, bytes);
                event.setBytes(11, Row.of(entry, bytes, Digest.sha256()).leaf());
                event.addBatch();
                stream.setString(1, entry.stream().text());
                stream.setLong(2, entry.streamVersion());
                stream.addBatch();
            }
            event.executeBatch();
            stream.executeBatch();
        }
        return last;
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
