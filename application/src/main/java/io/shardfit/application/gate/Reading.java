package io.shardfit.application.gate;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/// One look at the log, for all who wait for it.
final class Reading {
    private final FutureTask<Candidates> task;

    Reading(Supplier<Candidates> read) {
        this.task = new FutureTask<>(read::get);
    }

    void run() {
        task.run();
    }

    /// @throws UncheckedIOException if the log cannot be read
    Candidates result() {
        try {
            return task.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("stopped while reading"));
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException reason) {
                throw reason;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }
}
