package io.shardfit.adapters.web.search;

import io.micronaut.context.annotation.Value;
import io.shardfit.application.SearchRequest;
import io.shardfit.application.SearchStrategies;
import io.shardfit.application.document.SearchDocument;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The searches that run, wait or ended not long ago. All of them are of this process and end with
/// it: nothing of a search is recorded.
@Singleton
public final class Searches {
    private static final Logger LOG = LoggerFactory.getLogger(Searches.class);
    private static final int AT_ONCE = 2;
    private static final int MOST_WAITING = 16;
    private static final int MOST_OF_ONE = 4;
    private static final int MOST_KEPT = 50;
    private static final Duration KEPT = Duration.ofHours(1);

    private final SearchStrategies strategies;
    private final InstantSource clock;
    private final Duration patience;
    private final Map<String, Search> all = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final ThreadPoolExecutor workers =
            new ThreadPoolExecutor(
                    AT_ONCE,
                    AT_ONCE,
                    0,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(MOST_WAITING),
                    Thread.ofPlatform().daemon().name("search-", 1).factory());
    private final ScheduledExecutorService alarm =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("search-alarm").factory());

    /// @param patience how long one may run, from the moment it was asked for
    Searches(
            SearchStrategies strategies,
            InstantSource clock,
            @Value("${shardfit.search-timeout:120s}") Duration patience) {
        this.strategies = strategies;
        this.clock = clock;
        this.patience = patience;
    }

    /// What became of a wish to search.
    public sealed interface Outcome {
        record Begun(Search search) implements Outcome {}

        /// They have as many running as one may have.
        record TooMany(int running) implements Outcome {}

        /// All that wait and run fill the server.
        record Full() implements Outcome {}
    }

    /// @param plan a readable plan
    public Outcome begin(String owner, String fileName, byte[] plan, SearchRequest request) {
        int running =
                (int)
                        all.values().stream()
                                .filter(one -> one.owner().equals(owner) && !one.view().isOver())
                                .count();
        if (running >= MOST_OF_ONE) {
            return new Outcome.TooMany(running);
        }
        forget();
        Search search = new Search(newId(), owner, clock.instant());
        try {
            workers.execute(() -> run(search, fileName, plan, request));
        } catch (RejectedExecutionException full) {
            return new Outcome.Full();
        }
        all.put(search.id(), search);
        alarm.schedule(
                () ->
                        search.fail(
                                "the search did not end within %d seconds: ask for fewer GPUs"
                                        .formatted(patience.toSeconds()),
                                clock.instant()),
                patience.toMillis(),
                TimeUnit.MILLISECONDS);
        return new Outcome.Begun(search);
    }

    /// {@return the search, if it is theirs: a plan that was not submitted is nobody else's affair}
    public Optional<Search> find(String id, String owner) {
        return Optional.ofNullable(all.get(id)).filter(search -> search.owner().equals(owner));
    }

    /// Ends it; forgets it if it had ended before.
    public void cancel(Search search) {
        if (search.view().isOver()) {
            all.remove(search.id());
        } else {
            search.cancel(clock.instant());
        }
    }

    private void run(Search search, String fileName, byte[] plan, SearchRequest request) {
        if (!search.begin()) {
            return;
        }
        try {
            switch (strategies.search(fileName, plan, request, search::judged)) {
                case SearchStrategies.Outcome.Searched(var found) ->
                        search.found(SearchDocument.of(found), clock.instant());
                case SearchStrategies.Outcome.Rejected(var errors) ->
                        search.fail(errors.getFirst().toString(), clock.instant());
            }
        } catch (RuntimeException stopped) {
            if (!search.view().isOver()) {
                LOG.error("a search failed", stopped);
                search.fail("a bug in Shardfit; the server's log has the details", clock.instant());
            }
        } finally {
            search.leave();
            Thread.interrupted(); // what ended this search is not for the next
        }
    }

    private void forget() {
        all.values()
                .removeIf(search ->
                        search.view()
                                .ended()
                                .filter(ended -> ended.plus(KEPT).isBefore(clock.instant()))
                                .isPresent());
        all.values().stream()
                .filter(search -> search.view().isOver())
                .sorted(Comparator.comparing(Search::begun).reversed())
                .skip(MOST_KEPT - 1)
                .forEach(search -> all.remove(search.id()));
    }

    private String newId() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @PreDestroy
    void close() {
        all.values().forEach(search -> search.cancel(clock.instant()));
        workers.shutdownNow();
        alarm.shutdownNow();
    }
}
