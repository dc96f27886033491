package io.shardfit.application.event;

import io.shardfit.application.comparison.Row;
import io.shardfit.application.event.ApprovalEvent.Basis;
import io.shardfit.application.event.PlanEvent.PlanSubmitted.Origin;
import io.shardfit.application.ledger.Digest;
import io.shardfit.domain.approval.EnvironmentPolicy;
import io.shardfit.domain.approval.Noted;
import io.shardfit.domain.approval.OnCorrection;
import io.shardfit.domain.approval.Round;
import io.shardfit.domain.approval.Waiver;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// One of each, with every member filled in.
final class EveryEvent {
    private static final Digest ONE = new Digest("sha256:" + "1".repeat(64));
    private static final Digest TWO = new Digest("sha256:" + "2".repeat(64));
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant LATER = Instant.parse("2027-01-01T00:00:00.123456Z");
    private static final Round ROUND = new Round(2);
    private static final Basis BASIS = new Basis(ONE, 41, 3);
    private static final String ENVIRONMENT = "production";

    private EveryEvent() {}

    static List<LedgerEvent> all() {
        return List.of(
                new PlanEvent.PlanSubmitted(
                        "plan.yaml", TWO, ONE, Origin.STRATEGY, Set.of("usr_ana", "ci_main")),
                new PlanEvent.VerdictComputed(verdict(1, 64)),
                new PlanEvent.VerdictSuperseded(
                        "rule-set-2",
                        41,
                        verdict(2, 4),
                        false,
                        Delta.between(verdict(1, 64), verdict(2, 4))),
                new PlanEvent.RemedyApplied(ONE, TWO, 1, List.of("use 80 GPUs")),
                new PlanEvent.StrategyChosen(ONE, TWO, "EP16_TP1_PP1_DP1"),
                new PlanEvent.MeasurementRecorded(
                        ONE,
                        true,
                        List.of(new MeasuredRow("PEAK", 10, 11, 12, 11, Row.Standing.WITHIN)),
                        TWO,
                        List.of("run.log")),
                new PlanEvent.DeploymentArchived("replaced"),
                new ApprovalEvent.ApprovalRequested(ENVIRONMENT, ROUND, BASIS, 2),
                new ApprovalEvent.PlanApproved(
                        ENVIRONMENT,
                        ROUND,
                        BASIS,
                        Readiness.TIGHT,
                        LATER,
                        Optional.of("größer, but fits"),
                        List.of("approver"),
                        Set.of("w1")),
                new ApprovalEvent.ApprovalRejected(ENVIRONMENT, ROUND, "not now"),
                new ApprovalEvent.ApprovalRevoked(ENVIRONMENT, "GPUs are gone"),
                new ApprovalEvent.ApprovalSuspended(ENVIRONMENT, ROUND, "rule-set 3"),
                new ApprovalEvent.ApprovalFlagged(ENVIRONMENT, ROUND, LATER, "rule-set 3"),
                new ApprovalEvent.ApprovalExpired(ENVIRONMENT, ROUND, NOON),
                new EnvironmentEvent.PolicyChanged(policy(), "more eyes"),
                new EnvironmentEvent.WaiverGranted(
                        new Waiver(
                                "w1",
                                "MEM003",
                                Optional.of(ONE.text()),
                                "measured lower",
                                NOON,
                                LATER),
                        "usr_ana",
                        Optional.of("OPS-7")),
                new EnvironmentEvent.WaiverRevoked("w1", "measured again"),
                new EnvironmentEvent.AdmissionDenied(
                        "uid-1", "moe-30b", Optional.of(ONE), "not approved"),
                new RuleSetEvent.RuleSetPublished(
                        2,
                        ONE,
                        LocalDate.of(2026, 11, 23),
                        "0.1.0",
                        List.of(
                                new RuleChange(
                                        "experts-per-gpu",
                                        RuleChange.Kind.CORRECTED,
                                        "counted all layers",
                                        "ADR 0007")),
                        "authors",
                        "usr_di"),
                new RuleSetEvent.RuleSetWithdrawn(2, "wrong again"),
                new RuleSetEvent.ReevaluationStarted("rule-set-2", 1, 2, 40),
                new RuleSetEvent.ReevaluationCompleted(
                        "rule-set-2",
                        3,
                        1,
                        1,
                        new TreeMap<>(Map.of("TIGHT-to-NOT_READY", 1L)),
                        List.of(TWO)),
                new DirectoryEvent.RoleGranted("usr_bo", Role.APPROVER, "joins"),
                new DirectoryEvent.RoleRevoked("usr_bo", Role.APPROVER, "leaves"),
                new LogContinued(
                        "shardfit.io/log-2",
                        "shardfit.io/log\n7\nroot\n",
                        "shardfit.io/log+01234567+key",
                        "the backup of Monday was restored"),
                new DirectoryEvent.TokenIssued(
                        "sft_7Hq2x9Ab",
                        ONE,
                        "nightly",
                        "usr_bo",
                        List.of(Role.VIEWER, Role.AUTHOR),
                        List.of("llama"),
                        Instant.parse("2027-02-21T12:00:00Z")),
                new DirectoryEvent.TokenRevoked("sft_7Hq2x9Ab", "leaked"));
    }

    private static RecordedVerdict verdict(int ruleSet, long experts) {
        return new RecordedVerdict(
                ONE,
                ruleSet,
                TWO,
                "0.1.0",
                Optional.of(Share.ofPercent(12.5)),
                Readiness.NOT_READY,
                List.of(new Noted("PAR003", Severity.BLOCKER)),
                ONE,
                TWO,
                new TreeMap<>(Map.of(RecordedVerdict.EXPERTS_PER_GPU, experts)));
    }

    private static EnvironmentPolicy policy() {
        return new EnvironmentPolicy(
                2,
                Set.of(Readiness.READY),
                Optional.of(Share.ofPercent(12.5)),
                Set.of("MEM003"),
                new OnCorrection.Grace(Duration.ofDays(3)),
                Duration.ofDays(30),
                Duration.ofHours(1));
    }
}
