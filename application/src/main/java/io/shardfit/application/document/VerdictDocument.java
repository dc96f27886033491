package io.shardfit.application.document;

import io.shardfit.application.CheckedPlan;
import io.shardfit.application.Engine;
import io.shardfit.application.format.Assumption;
import io.shardfit.application.format.PlanFile;
import io.shardfit.application.format.SourceMap.Place;
import io.shardfit.domain.architecture.ParameterBreakdown;
import io.shardfit.domain.balance.ExpertPlacement;
import io.shardfit.domain.balance.ExpertPlacement.Dealt;
import io.shardfit.domain.balance.ExpertPlacement.Listed;
import io.shardfit.domain.balance.RankLoad;
import io.shardfit.domain.balance.RoutedLoad;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.ParameterCount;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.RuleSet;
import io.shardfit.domain.verdict.Verdict;
import io.shardfit.domain.verdict.Verdict.Assessed;
import io.shardfit.domain.verdict.Verdict.Refused;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// The published answer, version 1.0: minor versions add members, major ones change them. It is the
/// same document on the command line and in the API.
public final class VerdictDocument {
    public static final String SCHEMA_VERSION = "1.0";
    private static final String LINEAR = "linear placement, rule-set 2";
    private static final String PLACED = "placement of experts";

    private VerdictDocument() {}

    public static Json.Fields of(CheckedPlan checked) {
        Verdict verdict = checked.verdict();
        DeploymentPlan plan = verdict.plan();
        Json.Builder document =
                Json.fields()
                        .with("schemaVersion", SCHEMA_VERSION)
                        .with("verdict", verdict.readiness().name())
                        .with("name", plan.name())
                        .with("digest", checked.digest())
                        .with("engineVersion", Engine.version())
                        .with(
                                "ruleSet",
                                Json.given(
                                        verdict.ruleSet().number(),
                                        "",
                                        verdict.ruleSet().summary(),
                                        "rule-set published " + verdict.ruleSet().published()))
                        .with("framework", plan.convention().name())
                        .with("model", model(plan))
                        .with("strategy", PlanDocument.strategy(plan))
                        .with("gpus", gpus(plan));
        switch (verdict) {
            case Assessed(_, _, var assessment, _) ->
                    document.with("memory", MemoryDocument.of(assessment))
                            .with("serving", ServingDocument.of(assessment))
                            .with("experts", experts(verdict))
                            .with("compute", ComputeDocument.of(assessment));
            case Refused _ ->
                    document.with("memory", new Json.Nothing())
                            .with("serving", new Json.Nothing())
                            .with("experts", experts(verdict))
                            .with("compute", new Json.Nothing());
        }
        Json.Fields numbers = document.build();
        Supplier<Explanation> index = new Once<>(() -> new Explanation(numbers));
        return document.with("findings", findings(verdict.findings(), checked.file(), index))
                .with("assumptions", assumptions(checked.file().assumptions()))
                .build();
    }

    private static Json model(DeploymentPlan plan) {
        ParameterBreakdown parameters = plan.model().parameters();
        return Json.fields()
                .with("name", plan.model().name())
                .with("parameters", parameters(parameters))
                .build();
    }

    private static Json parameters(ParameterBreakdown p) {
        String source =
                "NVIDIA/Megatron-LM@d98e8a6 megatron/training/theoretical_memory_usage.py:60-139";
        Derivation total =
                Derivation.of(
                        p.total().count(),
                        "parameters",
                        "embedding + head + attention + dense + routed + shared + router + norms",
                        source,
                        count("embedding", p.embedding(), "vocabulary × hidden size"),
                        count("head", p.head(), "0 when tied to the embedding"),
                        count("attention", p.attention(), "projections of all layers"),
                        count("dense", p.denseFeedForward(), "dense feed-forward layers"),
                        count("routed", p.routedExperts(), "routed experts of all layers"),
                        count("shared", p.sharedExperts(), "shared experts of all layers"),
                        count("router", p.router(), "hidden size × experts per mixture layer"),
                        count("norms", p.norms(), "two per layer and the final one"));
        Derivation active =
                Derivation.of(
                        p.active().count(),
                        "parameters",
                        "total - idle",
                        source,
                        Derivation.term("total", "all parameters", total),
                        count(
                                "idle",
                                p.idleExperts(),
                                "routed experts that a token does not visit"));
        return Json.fields()
                .with("total", Json.figure(total))
                .with("active", Json.figure(active))
                .build();
    }

    private static Derivation.Term count(String symbol, ParameterCount count, String meaning) {
        return Derivation.term(symbol, count.count(), meaning, "model");
    }

    private static Json gpus(DeploymentPlan plan) {
        long required = plan.convention().worldSize(plan.strategy());
        return Json.fields()
                .with(
                        "required",
                        Json.figure(
                                Derivation.of(
                                        required,
                                        "GPUs",
                                        plan.convention().worldSizeEquation(),
                                        "convention " + plan.convention().name(),
                                        WorldSize.terms(plan))))
                .with(
                        "available",
                        Json.given(plan.cluster().gpus(), "GPUs", "GPUs", "hardware.gpus"))
                .build();
    }

    private static Json experts(Verdict verdict) {
        DeploymentPlan plan = verdict.plan();
        Optional<RuleSet.ExpertsPerGpu> perGpu = verdict.ruleSet().expertsPerGpu(plan);
        if (perGpu.isEmpty()) {
            return new Json.Nothing();
        }
        RoutedLoad load = RoutedLoad.of(plan);
        return Json.fields()
                .with(
                        "perGpu",
                        Json.fields()
                                .with("min", Json.figure(perGpu.orElseThrow().fewest()))
                                .with("max", Json.figure(perGpu.orElseThrow().most()))
                                .build())
                .with("imbalance", Json.figure(load.busiest().how()))
                .with("busiest", load(load.busiest()))
                .with("fullest", load(load.fullest()))
                .with("placement", placement(load.placement()))
                .build();
    }

    private static Json load(RankLoad load) {
        return Json.fields()
                .with("rank", Json.given(load.rank(), "", "expert-parallel rank", PLACED))
                .with("experts", Json.given(load.slots(), "experts", "expert slots", PLACED))
                .with("overMean", Json.figure(load.how()))
                .build();
    }

    private static Json placement(ExpertPlacement placement) {
        return switch (placement) {
            case Dealt dealt ->
                    Json.items(dealt.blocks().stream().map(VerdictDocument::dealt).toList());
            case Listed listed ->
                    Json.items(
                            IntStream.range(0, listed.ranks())
                                    .mapToObj(rank -> listed(rank, listed.on(rank)))
                                    .toList());
        };
    }

    private static Json dealt(Dealt.Block block) {
        return Json.fields()
                .with("rank", Json.given(block.rank(), "", "expert-parallel rank", LINEAR))
                .with("first", Json.given(block.first(), "", "first expert", LINEAR))
                .with(
                        "count",
                        Json.given(
                                block.count(), "experts", "experts of each mixture layer", LINEAR))
                .build();
    }

    private static Json listed(int rank, List<Integer> experts) {
        return Json.fields()
                .with("rank", Json.given(rank, "", "expert-parallel rank", PLACED))
                .with(
                        "experts",
                        Json.items(
                                experts.stream()
                                        .map(expert ->
                                                Json.given(expert, "", "expert number", PLACED))
                                        .toList()))
                .with(
                        "count",
                        Json.given(
                                experts.size(), "experts", "slots of each mixture layer", PLACED))
                .build();
    }

    /// @param numbers all other members, among which the evidence finds where it comes from
    private static Json findings(
            List<Finding> findings, PlanFile file, Supplier<Explanation> numbers) {
        return Json.items(
                findings.stream()
                        .map(finding ->
                                Json.fields()
                                        .with("code", finding.code())
                                        .with("severity", finding.severity().word())
                                        .with("message", finding.message())
                                        .with("source", source(finding, file))
                                        .with("evidence", Evidence.of(finding, numbers))
                                        .with("explain", "shardfit explain " + finding.code())
                                        .build())
                        .toList());
    }

    /// {@return where in the file the finding's most telling key stands}
    public static Optional<Place> place(Finding finding, PlanFile file) {
        return finding.keys().stream().flatMap(key -> file.source().find(key).stream()).findFirst();
    }

    private static Json source(Finding finding, PlanFile file) {
        Optional<Place> place = place(finding, file);
        if (place.isEmpty()) {
            return new Json.Nothing();
        }
        Place found = place.orElseThrow();
        return Json.fields()
                .with("file", file.name())
                .with("line", Json.given(found.at().line(), "", "line", file.name()))
                .with("column", Json.given(found.at().column(), "", "column", file.name()))
                .with("key", found.key())
                .build();
    }

    private static Json assumptions(List<Assumption> assumptions) {
        return Json.items(
                assumptions.stream()
                        .map(assumption ->
                                Json.fields()
                                        .with("key", assumption.key())
                                        .with("value", assumption.value())
                                        .with("origin", assumption.origin())
                                        .build())
                        .toList());
    }
}
