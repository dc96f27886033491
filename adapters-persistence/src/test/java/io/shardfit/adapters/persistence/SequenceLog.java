package io.shardfit.adapters.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/// The log as it is often built, and wrongly: a sequence numbers the rows when they are inserted,
/// yet they appear when they are committed.
record SequenceLog(Database database) {
    static final String TABLE = "CREATE TABLE numbered (id bigserial PRIMARY KEY, note text)";
    private static final int MOST_MILLIS = 3;

    record Result(long written, long missed) {}

    Result writeAndFollow(int writers, int each) {
        AtomicBoolean writing = new AtomicBoolean(true);
        try (Parallel parallel = new Parallel()) {
            List<Callable<Set<Long>>> reader = List.of(() -> follow(writing));
            var reading = parallel.start(reader);
            try {
                parallel.all(writers, _ -> write(each));
            } finally {
                writing.set(false);
            }
            int seen = parallel.results(reading).getFirst().size();
            long written = (long) writers * each;
            return new Result(written, written - seen);
        }
    }

    private boolean write(int times) {
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < times; i++) {
                statement.execute("INSERT INTO numbered (note) VALUES ('n')");
                Thread.sleep(ThreadLocalRandom.current().nextInt(MOST_MILLIS + 1));
                connection.commit();
            }
            return true;
        } catch (SQLException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    private Set<Long> follow(AtomicBoolean growing) {
        Set<Long> seen = new HashSet<>();
        try (Connection connection = database.source().getConnection();
                PreparedStatement query =
                        connection.prepareStatement(
                                "SELECT id FROM numbered WHERE id > ? ORDER BY id LIMIT 50")) {
            long last = 0;
            boolean complete = false;
            while (!complete) {
                boolean ended = !growing.get();
                query.setLong(1, last);
                int rows = 0;
                try (ResultSet page = query.executeQuery()) {
                    while (page.next()) {
                        last = page.getLong(1);
                        seen.add(last);
                        rows++;
                    }
                }
                complete = ended && rows == 0;
            }
            return seen;
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }
}
