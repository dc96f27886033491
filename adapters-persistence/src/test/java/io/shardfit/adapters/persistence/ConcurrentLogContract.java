package io.shardfit.adapters.persistence;

import static io.shardfit.adapters.persistence.Commands.ANNA;
import static io.shardfit.adapters.persistence.Commands.appended;
import static io.shardfit.adapters.persistence.Commands.by;
import static io.shardfit.adapters.persistence.Commands.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.AppendOutcome.Appended;
import io.shardfit.application.ledger.AppendOutcome.Conflict;
import io.shardfit.application.ledger.AppendOutcome.KeyReused;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.ExpectedVersion;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// What every log promises to many at once. The letters are those of the design's list of
/// reliability tests; the numbers are smaller than there, and grow with `-Dshardfit.load`.
abstract class ConcurrentLogContract extends EventLogContract {
    static final int LOAD = Integer.getInteger("shardfit.load", 1);

    /// E2: writers of several programs, and readers that ask for what lies beyond what they saw.
    @Test
    void liveReadersMissNothingSeeNothingTwiceAndAgree() {
        int programs = 2;
        int writers = 8;
        int commands = 40 * LOAD;
        List<EventLog> opened =
                IntStream.range(0, programs).mapToObj(_ -> underTest.open()).toList();
        AtomicBoolean writing = new AtomicBoolean(true);

        List<List<Entry>> seen;
        try (Parallel parallel = new Parallel()) {
            List<Callable<List<Entry>>> readers =
                    IntStream.range(0, 4)
                            .<Callable<List<Entry>>>mapToObj(
                                    i -> () -> LiveReader.follow(opened.get(i % programs), writing))
                            .toList();
            var reading = parallel.start(readers);
            try {
                parallel.all(
                        writers,
                        writer ->
                                appendMany(
                                        opened.get(writer % programs),
                                        StreamId.deployment("d" + writer / 2),
                                        commands));
            } finally {
                writing.set(false);
            }
            seen = parallel.results(reading);
        }

        List<Long> everything =
                LongStream.rangeClosed(1, (long) writers * commands).boxed().toList();
        assertThat(seen)
                .allSatisfy(entries ->
                        assertThat(entries).extracting(Entry::position).isEqualTo(everything));
        assertThat(seen).allSatisfy(entries -> assertThat(entries).isEqualTo(seen.getFirst()));
    }

    private static boolean appendMany(EventLog log, StreamId stream, int times) {
        for (int i = 0; i < times; i++) {
            appended(log.append(Commands.of(to(stream, "n" + i))));
        }
        return true;
    }

    /// E3: every command three times at once, from two programs.
    @Test
    void aCommandSentThriceAtOnceHappensOnce() {
        int commands = 60 * LOAD;
        EventLog other = underTest.open();
        List<UUID> ids = IntStream.range(0, commands).mapToObj(_ -> UUID.randomUUID()).toList();

        List<AppendOutcome> outcomes;
        try (Parallel parallel = new Parallel()) {
            outcomes =
                    parallel.all(
                            commands * 3,
                            i ->
                                    (i % 2 == 0 ? log : other)
                                            .append(
                                                    by(
                                                            ANNA,
                                                            ids.get(i / 3),
                                                            "same",
                                                            to(LLAMA, "c" + i / 3))));
        }

        assertThat(log.head().position()).isEqualTo(commands);
        for (int i = 0; i < commands; i++) {
            List<Appended> answers =
                    outcomes.subList(3 * i, 3 * i + 3).stream().map(Commands::appended).toList();
            assertThat(answers)
                    .extracting(Appended::first)
                    .containsOnly(answers.getFirst().first());
            assertThat(answers).filteredOn(answer -> !answer.replayed()).hasSize(1);
        }
        assertThat(ids)
                .allSatisfy(id ->
                        assertThat(other.append(by(ANNA, id, "another", to(LLAMA, "x"))))
                                .isEqualTo(new KeyReused()));
    }

    /// E4: everybody wants to be the next in one stream.
    @Test
    void oneOfManyWinsEachVersion() {
        int clients = 16;
        int attempts = 20 * LOAD;
        EventLog other = underTest.open();

        List<Integer> wins;
        try (Parallel parallel = new Parallel()) {
            wins = parallel.all(clients, i -> fight(i % 2 == 0 ? log : other, i, attempts));
        }

        int won = wins.stream().mapToInt(Integer::intValue).sum();
        List<Entry> stream = log.stream(LLAMA);
        assertThat(stream).hasSize(won);
        assertThat(stream)
                .extracting(Entry::streamVersion)
                .isEqualTo(LongStream.rangeClosed(1, won).boxed().toList());
        assertThat(notes(stream)).doesNotHaveDuplicates();
        assertThat(won).as("some lost, or nobody fought").isLessThan(clients * attempts);
    }

    /// {@return how many of the attempts were accepted}
    private static int fight(EventLog log, int client, int attempts) {
        int won = 0;
        long version = 0;
        for (int i = 0; i < attempts; i++) {
            ExpectedVersion expected = ExpectedVersion.exactly(version);
            AppendOutcome outcome = log.append(Commands.of(to(LLAMA, expected, client + "/" + i)));
            if (outcome instanceof Conflict(StreamId _, long current)) {
                version = current;
            } else {
                appended(outcome);
                won++;
                version++;
            }
        }
        return won;
    }

    /// {@return how many histories E5 takes; each is a log of its own}
    int histories() {
        return Integer.getInteger("linear.histories", 3);
    }

    /// E5: what many clients were told can be put in one order that agrees with their clocks.
    /// Nightly: `-Dlinear.histories=200 -Dlinear.operations=5000`.
    @Test
    void everyHistoryIsLinearizable() {
        int operations = Integer.getInteger("linear.operations", 500);
        int clients = 8;
        for (int i = 0; i < histories(); i++) {
            LogUnderTest fresh = empty();
            try {
                List<EventLog> opened = List.of(fresh.open(), fresh.open());
                List<LogHistory.Operation> all = new ArrayList<>();
                try (Parallel parallel = new Parallel()) {
                    parallel.all(
                                    clients,
                                    client ->
                                            operate(
                                                    opened.get(client % 2),
                                                    client,
                                                    operations / clients + 1))
                            .forEach(all::addAll);
                }
                assertThat(all).hasSizeGreaterThanOrEqualTo(operations);
                assertThat(new LogHistory(all).violation()).isEmpty();
            } finally {
                fresh.close();
            }
        }
    }

    private static List<LogHistory.Operation> operate(EventLog log, int client, int operations) {
        Random random = new Random(client);
        List<LogHistory.Operation> done = new ArrayList<>();
        long known = 0;
        for (int i = 0; i < operations; i++) {
            long asked = System.nanoTime();
            if (random.nextInt(4) == 0) {
                long from = Math.max(0, known - 10);
                List<UUID> seen =
                        log.after(from, Integer.MAX_VALUE).stream().map(Entry::commandId).toList();
                done.add(new LogHistory.Operation.Read(from, seen, asked, System.nanoTime()));
                known = from + seen.size();
            } else {
                UUID id = UUID.randomUUID();
                long position = appended(log.append(Account.command(id))).first();
                done.add(new LogHistory.Operation.Append(id, position, asked, System.nanoTime()));
                known = position;
            }
        }
        return done;
    }
}
