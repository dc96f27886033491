package io.shardfit.adapters.persistence;

import io.shardfit.adapters.persistence.PostgresLogs.OneLog;
import io.shardfit.application.document.Json;
import io.shardfit.application.ledger.Command;
import io.shardfit.application.ledger.ExpectedVersion;
import io.shardfit.application.ledger.NewEvent;
import io.shardfit.application.ledger.StreamAppend;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// What appending costs, beside what the same server does with the same bytes and fewer promises:
/// one run, one table. `make benchmark-ledger ARGS="3 1000000"`: rounds, and events for the last
/// row.
///
/// The yardsticks of ledger designs: single-row inserts, each its own transaction, on one
/// connection per client; and a gapless log that takes its head once per event. The bars are issue
/// 5's: at least 0.8 of plain inserts at 64 in flight, 1.0 at 256, ten times one event per
/// transaction.
final class LedgerBenchmark {
    private static final int STREAMS = 10_000;
    private static final int FILL_BATCH = 250;
    private static final int SMALL = 10_000;
    private static final String NOTE = "x".repeat(440);

    private final OneLog log;
    private final EventLog events;

    private LedgerBenchmark(OneLog log) {
        this.log = log;
        this.events = log.open();
    }

    public static void main(String[] arguments) {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
        long large = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1_000_000;
        Path directory = Path.of("target", "benchmark-" + ProcessHandle.current().pid());
        try (EmbeddedDatabase server = EmbeddedDatabase.start(directory, TestServer.CACHE);
                OneLog log = new PostgresLogs(server.database()).empty()) {
            new LedgerBenchmark(log).run(rounds, large);
        }
        TestServer.delete(directory);
    }

    private void run(int rounds, long large) {
        fill(SMALL);
        Baselines baselines = Baselines.create(log.database, sample());
        System.out.printf("entry: %d bytes; rounds: %d%n", sample().length, rounds);
        System.out.println(
                "| what | in flight | events/s (median) | of plain at 64 | p50 ms | p99 ms |");
        System.out.println("|---|---|---|---|---|---|");
        List<Cell> cells = new ArrayList<>();
        for (int n : new int[] {1, 16, 64}) {
            cells.add(new Cell("plain single-row INSERT", n, () -> baselines.plain(n)));
        }
        cells.add(
                new Cell("head lock, one event per transaction", 64, () -> baselines.oneByOne(64)));
        for (int n : new int[] {1, 16, 64, 256}) {
            cells.add(new Cell("append", n, () -> Load.run(n, _ -> this::append)));
        }
        for (int round = 0; round < rounds; round++) {
            cells.forEach(Cell::measure);
        }
        double plain = cells.get(2).median();
        cells.forEach(cell -> print(cell, plain));
        afterwards(large, rounds, plain);
    }

    /// The same load on a log a hundred times as long.
    private void afterwards(long large, int rounds, double plain) {
        long before = events.head().position();
        Cell few =
                new Cell(
                        "append, after %,d events".formatted(before),
                        64,
                        () -> Load.run(64, _ -> this::append));
        IntStream.range(0, rounds).forEach(_ -> few.measure());
        print(few, plain);
        fill(large);
        Cell many =
                new Cell(
                        "append, after %,d events".formatted(events.head().position()),
                        64,
                        () -> Load.run(64, _ -> this::append));
        IntStream.range(0, rounds).forEach(_ -> many.measure());
        print(many, plain);
    }

    private static void print(Cell cell, double plain) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %,.0f | %.2f | %.1f | %.1f |%n",
                cell.name,
                cell.inFlight,
                cell.median(),
                cell.median() / plain,
                cell.percentile(0.5),
                cell.percentile(0.99));
    }

    private byte[] sample() {
        return events.bytesAfter(0, 1).getFirst();
    }

    private void append() {
        Commands.appended(events.append(Commands.of(one(1))));
    }

    private void fill(long upTo) {
        while (events.head().position() < upTo) {
            Command batch = Commands.of(one(FILL_BATCH));
            Commands.appended(events.append(batch));
        }
    }

    private static StreamAppend one(int count) {
        int stream = ThreadLocalRandom.current().nextInt(STREAMS);
        NewEvent event = new NewEvent("Noted", 1, Json.fields().with("note", NOTE).build());
        return new StreamAppend(
                StreamId.deployment("d" + stream),
                ExpectedVersion.ANY,
                Collections.nCopies(count, event));
    }

    /// One line of the table, over all rounds.
    private static final class Cell {
        private final String name;
        private final int inFlight;
        private final Supplier<Load.Result> load;
        private final List<Load.Result> results = new ArrayList<>();

        Cell(String name, int inFlight, Supplier<Load.Result> load) {
            this.name = name;
            this.inFlight = inFlight;
            this.load = load;
        }

        void measure() {
            results.add(load.get());
        }

        double median() {
            double[] rates =
                    results.stream().mapToDouble(Load.Result::perSecond).sorted().toArray();
            return rates[rates.length / 2];
        }

        double percentile(double part) {
            double[] times =
                    results.stream().mapToDouble(result -> result.millis(part)).sorted().toArray();
            return times[times.length / 2];
        }
    }
}
