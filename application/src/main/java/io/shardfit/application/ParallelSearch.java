package io.shardfit.application;

import io.shardfit.domain.search.Branch;
import io.shardfit.domain.search.Found;
import io.shardfit.domain.search.Ranking;
import io.shardfit.domain.search.SearchSpace;
import io.shardfit.domain.verdict.RuleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/// Searches the branches of a space on several threads. Results are joined in the order of the
/// space, so the answer is the same for any number of threads.
final class ParallelSearch implements AutoCloseable {
    private final ExecutorService threads;
    private final RuleSet ruleSet;
    private final Ranking ranking;
    private final LongConsumer progress;
    private final AtomicLong done = new AtomicLong();

    ParallelSearch(int threads, RuleSet ruleSet, Ranking ranking, LongConsumer progress) {
        this.threads =
                Executors.newFixedThreadPool(
                        threads,
                        // An interrupted program does not wait for its search.
                        Thread.ofPlatform().name("search-", 1).daemon().factory());
        this.ruleSet = ruleSet;
        this.ranking = ranking;
        this.progress = progress;
    }

    Found search(SearchSpace space) {
        List<Future<Found>> parts = new ArrayList<>();
        for (Branch branch : space.branches()) {
            parts.add(threads.submit(() -> search(branch)));
        }
        Found all = Found.nothing();
        for (Future<Found> part : parts) {
            all = all.plus(result(part), ranking);
        }
        return all;
    }

    private Found search(Branch branch) {
        Found found = branch.search(ruleSet, ranking);
        progress.accept(done.addAndGet(found.candidates().things()));
        return found;
    }

    private static Found result(Future<Found> part) {
        try {
            return part.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof ArithmeticException overflow) {
                throw overflow;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
