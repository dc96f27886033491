package io.shardfit.adapters.persistence;

import static io.shardfit.adapters.persistence.Commands.appended;

import io.shardfit.application.event.ApprovalEvent.ApprovalFlagged;
import io.shardfit.application.event.ApprovalEvent.ApprovalRejected;
import io.shardfit.application.event.ApprovalEvent.ApprovalRequested;
import io.shardfit.application.event.ApprovalEvent.ApprovalRevoked;
import io.shardfit.application.event.ApprovalEvent.Basis;
import io.shardfit.application.event.ApprovalEvent.PlanApproved;
import io.shardfit.application.event.EnvironmentEvent.AdmissionDenied;
import io.shardfit.application.event.EnvironmentEvent.PolicyChanged;
import io.shardfit.application.event.EnvironmentEvent.WaiverGranted;
import io.shardfit.application.event.EnvironmentEvent.WaiverRevoked;
import io.shardfit.application.event.LedgerEvent;
import io.shardfit.application.event.PlanEvent.DeploymentArchived;
import io.shardfit.application.event.PlanEvent.PlanSubmitted;
import io.shardfit.application.event.PlanEvent.PlanSubmitted.Origin;
import io.shardfit.application.event.PlanEvent.VerdictComputed;
import io.shardfit.application.event.PlanEvent.VerdictSuperseded;
import io.shardfit.application.event.RecordedVerdict;
import io.shardfit.application.ledger.Actor;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.ExpectedVersion;
import io.shardfit.application.ledger.StreamAppend;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import io.shardfit.domain.approval.EnvironmentPolicy;
import io.shardfit.domain.approval.Noted;
import io.shardfit.domain.approval.OnCorrection;
import io.shardfit.domain.approval.Round;
import io.shardfit.domain.approval.Waiver;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.Severity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/// Many deployments to which things happen at random: no rule is kept but those of the database,
/// since read models must follow whatever the log says.
final class Fleet {
    static final Share MARGIN = Share.ofPercent(10);

    private static final List<String> PLACES = List.of("production", "staging", "test");
    private static final Digest CATALOGUE = digest("catalogue");

    private final EventLog log;
    private final InstantSource clock;
    private final Random random;
    private final String prefix;
    private final int size;
    private final Map<String, Integer> rounds = new HashMap<>();
    private final Map<String, Digest> plans = new HashMap<>();
    private int number;

    Fleet(EventLog log, InstantSource clock, long seed, String prefix, int size) {
        this.log = log;
        this.clock = clock;
        this.random = new Random(seed);
        this.prefix = prefix;
        this.size = size;
    }

    static Digest digest(String text) {
        return Digest.of(text.getBytes(StandardCharsets.UTF_8));
    }

    static PlanSubmitted plan(Digest plan) {
        return new PlanSubmitted("plan.yaml", plan, plan, Origin.FILE, Set.of("usr_anna"));
    }

    static RecordedVerdict verdict(Digest plan, Optional<Share> margin, Readiness result, int set) {
        return new RecordedVerdict(
                plan,
                set,
                CATALOGUE,
                "0.1.0",
                margin,
                result,
                List.of(
                        new Noted("MEM003", Severity.BLOCKER),
                        new Noted("PAR001", Severity.WARNING)),
                plan,
                plan,
                new TreeMap<>(
                        Map.of(
                                RecordedVerdict.GPUS_REQUIRED,
                                64L,
                                RecordedVerdict.GPUS_AVAILABLE,
                                16L,
                                RecordedVerdict.BUDGET,
                                70_000_000_000L,
                                RecordedVerdict.HIGH,
                                71_000_000_000L)));
    }

    static long append(EventLog log, String by, StreamId stream, LedgerEvent... events) {
        return appended(
                        log.append(
                                Commands.by(
                                        Actor.human(by),
                                        new StreamAppend(
                                                stream,
                                                ExpectedVersion.ANY,
                                                Arrays.stream(events)
                                                        .map(LedgerEvent::toNewEvent)
                                                        .toList()))))
                .last();
    }

    /// Lets something happen somewhere.
    void next() {
        number++;
        String name = prefix + random.nextInt(size);
        String place = PLACES.get(random.nextInt(PLACES.size()));
        if (!plans.containsKey(name)) {
            submit(name);
            return;
        }
        switch (random.nextInt(16)) {
            case 0, 1 -> submit(name);
            case 2, 3 -> judge(name);
            case 4, 5, 6 -> request(name, place);
            case 7, 8, 9, 10 -> approve(name, place);
            case 11 -> end(name, place);
            case 12 -> grant(place);
            case 13 -> environment("usr_bea", place, new WaiverRevoked(waiver(), "no more"));
            case 14 -> surround(name, place);
            default -> rare(name);
        }
    }

    private void submit(String name) {
        Digest plan = digest(name + random.nextInt(4));
        plans.put(name, plan);
        append(
                log,
                "usr_anna",
                StreamId.deployment(name),
                plan(plan),
                new VerdictComputed(verdict(plan, Optional.empty(), result(), 1)));
    }

    private void judge(String name) {
        Optional<Share> margin = random.nextBoolean() ? Optional.of(MARGIN) : Optional.empty();
        append(
                log,
                "usr_anna",
                StreamId.deployment(name),
                random.nextBoolean()
                        ? new VerdictComputed(verdict(plan(name), margin, result(), 1))
                        : new VerdictSuperseded(
                                "rule-set-2",
                                1,
                                verdict(plan(name), margin, result(), 2),
                                true,
                                List.of()));
    }

    private void request(String name, String place) {
        int round = rounds.merge(name + "/" + place, 1, Integer::sum);
        append(
                log,
                "usr_anna",
                StreamId.deployment(name),
                new ApprovalRequested(place, new Round(round), basis(name), 1 + random.nextInt(2)));
    }

    private void approve(String name, String place) {
        Set<String> waivers = random.nextInt(3) == 0 ? Set.of(waiver()) : Set.of();
        append(
                log,
                "usr_approver_" + number,
                StreamId.deployment(name),
                new PlanApproved(
                        place,
                        round(name, place),
                        basis(name),
                        Readiness.READY,
                        soon(),
                        Optional.empty(),
                        List.of("approver"),
                        waivers));
    }

    private void end(String name, String place) {
        append(
                log,
                "usr_bea",
                StreamId.deployment(name),
                switch (random.nextInt(3)) {
                    case 0 -> new ApprovalRejected(place, round(name, place), "not now");
                    case 1 -> new ApprovalRevoked(place, "gone");
                    default -> new ApprovalFlagged(place, round(name, place), soon(), "rules");
                });
    }

    private void grant(String place) {
        environment(
                "usr_bea",
                place,
                new WaiverGranted(
                        new Waiver(
                                waiver(),
                                "MEM003",
                                random.nextBoolean()
                                        ? Optional.empty()
                                        : Optional.of(CATALOGUE.text()),
                                "measured",
                                now(),
                                soon()),
                        "usr_anna",
                        random.nextBoolean() ? Optional.empty() : Optional.of("OPS-7")));
    }

    private void surround(String name, String place) {
        environment(
                "usr_bea",
                place,
                random.nextBoolean()
                        ? new AdmissionDenied("uid-" + number, name, Optional.of(plan(name)), "no")
                        : new PolicyChanged(policy(), "another margin"));
    }

    private EnvironmentPolicy policy() {
        return new EnvironmentPolicy(
                1 + random.nextInt(2),
                Set.of(Readiness.READY),
                random.nextBoolean() ? Optional.of(MARGIN) : Optional.empty(),
                Set.of("MEM003"),
                new OnCorrection.Strict(),
                Duration.ofDays(1),
                Duration.ZERO);
    }

    private void rare(String name) {
        if (random.nextInt(8) == 0) {
            append(log, "usr_bea", StreamId.deployment(name), new DeploymentArchived("replaced"));
        }
    }

    private void environment(String by, String place, LedgerEvent event) {
        append(log, by, StreamId.environment(place), event);
    }

    private Digest plan(String name) {
        return Optional.ofNullable(plans.get(name)).orElseThrow();
    }

    private Basis basis(String name) {
        return new Basis(plan(name), number, 0);
    }

    private Round round(String name, String place) {
        return new Round(rounds.getOrDefault(name + "/" + place, 1));
    }

    private String waiver() {
        return "w" + random.nextInt(4);
    }

    private Readiness result() {
        return Readiness.values()[random.nextInt(Readiness.values().length)];
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /// Some hours from now by a clock that makes days of minutes, or in a moment by a real one.
    private Instant soon() {
        return now().plusMillis(1 + random.nextInt(40 * 3_600 * 1_000));
    }
}
