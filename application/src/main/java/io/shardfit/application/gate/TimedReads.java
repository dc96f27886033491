package io.shardfit.application.gate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Reads the log within the time that a cluster waits for an answer. While the log does not answer,
/// only now and then one asks it: a queue before a dead database would keep everybody waiting.
final class TimedReads {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int AT_ONCE = 64;

    private final InstantSource clock;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private volatile Instant failed = Instant.MIN;

    TimedReads(InstantSource clock) {
        this.clock = clock;
    }

    /// @throws UncheckedIOException if the log does not answer in time
    Candidates read(Supplier<Candidates> read) {
        if (clock.instant().isBefore(failed.plus(PAUSE))) {
            throw silent("it did not answer a moment ago");
        }
        if (!places.tryAcquire()) {
            throw silent("too many wait for it");
        }
        CompletableFuture<Candidates> result = new CompletableFuture<>();
        Thread.ofVirtual().name("gate-read").start(() -> complete(result, read));
        return within(result);
    }

    private void complete(CompletableFuture<Candidates> result, Supplier<Candidates> read) {
        try {
            result.complete(read.get());
        } catch (RuntimeException failure) {
            result.completeExceptionally(failure);
        } finally {
            places.release();
        }
    }

    private Candidates within(CompletableFuture<Candidates> result) {
        try {
            return result.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            failed = clock.instant();
            throw silent("it did not answer within %d s".formatted(PATIENCE.toSeconds()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw silent("stopped while reading");
        } catch (ExecutionException failure) {
            failed = failure.getCause() instanceof UncheckedIOException ? clock.instant() : failed;
            if (failure.getCause() instanceof RuntimeException reason) {
                throw reason;
            }
            throw new IllegalStateException(failure.getCause());
        }
    }

    private static UncheckedIOException silent(String why) {
        return new UncheckedIOException(new IOException(why));
    }
}
