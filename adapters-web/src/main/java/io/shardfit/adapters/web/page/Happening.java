package io.shardfit.adapters.web.page;

import io.shardfit.application.event.ApprovalEvent;
import io.shardfit.application.event.DirectoryEvent;
import io.shardfit.application.event.EnvironmentEvent;
import io.shardfit.application.event.LedgerEvent;
import io.shardfit.application.event.LogContinued;
import io.shardfit.application.event.PlanEvent;
import io.shardfit.application.event.Recorded;
import io.shardfit.application.event.RecordedVerdict;
import io.shardfit.application.event.RuleSetEvent;
import io.shardfit.application.ledger.Entry;
import java.time.Instant;
import java.util.stream.Collectors;

/// An event in words.
public record Happening(long position, Instant at, String by, String type, String words) {
    static Happening of(Entry entry) {
        return of(Recorded.of(entry));
    }

    static Happening of(Recorded recorded) {
        return new Happening(
                recorded.position(),
                recorded.at(),
                recorded.by(),
                recorded.entry().type(),
                words(recorded.event()));
    }

    private static String words(LedgerEvent event) {
        return switch (event) {
            case PlanEvent plan -> words(plan);
            case ApprovalEvent approval -> words(approval) + " (" + approval.environment() + ')';
            case EnvironmentEvent around -> Surroundings.words(around);
            case RuleSetEvent rules -> Surroundings.words(rules);
            case DirectoryEvent people -> Surroundings.words(people);
            case LogContinued continued ->
                    "the log goes on under another origin after a loss: " + continued.reason();
        };
    }

    private static String words(PlanEvent event) {
        return switch (event) {
            case PlanEvent.PlanSubmitted submitted ->
                    "plan %s submitted, %s"
                            .formatted(submitted.fileName(), digest(submitted.plan().hex()));
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
                    "approval requested, %d needed".formatted(asked.needed());
            case ApprovalEvent.PlanApproved given ->
                    "approved as %s until %s%s"
                            .formatted(
                                    given.result(),
                                    Amounts.time(given.until()),
                                    given.comment().map(text -> ": " + text).orElse(""));
            case ApprovalEvent.ApprovalRejected rejected -> "rejected: " + rejected.comment();
            case ApprovalEvent.ApprovalRevoked revoked -> "revoked: " + revoked.reason();
            case ApprovalEvent.ApprovalSuspended suspended -> "suspended: " + suspended.cause();
            case ApprovalEvent.ApprovalFlagged flagged ->
                    "at risk until %s: %s"
                            .formatted(Amounts.time(flagged.deadline()), flagged.cause());
            case ApprovalEvent.ApprovalExpired expired ->
                    "ended at " + Amounts.time(expired.since());
        };
    }

    private static String digest(String hex) {
        return "sha256:" + hex.substring(0, 12) + '…';
    }
}
