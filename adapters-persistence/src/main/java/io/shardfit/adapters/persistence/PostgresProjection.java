package io.shardfit.adapters.persistence;

import io.shardfit.application.port.Projection;
import io.shardfit.application.readmodel.DeploymentModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/// Keeps the read models in PostgreSQL. Rows and progress are one transaction, and whoever projects
/// holds the one row of `projection`, so that every entry takes effect once.
final class PostgresProjection implements Projection {
    private static final int BATCH = 1_000;

    /// As many as may be lost if a program stops while it is far behind.
    private static final int LARGEST_BATCH = 100_000;

    /// Names the advisory lock of rebuilds in this database; "shardfit" as a number.
    private static final long REBUILDING = 0x7368_6172_6466_6974L;

    private final DataSource connections;
    private final int batch;
    private final int largest;
    private final Surroundings surroundings = new Surroundings();

    PostgresProjection(DataSource connections) {
        this(connections, BATCH, LARGEST_BATCH);
    }

    /// @param batch of entries
    /// @param largest that a batch becomes far behind the log, where deployments recur in it
    PostgresProjection(DataSource connections, int batch, int largest) {
        this.connections = connections;
        this.batch = batch;
        this.largest = largest;
    }

    /// Something to do in a transaction.
    @FunctionalInterface
    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /// Up to the end that the log has now: what is written meanwhile is for the next time.
    @Override
    public synchronized long catchUp() {
        long end = transaction(ProjectionTables::lag).head();
        Step step = step();
        while (step.after() < end) {
            step = step();
        }
        return step.after();
    }

    /// What a batch did.
    record Step(long before, long after) {
        boolean moved() {
            return after > before;
        }
    }

    /// Projects one batch: half of what is missing if that is more, so that a deployment is written
    /// a few times and not once for each of its entries. Where there is nothing to do, nothing is
    /// locked or written.
    Step step() {
        ProjectionTables.Lag lag = transaction(ProjectionTables::lag);
        if (lag.codeVersion() < DeploymentModel.VERSION) {
            rebuild(true);
            return step();
        }
        if (lag.position() == lag.head()) {
            return new Step(lag.position(), lag.position());
        }
        int size = Math.clamp((lag.head() - lag.position()) / 2, batch, largest);
        return transaction(connection -> step(connection, size));
    }

    private Step step(Connection connection, int size) throws SQLException {
        int generation = ProjectionTables.hold(connection);
        ProjectionTables.Progress progress = ProjectionTables.progress(connection, generation);
        if (progress.codeVersion() != DeploymentModel.VERSION) {
            throw new IllegalStateException(
                    "the read models are of version %d, and this program makes version %d: use the newer program"
                            .formatted(progress.codeVersion(), DeploymentModel.VERSION));
        }
        return advance(connection, new Projector(surroundings, generation), generation, size);
    }

    private Step advance(Connection connection, Projector projector, int generation)
            throws SQLException {
        return advance(connection, projector, generation, batch);
    }

    private static Step advance(
            Connection connection, Projector projector, int generation, int size)
            throws SQLException {
        long before = ProjectionTables.progress(connection, generation).position();
        long after = projector.next(connection, before, size);
        if (after > before) {
            ProjectionTables.moveTo(connection, generation, after);
        }
        return new Step(before, after);
    }

    @Override
    public synchronized long rebuild() {
        rebuild(false);
        return transaction(ProjectionTables::lag).position();
    }

    /// One rebuild at a time; the others wait for it.
    private void rebuild(boolean onlyIfOutdated) {
        try (Connection lock = connections.getConnection()) {
            ProjectionTables.lock(lock, REBUILDING);
            try {
                if (!onlyIfOutdated || isOutdated()) {
                    rebuilt();
                }
            } finally {
                ProjectionTables.unlock(lock, REBUILDING);
            }
        } catch (SQLException error) {
            throw failed(error);
        }
    }

    private boolean isOutdated() {
        return transaction(ProjectionTables::lag).codeVersion() < DeploymentModel.VERSION;
    }

    private void rebuilt() {
        transaction(ProjectionTables::sweep);
        int generation = transaction(ProjectionTables::begin);
        Projector projector = new Projector(new Surroundings(), generation);
        fill(projector, generation);
        Step step = transaction(connection -> advance(connection, projector, generation));
        while (step.after() - step.before() == batch) {
            step = transaction(connection -> advance(connection, projector, generation));
        }
        transaction(connection -> swap(connection, projector, generation));
        transaction(ProjectionTables::sweep);
    }

    private void fill(Projector projector, int generation) {
        try (Connection reading = connections.getConnection()) {
            reading.setAutoCommit(false);
            reading.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            long upTo = new LogCursor(reading).head();
            transaction(writing -> {
                projector.all(reading, writing, upTo);
                ProjectionTables.moveTo(writing, generation, upTo);
                return upTo;
            });
            reading.rollback();
        } catch (SQLException error) {
            throw failed(error);
        }
    }

    /// While this holds the row nobody moves the old generation, so that the new one can pass it:
    /// under steady writing it would never catch up with the log.
    private long swap(Connection connection, Projector projector, int generation)
            throws SQLException {
        long old =
                ProjectionTables.progress(connection, ProjectionTables.hold(connection)).position();
        Step step = advance(connection, projector, generation);
        while (step.moved() && step.after() < old) {
            step = advance(connection, projector, generation);
        }
        ProjectionTables.read(connection, generation);
        return step.after();
    }

    private <T> T transaction(Work<T> work) {
        try (Connection connection = connections.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException failed) {
                rollBack(connection, failed);
                throw failed;
            }
        } catch (SQLException error) {
            throw failed(error);
        }
    }

    private static void rollBack(Connection connection, Exception why) {
        try {
            connection.rollback();
        } catch (SQLException lost) {
            why.addSuppressed(lost);
        }
    }

    private static UncheckedIOException failed(SQLException error) {
        return new UncheckedIOException(
                new IOException(
                        "the read models could not be written: " + Trouble.reason(error), error));
    }
}
