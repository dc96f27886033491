package io.shardfit.application.event;

import io.shardfit.application.ledger.Digest;
import java.util.stream.Collectors;

/// What happens around deployments, in words.
final class SurroundingWords {
    private SurroundingWords() {}

    static String of(EnvironmentEvent event) {
        return switch (event) {
            case EnvironmentEvent.PolicyChanged changed -> "policy changed: " + changed.reason();
            case EnvironmentEvent.WaiverGranted granted ->
                    "%s waived until %s, asked by %s: %s"
                            .formatted(
                                    granted.waiver().finding(),
                                    EventWords.second(granted.waiver().until()),
                                    granted.requester(),
                                    granted.waiver().reason());
            case EnvironmentEvent.WaiverRevoked revoked -> "waiver revoked: " + revoked.reason();
            case EnvironmentEvent.AdmissionDenied denied ->
                    "%s not admitted%s: %s"
                            .formatted(
                                    denied.deployment(),
                                    denied.plan().map(SurroundingWords::plan).orElse(""),
                                    denied.reason());
        };
    }

    private static String plan(Digest digest) {
        return " with " + EventWords.digest(digest);
    }

    static String of(RuleSetEvent event) {
        return switch (event) {
            case RuleSetEvent.RuleSetPublished published ->
                    "rule-set %d published: %s"
                            .formatted(
                                    published.number(),
                                    published.changes().stream()
                                            .map(change -> change.rule() + ' ' + change.kind())
                                            .collect(Collectors.joining(", ")));
            case RuleSetEvent.RuleSetWithdrawn withdrawn ->
                    "rule-set %d withdrawn: %s".formatted(withdrawn.number(), withdrawn.reason());
            case RuleSetEvent.ReevaluationStarted started ->
                    "every live plan is judged again, by rule-set %d in place of %d"
                            .formatted(started.to(), started.from());
            case RuleSetEvent.ReevaluationCompleted completed ->
                    "%d verdicts looked at, %d unchanged, %d could not be computed"
                            .formatted(
                                    completed.total(), completed.unchanged(), completed.errors());
        };
    }

    static String of(DirectoryEvent event) {
        return switch (event) {
            case DirectoryEvent.RoleGranted granted ->
                    "%s is %s now: %s"
                            .formatted(granted.subject(), granted.role().word(), granted.reason());
            case DirectoryEvent.RoleRevoked revoked ->
                    "%s is no longer %s: %s"
                            .formatted(revoked.subject(), revoked.role().word(), revoked.reason());
            case DirectoryEvent.TokenIssued issued ->
                    "token %s of %s issued, %s, until %s"
                            .formatted(
                                    issued.prefix(),
                                    issued.owner(),
                                    issued.roles().stream()
                                            .map(Role::word)
                                            .collect(Collectors.joining(", ")),
                                    EventWords.second(issued.expires()));
            case DirectoryEvent.TokenRevoked revoked ->
                    "token %s revoked: %s".formatted(revoked.prefix(), revoked.reason());
        };
    }
}
