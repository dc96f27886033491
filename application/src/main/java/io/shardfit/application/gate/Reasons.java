package io.shardfit.application.gate;

import io.shardfit.application.event.RecordedVerdict;
import io.shardfit.application.event.StandingVerdict;
import io.shardfit.domain.approval.Noted;
import io.shardfit.domain.approval.Standing;
import io.shardfit.domain.verdict.Readiness;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Why the gate opens or not, in words.
final class Reasons {
    private Reasons() {}

    static String of(GateQuestion question, Candidate candidate, Standing standing) {
        String place = candidate.deployment() + " in " + question.environment();
        if (!candidate.has(question.plan())) {
            return "%s has another plan now, %s"
                    .formatted(
                            candidate.deployment(),
                            candidate.plan().map(plan -> plan.text()).orElse("none"));
        }
        return switch (standing) {
            case Standing.Effective(var until) -> "%s is approved until %s".formatted(place, until);
            case Standing.AtRisk(var until) -> "%s may run until %s".formatted(place, until);
            case Standing.NotRequested _ ->
                    "nobody asked for approval of %s%s".formatted(place, verdict(candidate));
            case Standing.Pending(int given, int needed) ->
                    "%s has %d of %d approvals%s"
                            .formatted(place, given, needed, verdict(candidate));
            case Standing.Suspended(var since) ->
                    "the approval of %s is suspended since %s%s"
                            .formatted(place, since, verdict(candidate));
            case Standing.Expired(var since) ->
                    "the approval of %s ended at %s".formatted(place, since);
            case Standing.Rejected(var since) -> "%s was rejected at %s".formatted(place, since);
            case Standing.Revoked(var since) ->
                    "the approval of %s was revoked at %s".formatted(place, since);
            case Standing.Void(var since) ->
                    "the approval of %s ended when the plan changed at %s".formatted(place, since);
            case Standing.Archived(var since) ->
                    "%s was archived at %s".formatted(candidate.deployment(), since);
        };
    }

    /// {@return what should be known of something that may run}
    static List<String> warnings(Candidate candidate, Standing standing) {
        List<String> warnings = new ArrayList<>();
        if (standing instanceof Standing.AtRisk(var until)) {
            warnings.add(
                    "AT_RISK: a corrected rule no longer allows %s, it ends at %s"
                            .formatted(candidate.deployment(), until));
        }
        Optional<RecordedVerdict> verdict = candidate.verdict().map(StandingVerdict::verdict);
        if (verdict.isEmpty()) {
            warnings.add(
                    "UNKNOWN: no verdict on %s under the margin of this environment"
                            .formatted(candidate.deployment()));
        }
        verdict.filter(given -> given.result() != Readiness.READY)
                .ifPresent(given ->
                        warnings.add(
                                "%s: the verdict on %s (%s)"
                                        .formatted(
                                                given.result(),
                                                candidate.deployment(),
                                                codes(given))));
        return warnings;
    }

    private static String verdict(Candidate candidate) {
        return candidate
                .verdict()
                .map(StandingVerdict::verdict)
                .filter(verdict -> verdict.result() != Readiness.READY)
                .map(verdict ->
                        "; its verdict is %s (%s)".formatted(verdict.result(), codes(verdict)))
                .orElse("");
    }

    private static String codes(RecordedVerdict verdict) {
        return verdict.findings().isEmpty()
                ? "no finding"
                : verdict.findings().stream()
                        .map(Noted::code)
                        .distinct()
                        .collect(Collectors.joining(", "));
    }
}
