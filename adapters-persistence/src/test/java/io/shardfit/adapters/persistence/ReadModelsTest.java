package io.shardfit.adapters.persistence;

import static io.shardfit.adapters.persistence.Commands.appended;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.shardfit.adapters.persistence.PostgresLogs.OneLog;
import io.shardfit.application.deployment.ReadDeployment;
import io.shardfit.application.document.Json;
import io.shardfit.application.event.ApprovalEvent.ApprovalRequested;
import io.shardfit.application.event.ApprovalEvent.Basis;
import io.shardfit.application.event.ApprovalEvent.PlanApproved;
import io.shardfit.application.event.EnvironmentEvent.WaiverRevoked;
import io.shardfit.application.event.PlanEvent.DeploymentArchived;
import io.shardfit.application.event.PlanEvent.VerdictComputed;
import io.shardfit.application.event.UnreadableEvent;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.ExpectedVersion;
import io.shardfit.application.ledger.NewEvent;
import io.shardfit.application.ledger.StreamAppend;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import io.shardfit.application.port.ReadModels;
import io.shardfit.application.readmodel.FleetQuestion;
import io.shardfit.application.readmodel.FleetRow;
import io.shardfit.application.readmodel.FoldedReadModels;
import io.shardfit.application.readmodel.HistoryPage;
import io.shardfit.application.readmodel.ReadinessTotal;
import io.shardfit.domain.approval.Round;
import io.shardfit.domain.approval.Standing;
import io.shardfit.domain.verdict.Readiness;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// E21: what is kept equals what is made anew, and both equal the log.
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReadModelsTest {
    private static final Instant START = Instant.parse("2026-11-02T09:00:00Z");
    private static final int MANY = 10_000;

    private static final String KILL_WHO_WAITS =
            """
            SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE wait_event_type = 'Lock' AND datname = current_database()\
            """;

    private final OneLog log = new PostgresLogs(TestServer.database()).empty();
    private final LedgerStore store = log.store();
    private final ReadModels models = store.readModels();

    /// A log with a clock that runs by hours, to be copied from.
    private final AtomicReference<Instant> clock = new AtomicReference<>(START);

    private final EventLog source = new InMemoryEventLog(clock::get, LedgerStore.ids());

    @AfterEach
    void close() {
        log.close();
    }

    /// All rows that are read, without the number of their generation.
    private List<String> rows() {
        List<String> rows = new ArrayList<>();
        try (Connection connection = log.database.source().getConnection();
                Statement statement = connection.createStatement()) {
            for (ReadTable table : ReadTable.values()) {
                try (ResultSet found =
                        statement.executeQuery(
                                """
                                SELECT (to_jsonb(kept) - 'generation')::text FROM %s AS kept
                                WHERE generation = (SELECT generation FROM shardfit_read.projection)
                                ORDER BY 1\
                                """
                                        .formatted(table.qualified()))) {
                    while (found.next()) {
                        rows.add(table + " " + found.getString(1));
                    }
                }
            }
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
        return rows;
    }

    private PostgresProjection projection(int batch) {
        return new PostgresProjection(log.database.source(), batch, batch);
    }

    private void fill(int events) {
        Fleet fleet = new Fleet(source, clock::get, 20261123, "d", 40);
        Random random = new Random(7);
        while (source.head().position() < events) {
            clock.updateAndGet(now -> now.plusMillis(random.nextInt(2 * 3_600 * 1_000)));
            fleet.next();
        }
    }

    private List<Instant> samples() {
        Random random = new Random(11);
        long seconds = Duration.between(START, clock.get()).toSeconds() + 40 * 3_600;
        return Stream.generate(() -> START.plusSeconds(random.nextLong(seconds)))
                .limit(12)
                .toList();
    }

    private void assertEqualTo(ReadModels expected, List<Instant> samples) {
        assertThat(models.position()).isEqualTo(expected.position());
        assertThat(models.knownEnvironments()).isNotEmpty().isEqualTo(expected.knownEnvironments());
        for (Instant at : samples) {
            FleetQuestion question = FleetQuestion.all(at, MANY);
            assertThat(models.fleet(question)).isEqualTo(expected.fleet(question));
            assertThat(models.counts(question)).isEqualTo(expected.counts(question));
            assertThat(models.pending(at)).isEqualTo(expected.pending(at));
            assertThat(models.waiversInForce(at)).isEqualTo(expected.waiversInForce(at));
        }
        for (FleetRow row : models.fleet(FleetQuestion.all(samples.getFirst(), MANY))) {
            assertThat(models.readiness(row.deployment()))
                    .isEqualTo(expected.readiness(row.deployment()));
        }
        LocalDate first = LocalDate.ofInstant(START, ZoneOffset.UTC).minusDays(1);
        assertThat(models.readinessTotals(first, first.plusDays(60)))
                .isEqualTo(expected.readinessTotals(first, first.plusDays(60)));
        assertThat(models.readinessTotals(first.plusDays(9), first.plusDays(12)))
                .isEqualTo(expected.readinessTotals(first.plusDays(9), first.plusDays(12)));
    }

    /// The second takes half of what it lags at once, then half of what is left; the third takes
    /// more at once than it reads at once.
    @ParameterizedTest
    @CsvSource({"7, 7, 250", "7, 1000, 250", "1400, 1400, 1500"})
    void whateverTheBatchesTheRowsEqualTheFoldOfTheWholeLog(int batch, int largest, int lag) {
        fill(1_500);
        CopiedLog copy = new CopiedLog(log.database);
        PostgresProjection live = new PostgresProjection(log.database.source(), batch, largest);
        for (long from = 0; from < 1_500; from += lag) {
            copy.follow(source, from, from + lag);
            assertThat(live.catchUp()).isEqualTo(from + lag);
        }
        List<String> kept = rows();

        assertThat(kept).as("rows").hasSizeGreaterThan(1_000);
        assertEqualTo(new FoldedReadModels(source), samples());
        assertThat(projection(1_000).rebuild()).isEqualTo(source.head().position());
        assertThat(rows()).isEqualTo(kept);
        assertThat(generations()).isEqualTo(1);
    }

    private long generations() {
        return new Queries(log.database.source())
                .list(
                        "SELECT count(*) FROM shardfit_read.projection_progress",
                        row -> row.getLong(1))
                .getFirst();
    }

    /// The use case folds only what had been recorded at the instant and asks {@code Timeline.at};
    /// the rows were made from all that has been recorded since.
    @Test
    void intervalsSayWhatTheOneFunctionSaysAtAnyInstant() {
        fill(1_500);
        new CopiedLog(log.database).follow(source, 0, source.head().position());
        projection(100).catchUp();
        ReadDeployment read = new ReadDeployment(source);
        int asked = 0;
        for (Instant at : samples()) {
            for (FleetRow row : models.fleet(FleetQuestion.all(at, MANY))) {
                if (read.read(row.deployment(), at)
                        instanceof ReadDeployment.Outcome.Read(var _, var standings)) {
                    for (FleetRow.PlaceRow place : row.places()) {
                        assertThat(place.standing())
                                .as("%s in %s at %s", row.deployment(), place.environment(), at)
                                .isEqualTo(
                                        standings.getOrDefault(
                                                place.environment(), new Standing.NotRequested()));
                        asked++;
                    }
                }
            }
        }
        assertThat(asked).isGreaterThan(500);
    }

    @Test
    void pagesAndFiltersShowEachDeploymentOnce() {
        fill(800);
        new CopiedLog(log.database).follow(source, 0, source.head().position());
        projection(100).catchUp();
        ReadModels expected = new FoldedReadModels(source);
        FleetQuestion page = FleetQuestion.all(clock.get(), 7);
        List<FleetRow> paged = new ArrayList<>(models.fleet(page));
        List<FleetRow> more = models.fleet(page.after(paged.getLast().deployment()));
        while (!more.isEmpty()) {
            paged.addAll(more);
            more = models.fleet(page.after(paged.getLast().deployment()));
        }
        FleetQuestion all = FleetQuestion.all(clock.get(), MANY);

        assertThat(paged).isEqualTo(models.fleet(all));
        for (Readiness result : Readiness.values()) {
            assertThat(models.fleet(all.with(result).in("staging")))
                    .isEqualTo(expected.fleet(all.with(result).in("staging")));
        }
        assertThat(models.counts(all.in("staging"))).isEqualTo(expected.counts(all.in("staging")));
        assertThat(models.knownEnvironments())
                .isEqualTo(expected.knownEnvironments())
                .contains("staging");
        List<String> some = List.of("d1", "d2", "d3", "nothing");
        assertThat(models.trends(some)).isEqualTo(expected.trends(some)).hasSize(3);
        StreamId stream = StreamId.deployment("d1");
        assertThat(history(models, Optional.of(stream)))
                .isEqualTo(source.stream(stream).reversed());
        assertThat(history(models, Optional.empty())).isEqualTo(source.after(0, MANY).reversed());
        assertThat(models.history(Optional.of(stream), Optional.empty(), 3))
                .isEqualTo(expected.history(Optional.of(stream), Optional.empty(), 3));
    }

    /// Every verdict of the fleet leaves 70e9 - 71e9 bytes.
    @Test
    void aHeadroomIsBelowOrNot() {
        fill(300);
        new CopiedLog(log.database).follow(source, 0, source.head().position());
        projection(100).catchUp();
        FleetQuestion all = FleetQuestion.all(clock.get(), MANY);
        ReadModels expected = new FoldedReadModels(source);
        for (long bytes : new long[] {-1_000_000_000L, -999_999_999L, 5L << 30}) {
            FleetQuestion question = all.below(bytes);
            assertThat(models.fleet(question)).isEqualTo(expected.fleet(question));
            assertThat(models.counts(question)).isEqualTo(expected.counts(question));
        }
        assertThat(models.fleet(all.below(-1_000_000_000L))).isEmpty();
        assertThat(models.fleet(all.below(-999_999_999L)))
                .isNotEmpty()
                .isEqualTo(models.fleet(all));
    }

    private static List<Object> history(ReadModels models, Optional<StreamId> stream) {
        HistoryPage page = models.history(stream, Optional.empty(), 5);
        List<Object> all = new ArrayList<>(page.entries());
        while (page.next().isPresent()) {
            page = models.history(stream, page.next(), 5);
            all.addAll(page.entries());
        }
        return all;
    }

    /// E21 under writes: two programs keep the read models, a third rebuilds them, readers never
    /// fail and never see them go back.
    @Test
    void aRebuildUnderWritesIsNeitherNoticedNorWrong() {
        AtomicBoolean writing = new AtomicBoolean(true);
        LedgerStore second = log.store();
        store.projection().catchUp();
        try (Parallel parallel = new Parallel()) {
            List<Future<Long>> others =
                    parallel.start(
                            List.<Callable<Long>>of(
                                    () -> write(1, writing),
                                    () -> write(2, writing),
                                    () -> write(3, writing),
                                    () -> keep(store, writing),
                                    () -> keep(second, writing),
                                    () -> read(writing)));
            try {
                for (int i = 0; i < 4; i++) {
                    projection(100).rebuild();
                }
            } finally {
                writing.set(false);
            }
            assertThat(parallel.results(others)).allMatch(times -> times > 2);
        }
        long end = store.events().head().position();
        assertThat(store.projection().catchUp()).isEqualTo(end);
        List<String> kept = rows();

        assertEqualTo(
                new FoldedReadModels(store.events()),
                List.of(Instant.now(), Instant.now().plusSeconds(36_000)));
        assertThat(store.projection().rebuild()).isEqualTo(end);
        assertThat(rows()).isEqualTo(kept);
    }

    /// A rebuild runs after what is written meanwhile. Writers that never rest outrun it:
    /// deployments that grow take longer with each event.
    private static final int MOST_WRITES = 1_000;

    private long write(int writer, AtomicBoolean writing) {
        Fleet fleet = new Fleet(store.events(), Instant::now, writer, "w" + writer + "-", 80);
        long times = 0;
        while (writing.get() && times < MOST_WRITES) {
            fleet.next();
            times++;
        }
        return times;
    }

    private static long keep(LedgerStore program, AtomicBoolean writing) {
        long times = 0;
        while (writing.get()) {
            program.projection().catchUp();
            times++;
        }
        return times;
    }

    private long read(AtomicBoolean writing) {
        long times = 0;
        long position = 0;
        int deployments = 0;
        while (writing.get()) {
            long now = models.position();
            int found =
                    models.fleet(
                                    new FleetQuestion(
                                            Instant.now(),
                                            Optional.empty(),
                                            Optional.empty(),
                                            true,
                                            Optional.empty(),
                                            MANY))
                            .size();
            assertThat(now).isGreaterThanOrEqualTo(position);
            assertThat(found).isGreaterThanOrEqualTo(deployments);
            position = now;
            deployments = found;
            times++;
        }
        return times;
    }

    @Test
    void aProjectorThatIsKilledBetweenAndWithinBatchesGoesOnWhereItWas() throws SQLException {
        fill(600);
        new CopiedLog(log.database).follow(source, 0, 300);
        projection(50).rebuild();
        new CopiedLog(log.database).follow(source, 300, source.head().position());
        PostgresProjection first = projection(50);
        first.step();
        first.step();
        assertThat(models.position()).isEqualTo(400);

        List<String> before = rows();
        killWhileItWrites(first);
        assertThat(models.position()).isEqualTo(400);
        assertThat(rows()).isEqualTo(before);

        assertThat(projection(50).catchUp()).isEqualTo(source.head().position());
        assertEqualTo(new FoldedReadModels(source), samples());
    }

    /// The table of verdicts is held, so that it stops with some rows written.
    private void killWhileItWrites(PostgresProjection projection) throws SQLException {
        try (Connection holder = log.database.source().getConnection();
                Statement statement = holder.createStatement();
                Parallel parallel = new Parallel()) {
            holder.setAutoCommit(false);
            statement.execute("LOCK TABLE shardfit_read.verdict IN SHARE MODE");
            Future<Boolean> stopped =
                    parallel.start(
                                    List.<Callable<Boolean>>of(() -> {
                                        assertThatThrownBy(projection::step)
                                                .isInstanceOf(UncheckedIOException.class);
                                        return true;
                                    }))
                            .getFirst();
            Queries elsewhere = new Queries(log.database.source());
            while (elsewhere.list(KILL_WHO_WAITS, row -> row.getInt(1)).getFirst() == 0) {
                Thread.onSpinWait();
            }
            assertThat(Parallel.result(stopped)).isTrue();
            holder.rollback();
        }
    }

    @Test
    void anUnknownEventStopsTheProjectionBeforeIt() {
        StreamId llama = StreamId.deployment("llama");
        Digest plan = Fleet.digest("plan");
        submit(store.events(), llama, plan, Readiness.READY);
        store.projection().catchUp();
        submit(store.events(), llama, Fleet.digest("other"), Readiness.TIGHT);
        long known = store.events().head().position();
        appended(
                store.events()
                        .append(Commands.of(Commands.to(StreamId.directory(), "of the future"))));
        submit(store.events(), llama, plan, Readiness.NOT_READY);

        assertThatThrownBy(() -> store.projection().catchUp())
                .isInstanceOfSatisfying(
                        UnreadableEvent.class,
                        stop -> assertThat(stop.position()).isEqualTo(known + 1))
                .hasMessageContaining("use the version that wrote it");
        assertThat(models.position()).isEqualTo(known);
        List<String> kept = rows();
        assertThatThrownBy(() -> store.projection().rebuild()).isInstanceOf(UnreadableEvent.class);
        assertThat(rows()).as("a rebuild that fails changes nothing").isEqualTo(kept);
        assertThat(models.fleet(FleetQuestion.all(Instant.now(), 1)).getFirst().plan())
                .isEqualTo(Fleet.digest("other"));
    }

    @Test
    void aNewerVersionOfAnEventStopsItToo() {
        submit(store.events(), StreamId.deployment("d"), Fleet.digest("p"), Readiness.READY);
        store.projection().catchUp();
        Json.Fields reason = Json.fields().with("reason", "of the future").build();
        appended(
                store.events()
                        .append(
                                Commands.of(
                                        new StreamAppend(
                                                StreamId.deployment("d"),
                                                ExpectedVersion.ANY,
                                                List.of(
                                                        new NewEvent(
                                                                "DeploymentArchived",
                                                                2,
                                                                reason))))));

        assertThatThrownBy(() -> store.projection().catchUp())
                .isInstanceOf(UnreadableEvent.class)
                .hasMessageContaining("version 2");
    }

    @Test
    void anOlderProgramLeavesTheRowsOfANewerOneAlone() {
        submit(store.events(), StreamId.deployment("d"), Fleet.digest("p"), Readiness.READY);
        store.projection().catchUp();
        PostgresLogs.execute(
                log.database, "UPDATE shardfit_read.projection_progress SET code_version = 99");
        submit(store.events(), StreamId.deployment("e"), Fleet.digest("p"), Readiness.READY);

        assertThatThrownBy(() -> store.projection().catchUp())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("version 99");
        assertThat(models.position()).isEqualTo(2);
    }

    /// By hand. Bo approves on the strength of waiver w; that ends for a deployment of which
    /// nothing is heard any more.
    @Test
    void revokingAWaiverReachesTheDeploymentsThatRestOnIt() {
        StreamId llama = StreamId.deployment("llama");
        Digest plan = Fleet.digest("plan");
        submit(source, llama, plan, Readiness.NOT_READY);
        Basis basis = new Basis(plan, 2, 0);
        Round round = new Round(1);
        Instant until = START.plusSeconds(86_400);
        Fleet.append(source, "usr_anna", llama, new ApprovalRequested("prod", round, basis, 1));
        clock.set(START.plusSeconds(60));
        Fleet.append(
                source,
                "usr_bo",
                llama,
                new PlanApproved(
                        "prod",
                        round,
                        basis,
                        Readiness.READY,
                        until,
                        Optional.empty(),
                        List.of("approver"),
                        Set.of("w")));
        CopiedLog copy = new CopiedLog(log.database);
        copy.follow(source, 0, 4);
        store.projection().catchUp();
        assertThat(standing(START.minusSeconds(1))).isEqualTo(new Standing.NotRequested());
        assertThat(standing(START)).isEqualTo(new Standing.Pending(0, 1));
        assertThat(models.pending(START)).hasSize(1);
        assertThat(standing(START.plusSeconds(60))).isEqualTo(new Standing.Effective(until));
        assertThat(models.pending(START.plusSeconds(60))).isEmpty();
        assertThat(standing(until)).isEqualTo(new Standing.Expired(until));

        Instant revoked = START.plusSeconds(600);
        clock.set(revoked);
        Fleet.append(
                source, "usr_bo", StreamId.environment("prod"), new WaiverRevoked("w", "wrong"));
        copy.follow(source, 4, 5);
        store.projection().catchUp();
        assertThat(standing(START.plusSeconds(599))).isEqualTo(new Standing.Effective(until));
        assertThat(standing(revoked)).isEqualTo(new Standing.Suspended(revoked));
    }

    private Standing standing(Instant at) {
        return models.fleet(FleetQuestion.all(at, 1)).getFirst().places().getFirst().standing();
    }

    private static void submit(EventLog log, StreamId stream, Digest plan, Readiness result) {
        Fleet.append(
                log,
                "usr_anna",
                stream,
                Fleet.plan(plan),
                new VerdictComputed(Fleet.verdict(plan, Optional.empty(), result, 1)));
    }

    /// By hand: a fails on Monday and is ready on Wednesday evening, b is tight on Tuesday and gone
    /// on Thursday.
    @Test
    void aDayCountsTheVerdictsWithWhichItEnded() {
        StreamId a = StreamId.deployment("a");
        submit(source, a, Fleet.digest("1"), Readiness.NOT_READY);
        clock.set(START.plus(Duration.ofDays(1)));
        StreamId b = StreamId.deployment("b");
        submit(source, b, Fleet.digest("1"), Readiness.TIGHT);
        clock.set(START.plus(Duration.ofDays(2)));
        submit(source, a, Fleet.digest("2"), Readiness.TIGHT);
        submit(source, a, Fleet.digest("3"), Readiness.READY);
        clock.set(START.plus(Duration.ofDays(3)));
        Fleet.append(source, "usr_anna", b, new DeploymentArchived("replaced"));
        new CopiedLog(log.database).follow(source, 0, source.head().position());
        store.projection().catchUp();

        LocalDate monday = LocalDate.of(2026, 11, 2);
        assertThat(models.readinessTotals(monday.minusDays(1), monday.plusDays(3)))
                .extracting(ReadinessTotal::deployments)
                .extracting(
                        counted -> counted.get(Readiness.READY),
                        counted -> counted.get(Readiness.TIGHT),
                        counted -> counted.get(Readiness.NOT_READY))
                .containsExactly(
                        tuple(0L, 0L, 0L),
                        tuple(0L, 0L, 1L),
                        tuple(0L, 1L, 1L),
                        tuple(1L, 1L, 0L),
                        tuple(1L, 0L, 0L));
        assertThat(models.fleet(FleetQuestion.all(clock.get(), 9)))
                .extracting(FleetRow::deployment)
                .containsExactly("a");
    }
}
