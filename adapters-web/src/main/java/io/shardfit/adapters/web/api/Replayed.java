package io.shardfit.adapters.web.api;

import io.shardfit.application.Engine;
import io.shardfit.application.deployment.ReplayVerdict;
import io.shardfit.application.document.Json;
import io.shardfit.application.event.StandingVerdict;
import io.shardfit.application.format.JsonDifference;
import java.util.List;
import java.util.Optional;

/// What became of a verdict that was computed again, as JSON.
final class Replayed {
    private Replayed() {}

    static Json identical(StandingVerdict verdict) {
        return fields(verdict, true)
                .with("why", Json.items(List.of()))
                .with("differences", Json.items(List.of()))
                .build();
    }

    static Json differing(ReplayVerdict.Outcome.Differs differs) {
        return fields(differs.recorded(), false)
                .with("why", Json.items(differs.why().stream().map(Json::text).toList()))
                .with(
                        "differences",
                        Json.items(
                                differs.differences().stream().map(Replayed::difference).toList()))
                .build();
    }

    private static Json.Builder fields(StandingVerdict verdict, boolean identical) {
        return Json.fields()
                .with("schemaVersion", "1.0")
                .with("position", Numbers.position(verdict.position()))
                .with("identical", new Json.Flag(identical))
                .with("verdict", verdict.verdict().result().name())
                .with("ruleSet", Numbers.count(verdict.verdict().ruleSet()))
                .with("documentDigest", verdict.verdict().document().text())
                .with("recordedBy", verdict.verdict().engineVersion())
                .with("computedBy", Engine.version());
    }

    private static Json difference(JsonDifference difference) {
        return Json.fields()
                .with("path", difference.path())
                .with("recorded", text(difference.first()))
                .with("computed", text(difference.second()))
                .build();
    }

    private static Json text(Optional<String> value) {
        return value.<Json>map(Json::text).orElse(new Json.Nothing());
    }
}
