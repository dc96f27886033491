package io.shardfit.adapters.persistence;

import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.AppendOutcome.Appended;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Carries commands through one transaction to an exact answer. A commit whose reply is lost is
/// settled by asking again: the head is free only after the old transaction has ended, and then the
/// command log knows.
final class Transactions implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(50);

    /// How long a log that is being closed still asks what became of its last commit.
    private static final Duration MOST_DOUBT = Duration.ofSeconds(10);

    private final Database database;
    private final BooleanSupplier closing;
    private final LastWritten written = new LastWritten(System::nanoTime);
    private Optional<WriterSession> session = Optional.empty();

    Transactions(Database database, BooleanSupplier closing) {
        this.database = database;
        this.closing = closing;
    }

    /// Nobody can say whether the commands are in the log: it was closed before it answered again.
    static final class InDoubt extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        InDoubt(SQLException lost) {
            super(
                    "the log was closed before it could say whether this was written: send it again"
                            + " under the same key",
                    lost);
        }
    }

    /// {@return their outcomes, in order}
    ///
    /// @throws SQLException if none of them is in the log
    /// @throws InDoubt if it is being closed, and the database does not say
    List<AppendOutcome> run(List<Prepared> commands) throws SQLException {
        Attempt attempt = new Attempt(commands);
        while (true) {
            try {
                return attempt.once();
            } catch (SQLException error) {
                clear(error);
                if (!attempt.worthAnother(error)) {
                    attempt.checkDoubt(error);
                    throw error;
                }
                rest();
            }
        }
    }

    private WriterSession session() throws SQLException {
        WriterSession open = session.isPresent() ? session.get() : WriterSession.open(database);
        session = Optional.of(open);
        return open;
    }

    /// {@return what was written here last}
    LastWritten written() {
        return written;
    }

    /// A connection that answers is good for the next transaction.
    private void clear(SQLException error) {
        try {
            if (Trouble.of(error) != Trouble.GONE && session.isPresent()) {
                session.get().release();
                return;
            }
        } catch (SQLException lost) {
            error.addSuppressed(lost);
        }
        close();
    }

    /// What was written over a connection that is lost may be lost, too: behind the next one may be
    /// a standby or a backup.
    @Override
    public void close() {
        written.forget();
        try {
            if (session.isPresent()) {
                session.get().close();
            }
        } catch (SQLException _) {
            // It was lost before.
        } finally {
            session = Optional.empty();
        }
    }

    private static void rest() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// All that is tried for the same commands.
    private final class Attempt {
        private final List<Prepared> commands;
        private final long began = System.nanoTime();
        private long doubted = began;

        /// Where the commands lie if a commit went through whose reply was lost.
        private final Map<CommandKey, Appended> unsure = new HashMap<>();

        Attempt(List<Prepared> commands) {
            this.commands = commands;
        }

        List<AppendOutcome> once() throws SQLException {
            WriterSession open = session();
            Batch batch = new Batch(open.take(commands));
            List<AppendOutcome> outcomes = new ArrayList<>();
            for (Prepared command : commands) {
                outcomes.add(own(command, batch.decide(command)));
            }
            if (batch.rows().isEmpty()) {
                open.release();
            } else {
                write(open, batch);
            }
            return outcomes;
        }

        /// What this attempt wrote itself is no replay, even if it had to look it up.
        private AppendOutcome own(Prepared command, AppendOutcome found) {
            return found instanceof Appended(long first, long last, boolean replayed)
                            && replayed
                            && new Appended(first, last, false).equals(unsure.get(command.key()))
                    ? new Appended(first, last, false)
                    : found;
        }

        private void write(WriterSession open, Batch batch) throws SQLException {
            try {
                open.write(batch);
                written.add(batch.rows());
            } catch (SQLException error) {
                if (Trouble.of(error) == Trouble.GONE) {
                    doubted = unsure.isEmpty() ? System.nanoTime() : doubted;
                    batch.newlyDone()
                            .forEach((key, done) ->
                                    unsure.put(
                                            key, new Appended(done.first(), done.last(), false)));
                }
                throw error;
            }
        }

        /// Whoever does not know whether he wrote asks until he knows.
        boolean worthAnother(SQLException error) {
            Trouble trouble = Trouble.of(error);
            boolean patient = System.nanoTime() - began < trouble.patience().toNanos();
            if (isInDoubt() && trouble != Trouble.REFUSED) {
                return !closing.getAsBoolean() || sinceDoubt() < MOST_DOUBT.toNanos();
            }
            return patient && !closing.getAsBoolean();
        }

        /// A commit was sent whose reply never came.
        private boolean isInDoubt() {
            return !unsure.isEmpty();
        }

        /// What the database refuses now, it has not written before.
        void checkDoubt(SQLException last) {
            if (isInDoubt() && Trouble.of(last) != Trouble.REFUSED) {
                throw new InDoubt(last);
            }
        }

        private long sinceDoubt() {
            return System.nanoTime() - doubted;
        }
    }
}
