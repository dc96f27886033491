package io.shardfit.application.event;

import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Entry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;

/// What an event says, as a phrase that names the amounts, reasons and ends in it.
public final class EventWords {
    private static final int SHOWN_DIGITS = 12;

    private EventWords() {}

    /// {@return what an entry says; that this program does not know it, where it does not}
    public static String of(Entry entry) {
        try {
            return of(Recorded.of(entry).event());
        } catch (UnreadableEvent newer) {
            return "not known to this program";
        }
    }

    public static String of(LedgerEvent event) {
        return switch (event) {
            case PlanEvent plan -> words(plan);
            case ApprovalEvent approval -> words(approval) + " (" + approval.environment() + ')';
            case EnvironmentEvent around -> SurroundingWords.of(around);
            case RuleSetEvent rules -> SurroundingWords.of(rules);
            case DirectoryEvent people -> SurroundingWords.of(people);
            case LogContinued continued ->
                    "the log goes on under another origin after a loss: " + continued.reason();
        };
    }

    private static String words(PlanEvent event) {
        return switch (event) {
            case PlanEvent.PlanSubmitted submitted ->
                    "plan %s submitted, %s"
                            .formatted(submitted.fileName(), digest(submitted.plan()));
            case PlanEvent.VerdictComputed(RecordedVerdict verdict) ->
                    "judged %s by rule-set %d".formatted(verdict.result(), verdict.ruleSet());
            case PlanEvent.VerdictSuperseded superseded -> words(superseded);
            case PlanEvent.RemedyApplied remedy ->
                    "remedy %d applied: %s"
                            .formatted(remedy.number(), String.join("; ", remedy.edits()));
            case PlanEvent.StrategyChosen chosen -> "strategy " + chosen.strategy() + " chosen";
            case PlanEvent.MeasurementRecorded measured ->
                    "measurement recorded: %s"
                            .formatted(
                                    measured.agrees()
                                            ? "it agrees with the plan"
                                            : "it does not agree with the plan");
            case PlanEvent.DeploymentArchived(String reason) -> "archived: " + reason;
        };
    }

    private static String words(PlanEvent.VerdictSuperseded superseded) {
        String answer =
                "%s %s by rule-set %d"
                        .formatted(
                                superseded.changed() ? "judged otherwise:" : "still",
                                superseded.verdict().result(),
                                superseded.verdict().ruleSet());
        return superseded.delta().isEmpty()
                ? answer
                : superseded.delta().stream()
                        .map(delta ->
                                "%s %s, before %s"
                                        .formatted(delta.what(), delta.to(), delta.from()))
                        .collect(Collectors.joining("; ", answer + ": ", ""));
    }

    private static String words(ApprovalEvent event) {
        return switch (event) {
            case ApprovalEvent.ApprovalRequested asked ->
                    "approval of %s requested, %d needed"
                            .formatted(digest(asked.basis().plan()), asked.needed());
            case ApprovalEvent.PlanApproved given ->
                    "approved as %s until %s%s"
                            .formatted(
                                    given.result(),
                                    second(given.until()),
                                    given.comment().map(text -> ": " + text).orElse(""));
            case ApprovalEvent.ApprovalRejected rejected -> "rejected: " + rejected.comment();
            case ApprovalEvent.ApprovalRevoked revoked -> "revoked: " + revoked.reason();
            case ApprovalEvent.ApprovalSuspended suspended -> "suspended: " + suspended.cause();
            case ApprovalEvent.ApprovalFlagged flagged ->
                    "at risk until %s: %s".formatted(second(flagged.deadline()), flagged.cause());
            case ApprovalEvent.ApprovalExpired expired -> "ended at " + second(expired.since());
        };
    }

    static String digest(Digest plan) {
        return "sha256:%s…".formatted(plan.hex().substring(0, SHOWN_DIGITS));
    }

    /// {@return the instant to the second, in UTC, as ISO 8601 has it}
    static String second(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
