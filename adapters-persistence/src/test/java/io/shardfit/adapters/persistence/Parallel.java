package io.shardfit.adapters.persistence;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// Many things at once, each in a thread of its own; whatever fails there fails the test.
final class Parallel implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    <T> List<Future<T>> start(List<? extends Callable<T>> tasks) {
        return tasks.stream().map(task -> threads.submit(task)).toList();
    }

    <T> List<T> results(List<Future<T>> started) {
        return started.stream().map(Parallel::result).toList();
    }

    /// {@return what each of the tasks 0 to `count` - 1 gave, in order}
    <T> List<T> all(int count, IntFunction<T> task) {
        return results(
                start(
                        IntStream.range(0, count)
                                .<Callable<T>>mapToObj(i -> () -> task.apply(i))
                                .toList()));
    }

    static <T> T result(Future<T> started) {
        try {
            return started.get();
        } catch (InterruptedException | ExecutionException failed) {
            throw new AssertionError(failed);
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
