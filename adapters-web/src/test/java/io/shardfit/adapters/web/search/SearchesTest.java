package io.shardfit.adapters.web.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.shardfit.application.SearchRequest;
import io.shardfit.application.SearchStrategies;
import io.shardfit.application.catalogue.GpuCatalogue;
import io.shardfit.domain.search.Objective;
import io.shardfit.domain.verdict.RuleSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SearchesTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-01T12:00:00Z"));
    private Searches searches = searches(LONG);

    @AfterEach
    void stop() {
        searches.close();
    }

    @Test
    void oneThatTakesTooLongFails() throws Exception {
        searches.close();
        searches = searches(Duration.ofMillis(1));
        Search search = begin("somebody", 4_096);

        Search.View end = ended(search);

        assertThat(end.state()).isEqualTo(Search.State.FAILED);
        assertThat(end.failure().orElseThrow()).contains("ask for fewer GPUs");
    }

    @Test
    void theWorkersAreFreeAgainAfterwards() throws Exception {
        for (int i = 0; i < 4; i++) {
            searches.cancel(begin("somebody", 4_096));
        }

        assertThat(ended(begin("somebody", 16)).state()).isEqualTo(Search.State.DONE);
    }

    @Test
    void isFoundByWhoBeganItForAnHour() throws Exception {
        Search search = begin("somebody", 16);
        ended(search);

        assertThat(searches.find(search.id(), "somebody")).hasValue(search);
        assertThat(searches.find(search.id(), "another")).isEmpty();

        now.updateAndGet(instant -> instant.plus(Duration.ofMinutes(61)));
        begin("somebody", 16);
        assertThat(searches.find(search.id(), "somebody")).isEmpty();
    }

    @Test
    void soManyAndNoMoreWait() throws Exception {
        int begun = 0;
        Searches.Outcome last = new Searches.Outcome.Full();
        for (int person = 0; person < 30; person++) {
            last = searches.begin("person " + person, "plan", plan(), request(4_096));
            begun += last instanceof Searches.Outcome.Begun ? 1 : 0;
        }
        assertThat(last).isInstanceOf(Searches.Outcome.Full.class);
        assertThat(begun).isBetween(16, 18);
    }

    private Searches searches(Duration patience) {
        return new Searches(
                new SearchStrategies(GpuCatalogue.shipped()), () -> now.get(), patience);
    }

    private Search begin(String owner, int gpus) throws Exception {
        return searches.begin(owner, "plan", plan(), request(gpus))
                        instanceof Searches.Outcome.Begun(Search search)
                ? search
                : fail("not begun");
    }

    private static Search.View ended(Search search) throws InterruptedException {
        Search.View view = search.view();
        while (!view.isOver()) {
            view = search.after(view, LONG);
        }
        return view;
    }

    private static byte[] plan() throws Exception {
        return Files.readAllBytes(
                Path.of("")
                        .toAbsolutePath()
                        .getParent()
                        .resolve("examples/founding/ep16-dp4.yaml"));
    }

    private static SearchRequest request(int maxGpus) {
        return new SearchRequest(
                OptionalInt.empty(),
                OptionalInt.of(maxGpus),
                Objective.STEP_TIME,
                3,
                maxGpus > 16,
                1,
                RuleSet.current(),
                Optional.empty());
    }
}
