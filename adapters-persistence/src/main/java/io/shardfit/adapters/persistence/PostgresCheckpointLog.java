package io.shardfit.adapters.persistence;

import io.shardfit.application.ledger.Checkpoint;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.SignedCheckpoint;
import io.shardfit.application.port.CheckpointLog;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/// The signed checkpoints beside the log. They are the least trusted copy: keep others elsewhere.
final class PostgresCheckpointLog implements CheckpointLog {
    private static final String SELECT =
            "SELECT origin, tree_size, root_hash, note FROM evlog.checkpoint";

    private final Queries queries;

    PostgresCheckpointLog(DataSource connections) {
        this.queries = new Queries(connections);
    }

    @Override
    public Optional<SignedCheckpoint> latest(String origin) {
        return queries
                .list(
                        SELECT + " WHERE origin = ? ORDER BY tree_size DESC LIMIT 1",
                        PostgresCheckpointLog::read,
                        origin)
                .stream()
                .findFirst();
    }

    @Override
    public List<SignedCheckpoint> all() {
        return queries.list(
                SELECT + " ORDER BY tree_size, created_at", PostgresCheckpointLog::read);
    }

    /// Two that are published at once may commit in the other order: hence the minute before. If
    /// the known one is gone, all are read.
    @Override
    public List<SignedCheckpoint> since(Checkpoint known) {
        return queries.list(
                SELECT
                        + """
                         WHERE created_at >= coalesce(
                           (SELECT created_at - interval '1 minute' FROM evlog.checkpoint
                             WHERE origin = ? AND tree_size = ?), '-infinity')
                         ORDER BY tree_size, created_at\
                        """,
                PostgresCheckpointLog::read,
                known.origin(),
                known.size());
    }

    @Override
    public Optional<SignedCheckpoint> covering(long position) {
        return queries
                .list(
                        SELECT + " WHERE tree_size >= ? ORDER BY tree_size, created_at LIMIT 1",
                        PostgresCheckpointLog::read,
                        position)
                .stream()
                .findFirst();
    }

    @Override
    public List<SignedCheckpoint> smallerThan(long size, int limit) {
        return queries.list(
                SELECT + " WHERE tree_size < ? ORDER BY tree_size DESC, created_at DESC LIMIT ?",
                PostgresCheckpointLog::read,
                size,
                limit);
    }

    private static SignedCheckpoint read(ResultSet row) throws SQLException {
        Digest root = Digest.ofHash(row.getBytes(3));
        return new SignedCheckpoint(
                new Checkpoint(row.getString(1), row.getLong(2), root), row.getString(4));
    }

    /// The same size twice is the same root, or there are two histories.
    @Override
    public void publish(SignedCheckpoint signed) {
        Checkpoint given = signed.checkpoint();
        int added =
                queries.update(
                        """
                        INSERT INTO evlog.checkpoint (origin, tree_size, root_hash, note)
                        VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING\
                        """,
                        given.origin(),
                        given.size(),
                        given.root().hash(),
                        signed.note());
        if (added == 0 && all().stream().noneMatch(kept -> kept.checkpoint().equals(given))) {
            throw new IllegalStateException(
                    "%s already has another root at size %d: do not sign, find out what changed the log"
                            .formatted(given.origin(), given.size()));
        }
    }
}
