package io.shardfit.adapters.persistence;

import io.shardfit.adapters.persistence.PostgresLogs.OneLog;
import io.shardfit.application.event.ApprovalEvent.ApprovalRequested;
import io.shardfit.application.event.ApprovalEvent.Basis;
import io.shardfit.application.event.ApprovalEvent.PlanApproved;
import io.shardfit.application.event.PlanEvent.VerdictComputed;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import io.shardfit.application.port.ReadModels;
import io.shardfit.application.readmodel.EventsQuestion;
import io.shardfit.application.readmodel.FleetQuestion;
import io.shardfit.application.readmodel.FleetRow;
import io.shardfit.domain.approval.Round;
import io.shardfit.domain.verdict.Readiness;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/// What read models cost: a rebuild in events per second, and the lists of a dashboard. Arguments:
/// deployments, times that each is submitted, asked for and approved, rounds to take the median of.
/// The bar of issue 5 is 20,000 events per second.
final class ReadModelsBenchmark {
    private static final int PAGE = 5_000;

    private ReadModelsBenchmark() {}

    public static void main(String[] arguments) {
        int deployments = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
        int lives = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3;
        Path directory = Path.of("target", "benchmark-" + ProcessHandle.current().pid());
        try (EmbeddedDatabase server = EmbeddedDatabase.start(directory, TestServer.CACHE);
                OneLog log = new PostgresLogs(server.database()).empty()) {
            LedgerStore store = log.store();
            fill(log, deployments, lives);
            print(store, deployments, rounds);
            catchUp(log, "from nothing, by batches of 1,000", 1_000);
            catchUp(log, "from nothing", 100_000);
        }
        TestServer.delete(directory);
    }

    private static void print(LedgerStore store, int deployments, int rounds) {
        long events = store.events().head().position();
        ReadModels models = store.readModels();
        System.out.printf(
                "%,d deployments, %,d events; medians of %d%n", deployments, events, rounds);
        System.out.println("| what | ms | events/s |\n|---|---|---|");
        double rebuild = millis(rounds, () -> store.projection().rebuild());
        System.out.printf(
                Locale.ROOT, "| rebuild | %.0f | %,.0f |%n", rebuild, events / rebuild * 1_000);
        Instant at = Instant.parse("2026-10-20T00:00:00Z");
        line(rounds, "fleet, all", () -> models.fleet(FleetQuestion.all(at, deployments)));
        FleetQuestion page = FleetQuestion.all(at, 50).after("d5");
        line(rounds, "fleet, a page of 50", () -> models.fleet(page));
        line(
                rounds,
                "fleet, 50 that are not ready",
                () -> models.fleet(page.with(Readiness.NOT_READY)));
        line(rounds, "fleet, counts of verdicts", () -> models.counts(page));
        line(rounds, "fleet, environments", models::knownEnvironments);
        List<String> shown = models.fleet(page).stream().map(FleetRow::deployment).toList();
        line(rounds, "fleet, trends of a page", () -> models.trends(shown));
        FleetQuestion rare = page.below(-1_000_000_001L);
        line(rounds, "fleet, a headroom that nobody has", () -> models.fleet(rare));
        line(rounds, "pending requests", () -> models.pending(at));
        LocalDate last = LocalDate.of(2026, 11, 1);
        line(rounds, "totals of 90 days", () -> models.readinessTotals(last.minusDays(89), last));
        line(rounds, "days of one deployment", () -> models.readiness("d500"));
        line(
                rounds,
                "a page of 50 of its history",
                () ->
                        models.history(
                                Optional.of(StreamId.deployment("d500")), Optional.empty(), 50));
        audit(models, rounds, events);
    }

    /// Once, since the second time would find its rows.
    private static void catchUp(OneLog log, String what, int largest) {
        for (ReadTable table : ReadTable.values()) {
            PostgresLogs.execute(log.database, "TRUNCATE " + table.qualified());
        }
        PostgresLogs.execute(
                log.database, "UPDATE shardfit_read.projection_progress SET position = 0");
        long start = System.nanoTime();
        long events = new PostgresProjection(log.database.source(), 1_000, largest).catchUp();
        double millis = (System.nanoTime() - start) / 1e6;
        System.out.printf(
                Locale.ROOT,
                "| catching up %s | %.0f | %,.0f |%n",
                what,
                millis,
                events / millis * 1_000);
    }

    /// Pages of 50 at the end of the log, in its middle and at its beginning.
    private static void audit(ReadModels models, int rounds, long events) {
        Optional<Instant> middle =
                Optional.of(models.events(all().before(events / 2)).entries().getFirst())
                        .map(Entry::recordedAt);
        Optional<String> none = Optional.empty();
        Optional<StreamId> stream = Optional.of(StreamId.deployment("d500"));
        for (long before : List.of(events + 1, events / 2, 1_000L)) {
            String where = " before " + before;
            line(rounds, "events" + where, all().before(before), models);
            line(
                    rounds,
                    "of a type" + where,
                    of(none, Optional.of("PlanApproved"), before),
                    models);
            line(rounds, "of somebody" + where, of(Optional.of("usr_bo"), none, before), models);
            line(
                    rounds,
                    "of somebody who never did that" + where,
                    of(Optional.of("usr_bo"), Optional.of("VerdictComputed"), before),
                    models);
            line(rounds, "of nobody" + where, of(Optional.of("usr_no"), none, before), models);
        }
        line(
                rounds,
                "of an hour long ago",
                new EventsQuestion(
                        middle,
                        middle.map(at -> at.plusSeconds(3_600)),
                        none,
                        Optional.of("PlanApproved"),
                        Optional.empty(),
                        Optional.empty(),
                        50),
                models);
        line(
                rounds,
                "of a deployment, until long ago",
                new EventsQuestion(
                        Optional.empty(), middle, none, none, stream, Optional.empty(), 50),
                models);
    }

    private static EventsQuestion all() {
        return EventsQuestion.all(50);
    }

    private static EventsQuestion of(Optional<String> actor, Optional<String> type, long before) {
        return new EventsQuestion(
                Optional.empty(),
                Optional.empty(),
                actor,
                type,
                Optional.empty(),
                Optional.of(before),
                50);
    }

    private static void line(int rounds, String what, EventsQuestion asked, ReadModels models) {
        line(rounds, what, () -> models.events(asked));
    }

    private static void line(int rounds, String what, Runnable work) {
        System.out.printf(Locale.ROOT, "| %s | %.1f | |%n", what, millis(rounds, work));
    }

    private static double millis(int rounds, Runnable work) {
        work.run();
        double[] times = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            long start = System.nanoTime();
            work.run();
            times[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(times);
        return times[rounds / 2];
    }

    /// Each life is a plan, its verdict, one under the environment's margin, a request and, three
    /// times in four, an approval; five of them last 55 days.
    private static void fill(OneLog log, int deployments, int lives) {
        AtomicReference<Instant> clock =
                new AtomicReference<>(Instant.parse("2026-09-01T00:00:00Z"));
        EventLog source = new InMemoryEventLog(clock::get, LedgerStore.ids());
        Duration step = Duration.ofDays(55).dividedBy((long) deployments * lives);
        for (int life = 0; life < lives; life++) {
            for (int i = 0; i < deployments; i++) {
                clock.updateAndGet(now -> now.plus(step));
                live(source, "d" + i, life, clock.get());
            }
        }
        long end = source.head().position();
        CopiedLog copy = new CopiedLog(log.database);
        for (long from = 0; from < end; from += PAGE) {
            copy.follow(source, from, Math.min(end, from + PAGE));
        }
        PostgresLogs.execute(log.database, "VACUUM ANALYZE");
    }

    private static void live(EventLog log, String name, int life, Instant now) {
        Digest plan = Fleet.digest(name + life);
        Readiness result = Readiness.values()[(name.hashCode() + life & 0x7fff_ffff) % 4];
        long position = log.head().position();
        Basis basis = new Basis(plan, position + 2, 0);
        Round round = new Round(life + 1);
        StreamId stream = StreamId.deployment(name);
        Fleet.append(
                log,
                "usr_anna",
                stream,
                Fleet.plan(plan),
                new VerdictComputed(Fleet.verdict(plan, Optional.empty(), result, 2)),
                new VerdictComputed(Fleet.verdict(plan, Optional.of(Fleet.MARGIN), result, 2)),
                new ApprovalRequested("production", round, basis, 1));
        if ((name.hashCode() & 3) > 0) {
            Fleet.append(
                    log,
                    "usr_bo",
                    stream,
                    new PlanApproved(
                            "production",
                            round,
                            basis,
                            Readiness.READY,
                            now.plus(Duration.ofDays(30)).truncatedTo(ChronoUnit.MICROS),
                            Optional.empty(),
                            List.of("approver"),
                            Set.of()));
        }
    }
}
