package io.shardfit.adapters.web.gate;

import io.shardfit.application.document.Json;
import io.shardfit.application.event.StandingVerdict;
import io.shardfit.application.format.JsonText;
import io.shardfit.application.gate.AskGate.Outcome;
import io.shardfit.application.gate.FailurePolicy;
import io.shardfit.application.gate.GateAnswer;
import io.shardfit.application.gate.GateQuestion;
import io.shardfit.domain.approval.Noted;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What the gate said, for programs and for people.
///
/// @param reason a sentence without its full stop
record GateDocument(
        GateQuestion question,
        boolean allowed,
        String reason,
        Optional<GateAnswer> answer,
        List<String> warnings,
        long position,
        String source) {
    static GateDocument of(GateQuestion question, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Allowed(GateAnswer answer) -> answered(question, true, answer);
            case Outcome.Denied(GateAnswer answer) -> answered(question, false, answer);
            case Outcome.UnknownPlan(String reason, long position) ->
                    new GateDocument(
                            question, false, reason, Optional.empty(), List.of(), position, "log");
            case Outcome.Unanswered(FailurePolicy policy, String reason) ->
                    new GateDocument(
                            question,
                            policy == FailurePolicy.ALLOW,
                            reason,
                            Optional.empty(),
                            List.of("UNKNOWN: nobody looked at the approval, " + reason),
                            0,
                            "policy");
        };
    }

    private static GateDocument answered(
            GateQuestion question, boolean allowed, GateAnswer answer) {
        return new GateDocument(
                question,
                allowed,
                answer.reason(),
                Optional.of(answer),
                answer.warnings(),
                answer.position(),
                answer.source().name().toLowerCase(Locale.ROOT));
    }

    String json() {
        Json.Builder fields =
                Json.fields()
                        .with("schemaVersion", "1.0")
                        .with("decision", allowed ? "ALLOW" : "DENY")
                        .with("reason", reason)
                        .with("planDigest", question.plan().text())
                        .with("environment", question.environment());
        answer.map(GateAnswer::deployment)
                .or(question::deployment)
                .ifPresent(name -> fields.with("deployment", name));
        answer.ifPresent(given -> fields.with("standing", given.standing().word()));
        answer.flatMap(GateAnswer::verdict).ifPresent(verdict -> verdict(fields, verdict));
        return JsonText.pretty(
                fields.with("logPosition", Json.given(position, "", "position", "the log"))
                        .with("source", source)
                        .with("warnings", Json.items(warnings.stream().map(Json::text).toList()))
                        .build());
    }

    private static void verdict(Json.Builder fields, StandingVerdict verdict) {
        fields.with("verdict", verdict.verdict().result().name())
                .with(
                        "findings",
                        Json.items(
                                verdict.verdict().findings().stream()
                                        .map(Noted::code)
                                        .map(Json::text)
                                        .toList()))
                .with("verdictPosition", Json.given(verdict.position(), "", "position", "the log"));
    }

    /// One line for a pipeline's log, one more for each warning.
    String text() {
        StringBuilder lines =
                new StringBuilder(allowed ? "ALLOW" : "DENY").append("  ").append(reason);
        warnings.forEach(warning -> lines.append("\nwarning: ").append(warning));
        return lines.append('\n').toString();
    }
}
