package io.shardfit.adapters.web.page;

import io.shardfit.application.event.DirectoryEvent;
import io.shardfit.application.event.EnvironmentEvent;
import io.shardfit.application.event.Role;
import io.shardfit.application.event.RuleSetEvent;
import io.shardfit.application.ledger.Digest;
import java.util.stream.Collectors;

/// What happens around deployments, in words.
final class Surroundings {
    private Surroundings() {}

    static String words(EnvironmentEvent event) {
        return switch (event) {
            case EnvironmentEvent.PolicyChanged changed -> "policy changed: " + changed.reason();
            case EnvironmentEvent.WaiverGranted granted ->
                    "%s waived until %s, asked by %s: %s"
                            .formatted(
                                    granted.waiver().finding(),
                                    Amounts.time(granted.waiver().until()),
                                    granted.requester(),
                                    granted.waiver().reason());
            case EnvironmentEvent.WaiverRevoked revoked -> "waiver revoked: " + revoked.reason();
            case EnvironmentEvent.AdmissionDenied denied ->
                    "%s not admitted%s: %s"
                            .formatted(
                                    denied.deployment(),
                                    denied.plan().map(Surroundings::plan).orElse(""),
                                    denied.reason());
        };
    }

    private static String plan(Digest digest) {
        return " with sha256:%s…".formatted(digest.hex().substring(0, 12));
    }

    static String words(RuleSetEvent event) {
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

    static String words(DirectoryEvent event) {
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
                                    Amounts.time(issued.expires()));
            case DirectoryEvent.TokenRevoked revoked ->
                    "token %s revoked: %s".formatted(revoked.prefix(), revoked.reason());
        };
    }
}
