package io.shardfit.adapters.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.persistence.PostgresLogs.OneLog;
import io.shardfit.application.ledger.Checkpoint;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.SignedCheckpoint;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.CheckpointLog;
import io.shardfit.application.port.EventLog;
import io.shardfit.application.port.ReadModels;
import io.shardfit.application.readmodel.EventsQuestion;
import io.shardfit.application.readmodel.FoldedReadModels;
import io.shardfit.application.readmodel.HistoryPage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is found by an index is what is found by reading everything.
class EventsQueryTest {
    private static final Instant START = Instant.parse("2026-11-02T09:00:00Z");

    private final OneLog log = new PostgresLogs(TestServer.database()).empty();
    private final ReadModels found = log.store().readModels();
    private final AtomicReference<Instant> clock = new AtomicReference<>(START);
    private final EventLog source = new InMemoryEventLog(clock::get, LedgerStore.ids());
    private final ReadModels expected = new FoldedReadModels(source);

    @AfterEach
    void close() {
        log.close();
    }

    /// Some entries share an instant, so that a bound may fall between two of them or on both.
    private List<Entry> filled() {
        Fleet fleet = new Fleet(source, clock::get, 20261123, "d", 9);
        Random random = new Random(5);
        while (source.head().position() < 400) {
            clock.updateAndGet(now -> now.plusSeconds(random.nextInt(3) * 3_600L));
            fleet.next();
        }
        new CopiedLog(log.database).follow(source, 0, source.head().position());
        return source.after(0, 1_000);
    }

    @Test
    void everyQuestionHasTheAnswerOfTheWholeLog() {
        List<Entry> entries = filled();
        Random random = new Random(3);
        int rows = 0;
        for (int i = 0; i < 400; i++) {
            EventsQuestion question = question(random, entries);
            HistoryPage answer = found.events(question);

            assertThat(answer).as("%s", question).isEqualTo(expected.events(question));
            rows += answer.entries().size();
            long position = random.nextInt(entries.size() + 2);
            assertThat(found.eventsAfter(question, position))
                    .as("%s after %d", question, position)
                    .isEqualTo(expected.eventsAfter(question, position));
        }
        assertThat(rows).as("entries that were asked for").isGreaterThan(1_000);
    }

    private static EventsQuestion question(Random random, List<Entry> entries) {
        Entry one = entries.get(random.nextInt(entries.size()));
        Entry other = entries.get(random.nextInt(entries.size()));
        return new EventsQuestion(
                some(random, one.recordedAt()),
                some(random, other.recordedAt().plusNanos(1_000L * random.nextInt(2))),
                some(random, one.actor().id()),
                some(random, random.nextInt(9) == 0 ? "NoSuchType" : other.type()),
                some(random, random.nextInt(9) == 0 ? StreamId.deployment("no") : one.stream()),
                some(random, (long) random.nextInt(entries.size() + 2)),
                1 + random.nextInt(20));
    }

    private static <T> Optional<T> some(Random random, T value) {
        return random.nextInt(5) < 2 ? Optional.of(value) : Optional.empty();
    }

    @Test
    void pagesShowEachEventOnce() {
        List<Entry> entries = filled();
        EventsQuestion mine = by("usr_anna");

        for (EventsQuestion first : List.of(EventsQuestion.all(7), mine)) {
            List<Entry> paged = new ArrayList<>();
            HistoryPage page = found.events(first);
            paged.addAll(page.entries());
            while (page.next().isPresent()) {
                page = found.events(first.before(page.next().orElseThrow()));
                paged.addAll(page.entries());
            }
            assertThat(paged)
                    .isEqualTo(
                            entries.reversed().stream()
                                    .filter(entry ->
                                            first.actor()
                                                    .map(entry.actor().id()::equals)
                                                    .orElse(true))
                                    .toList());
        }
    }

    /// Expected is the whole log, without those that somebody else did.
    @Test
    void whoFollowsASelectionSeesEachEventOnceInOrder() {
        List<Entry> entries = filled();
        EventsQuestion mine = by("usr_anna");

        List<Entry> followed = new ArrayList<>();
        HistoryPage page = found.eventsAfter(mine, 0);
        followed.addAll(page.entries());
        while (page.next().isPresent()) {
            page = found.eventsAfter(mine, page.next().orElseThrow());
            followed.addAll(page.entries());
        }

        assertThat(followed)
                .hasSizeGreaterThan(14)
                .isEqualTo(
                        entries.stream()
                                .filter(entry -> entry.actor().id().equals("usr_anna"))
                                .toList());
        assertThat(found.eventsAfter(mine, Long.MAX_VALUE).entries()).isEmpty();
    }

    private static EventsQuestion by(String actor) {
        return new EventsQuestion(
                Optional.empty(),
                Optional.empty(),
                Optional.of(actor),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                7);
    }

    @Test
    void anEmptyLogHasNoEvents() {
        assertThat(
                        found.events(
                                        new EventsQuestion(
                                                Optional.of(START),
                                                Optional.of(START),
                                                Optional.empty(),
                                                Optional.empty(),
                                                Optional.of(StreamId.ruleSet()),
                                                Optional.empty(),
                                                5))
                                .entries())
                .isEmpty();
    }

    @Test
    void checkpointsAreFoundBySize() {
        CheckpointLog kept = log.store().checkpoints();
        CheckpointLog known = new InMemoryCheckpointLog();
        for (long size : List.of(3L, 10L, 11L, 40L)) {
            Digest root = Digest.of(Long.toString(size).getBytes(StandardCharsets.UTF_8));
            SignedCheckpoint signed =
                    new SignedCheckpoint(new Checkpoint("a", size, root), "note " + size);
            kept.publish(signed);
            known.publish(signed);
        }

        for (long place = 0; place <= 41; place++) {
            assertThat(kept.covering(place)).isEqualTo(known.covering(place));
            assertThat(kept.smallerThan(place, 2)).isEqualTo(known.smallerThan(place, 2));
        }
        assertThat(kept.covering(4).orElseThrow().checkpoint().size()).isEqualTo(10);
        assertThat(kept.covering(41)).isEmpty();
        assertThat(kept.smallerThan(11, 5))
                .extracting(signed -> signed.checkpoint().size())
                .containsExactly(10L, 3L);
    }
}
