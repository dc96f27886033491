package io.shardfit.adapters.web.api;

import io.shardfit.application.document.Json;
import io.shardfit.application.event.RecordedVerdict;
import io.shardfit.application.event.StandingVerdict;
import io.shardfit.application.format.EntryFormat;

/// What is said of a verdict without its document.
final class VerdictSummary {
    private VerdictSummary() {}

    static Json of(StandingVerdict standing) {
        RecordedVerdict verdict = standing.verdict();
        Json.Builder fields =
                Json.fields()
                        .with("position", Numbers.position(standing.position()))
                        .with("at", EntryFormat.time(standing.at()));
        verdict.margin().ifPresent(margin -> fields.with("margin", Numbers.share(margin)));
        return fields.with("verdict", verdict.result().name())
                .with("findings", findings(verdict))
                .with("ruleSet", Numbers.count(verdict.ruleSet()))
                .with("engineVersion", verdict.engineVersion())
                .with("documentDigest", verdict.document().text())
                .build();
    }

    /// {@return codes, the heaviest first}
    static Json findings(RecordedVerdict verdict) {
        return Json.items(
                verdict.findings().stream().map(finding -> Json.text(finding.code())).toList());
    }
}
