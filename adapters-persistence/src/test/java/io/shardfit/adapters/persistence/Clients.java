package io.shardfit.adapters.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.AppendOutcome.Appended;
import io.shardfit.application.ledger.AppendOutcome.Unavailable;
import io.shardfit.application.ledger.Command;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/// Clients that append until they are told to stop. Whoever is asked to come again later comes
/// again, with the same command.
final class Clients implements AutoCloseable {
    private static final int PAUSE_MILLIS = 20;

    private final Parallel parallel = new Parallel();
    private final AtomicLong turnedAway = new AtomicLong();
    private final List<Future<Void>> running;
    private volatile boolean stopping;

    Clients(int count, Function<Command, AppendOutcome> log, Account account) {
        List<Callable<Void>> all = Collections.nCopies(count, () -> appendOn(log, account));
        running = new ArrayList<>(parallel.start(all));
    }

    private Void appendOn(Function<Command, AppendOutcome> log, Account account)
            throws InterruptedException {
        while (!stopping) {
            UUID id = UUID.randomUUID();
            AppendOutcome outcome = account.send(log, id);
            while (outcome instanceof Unavailable) {
                turnedAway.incrementAndGet();
                Thread.sleep(PAUSE_MILLIS);
                outcome = account.send(log, id);
            }
            assertThat(outcome)
                    .as("turned away means that nothing was written, so it is never a replay")
                    .isInstanceOfSatisfying(
                            Appended.class, answer -> assertThat(answer.replayed()).isFalse());
        }
        return null;
    }

    /// {@return how often one of them was told to come again}
    long turnedAway() {
        return turnedAway.get();
    }

    /// @throws AssertionError if one of them has failed
    void check() {
        running.stream().filter(Future::isDone).forEach(Parallel::result);
    }

    /// Every command has its answer afterwards.
    ///
    /// @throws AssertionError if something failed in one of them
    @Override
    public void close() {
        stopping = true;
        parallel.results(running);
        parallel.close();
    }
}
