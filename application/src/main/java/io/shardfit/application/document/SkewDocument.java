package io.shardfit.application.document;

import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.verdict.SkewLimits;
import io.shardfit.domain.verdict.SkewLimits.Step;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The `imbalance` member of a verdict document: at which skew the plan no longer fits.
public final class SkewDocument {
    private SkewDocument() {}

    /// {@return the answer with its `imbalance` member; null where the plan has no experts or is
    /// not judged}
    public static Json.Fields in(Json.Fields verdict, Optional<SkewLimits> limits) {
        Map<String, Json> members = new LinkedHashMap<>(verdict.members());
        members.put("imbalance", limits.<Json>map(SkewDocument::of).orElseGet(Json.Nothing::new));
        return new Json.Fields(members);
    }

    private static Json of(SkewLimits limits) {
        return Json.fields()
                .with("most", Json.figure(limits.most().how()))
                .with("readyUpTo", figure(limits.readyHow()))
                .with("fitsUpTo", figure(limits.fitsHow()))
                .with("neverRunsOut", new Json.Flag(limits.neverRunsOut()))
                .with("steps", Json.items(limits.steps().stream().map(SkewDocument::step).toList()))
                .build();
    }

    private static Json figure(Optional<Derivation> how) {
        return how.<Json>map(Json::figure).orElseGet(Json.Nothing::new);
    }

    private static Json step(Step step) {
        String origin =
                "memory.worst with workload.routing {maxOverMean: %s}".formatted(step.factor());
        return Json.fields()
                .with(
                        "overMean",
                        Json.figure(
                                Derivation.of(
                                        step.hundredths() / 100.0,
                                        "× mean",
                                        "hundredths ÷ 100",
                                        "imbalance",
                                        Derivation.term(
                                                "hundredths",
                                                step.hundredths(),
                                                "factor judged",
                                                "imbalance"))))
                .with("memory", step.memory().name())
                .with("rank", Json.given(step.rank(), "", "the fullest GPU", origin))
                .with(
                        "totalBytes",
                        Json.given(step.expected().bytes(), "bytes", "expected total", origin))
                .with("highBytes", Json.given(step.high().bytes(), "bytes", "high total", origin))
                .build();
    }
}
