package io.shardfit.adapters.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// For what happens in another process.
final class Waiting {
    /// Longer than anything here takes that happens at all.
    private static final long MOST_NANOS = TimeUnit.MINUTES.toNanos(2);

    private static final int LOOK_MILLIS = 10;

    private Waiting() {}

    static void until(String what, BooleanSupplier happened) throws InterruptedException {
        long end = System.nanoTime() + MOST_NANOS;
        while (!happened.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not happen that " + what);
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    static boolean accepts(Database database) {
        try (Connection connection = database.source().getConnection()) {
            return connection.isValid(1);
        } catch (SQLException _) {
            return false;
        }
    }
}
