package io.shardfit.adapters.persistence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// Clients that do the same thing again and again: first to warm up, then against the clock.
final class Load {
    private static final long WARM_UP = TimeUnit.SECONDS.toNanos(3);
    private static final long MEASURE = TimeUnit.SECONDS.toNanos(6);
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private Load() {}

    /// @param sorted nanoseconds of each call
    record Result(long[] sorted) {
        double perSecond() {
            return sorted.length / (MEASURE / NANOS_PER_SECOND);
        }

        double millis(double part) {
            return sorted[(int) (part * (sorted.length - 1))] / NANOS_PER_MILLI;
        }
    }

    static Result run(int clients, IntFunction<Runnable> work) {
        long start = System.nanoTime() + WARM_UP;
        List<Callable<long[]>> all =
                IntStream.range(0, clients)
                        .<Callable<long[]>>mapToObj(i -> () -> repeat(work.apply(i), start))
                        .toList();
        try (Parallel parallel = new Parallel()) {
            return new Result(
                    parallel.results(parallel.start(all)).stream()
                            .flatMapToLong(Arrays::stream)
                            .sorted()
                            .toArray());
        }
    }

    private static long[] repeat(Runnable work, long start) {
        List<Long> took = new ArrayList<>();
        long before = System.nanoTime();
        while (before - start < MEASURE) {
            work.run();
            long after = System.nanoTime();
            if (before >= start && after - start <= MEASURE) {
                took.add(after - before);
            }
            before = after;
        }
        return took.stream().mapToLong(Long::longValue).toArray();
    }
}
