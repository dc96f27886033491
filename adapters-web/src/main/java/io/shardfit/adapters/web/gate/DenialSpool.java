package io.shardfit.adapters.web.gate;

import io.micronaut.context.annotation.Context;
import io.shardfit.application.gate.Denial;
import io.shardfit.application.gate.GateSettings;
import io.shardfit.application.gate.RecordDenial;
import io.shardfit.application.gate.RecordDenial.Outcome;
import io.shardfit.application.ledger.AppendOutcome;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Denials on their way to the ledger. They lie in a file from before the cluster is answered until
/// they are on the record, so that neither a dead database nor a dead process loses them. Whatever
/// fails here, a denial stays a denial.
@Context
final class DenialSpool {
    /// More than that wait for a ledger that does not come back: then the security log alone has
    /// them.
    static final int MOST = 50_000;

    private static final Logger LOG = LoggerFactory.getLogger(DenialSpool.class);
    private static final Logger SECURITY = LoggerFactory.getLogger("shardfit.security");
    private static final int AT_ONCE = 64;
    private static final long INTERVAL_MILLIS = 200;

    private final RecordDenial record;
    private final Path folder;
    private Optional<SpoolFile> file = Optional.empty(); // guarded by this
    private final BlockingQueue<Denial> waiting = new LinkedBlockingQueue<>(MOST);
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("denial-spool").factory());
    private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();

    DenialSpool(RecordDenial record, GateSettings settings) {
        this.record = record;
        this.folder = settings.spool();
        if (Files.isDirectory(folder)) {
            resume();
        }
        clock.scheduleWithFixedDelay(
                this::drain, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void resume() {
        try {
            file().read().stream().limit(MOST).forEach(waiting::add);
        } catch (IOException unable) {
            LOG.error("cannot read what an earlier process left in {}", folder, unable);
        }
    }

    /// Nothing is written anywhere before there is something to write.
    private SpoolFile file() throws IOException {
        if (file.isEmpty()) {
            file = Optional.of(SpoolFile.open(folder));
        }
        return file.orElseThrow();
    }

    /// Comes back when the denial lies in the file, or never will.
    synchronized void keep(Denial denial) {
        if (!waiting.offer(denial)) {
            SECURITY.error("the spool of denials is full, this one is here only: {}", denial);
            return;
        }
        try {
            file().append(denial);
        } catch (IOException unable) {
            SECURITY.error("cannot write the spool, this lies in memory only: {}", denial);
            LOG.error("cannot write the spool of denials", unable);
        }
    }

    private synchronized void empty() throws IOException {
        if (waiting.isEmpty() && file.isPresent()) {
            file.orElseThrow().empty();
        }
    }

    /// {@return how many are not on the record yet}
    int size() {
        return waiting.size();
    }

    private void drain() {
        try {
            while (!waiting.isEmpty() && send()) {
                // there may be more
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException unable) {
            LOG.error("the denials stay where they are", unable);
        }
    }

    /// @return whether all that were taken are dealt with
    private boolean send() throws InterruptedException, IOException {
        List<Denial> taken = waiting.stream().limit(AT_ONCE).toList();
        List<Callable<Boolean>> tasks = new ArrayList<>();
        taken.forEach(denial -> tasks.add(() -> isDealtWith(denial)));
        boolean all = true;
        List<Future<Boolean>> results = senders.invokeAll(tasks);
        for (int i = 0; i < taken.size(); i++) {
            if (isDone(results.get(i), taken.get(i))) {
                waiting.remove(taken.get(i));
            } else {
                all = false;
            }
        }
        empty();
        return all;
    }

    private boolean isDealtWith(Denial denial) {
        return switch (record.record(denial)) {
            case Outcome.Recorded _ -> true;
            case Outcome.NotWritten(AppendOutcome.Unavailable _) -> false;
            case Outcome.NotWritten(AppendOutcome never) -> {
                SECURITY.error("the ledger does not take {}: {}", denial, never);
                yield true;
            }
        };
    }

    /// What the ledger chokes on would choke it again: it must not keep the others waiting.
    private static boolean isDone(Future<Boolean> result, Denial denial)
            throws InterruptedException {
        try {
            return result.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IllegalArgumentException) {
                SECURITY.error("no entry can hold {}: {}", denial, failed.getCause().getMessage());
                return true;
            }
            return false;
        }
    }

    @PreDestroy
    void stop() throws InterruptedException, IOException {
        clock.shutdown();
        clock.awaitTermination(2, TimeUnit.SECONDS);
        drain();
        senders.shutdownNow();
        synchronized (this) {
            if (file.isPresent()) {
                file.orElseThrow().close();
            }
        }
    }
}
