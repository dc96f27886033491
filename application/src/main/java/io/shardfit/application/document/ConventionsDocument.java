package io.shardfit.application.document;

import io.shardfit.application.CompareConventions.Outcome.Compared;
import io.shardfit.application.Engine;
import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Derivation.Term;
import io.shardfit.domain.strategy.Degree;
import io.shardfit.domain.strategy.GroupEquations;
import io.shardfit.domain.strategy.ParallelGroups;
import io.shardfit.domain.verdict.ConventionAnswer;
import io.shardfit.domain.verdict.ConventionAnswer.Counted;
import io.shardfit.domain.verdict.ConventionAnswer.Uncountable;
import io.shardfit.domain.verdict.Finding;
import java.util.List;
import java.util.stream.Stream;

/// One strategy under every convention, as data. Groups are given only where nothing is refused.
public final class ConventionsDocument {
    private static final String SCHEMA_VERSION = "1";

    private ConventionsDocument() {}

    public static Json.Fields of(Compared compared) {
        DeploymentPlan plan = compared.plan();
        return Json.fields()
                .with("schemaVersion", SCHEMA_VERSION)
                .with("name", plan.name())
                .with("engineVersion", Engine.version())
                .with("framework", plan.convention().name())
                .with("strategy", PlanDocument.strategy(plan))
                .with(
                        "available",
                        Json.given(plan.cluster().gpus(), "GPUs", "GPUs", "hardware.gpus"))
                .with(
                        "conventions",
                        Json.items(
                                compared.answers().stream()
                                        .map(ConventionsDocument::answer)
                                        .toList()))
                .build();
    }

    private static Json answer(ConventionAnswer answer) {
        return switch (answer) {
            case Counted counted -> counted(counted);
            case Uncountable uncountable ->
                    Json.fields()
                            .with("name", uncountable.convention().name())
                            .with("legal", new Json.Flag(false))
                            .with("gpus", new Json.Nothing())
                            .with("groups", new Json.Nothing())
                            .with("expertsPerGpu", new Json.Nothing())
                            .with("findings", Json.items(List.of()))
                            .build();
        };
    }

    private static Json counted(Counted counted) {
        DeploymentPlan plan = counted.plan();
        boolean legal = counted.isLegal();
        return Json.fields()
                .with("name", plan.convention().name())
                .with("legal", new Json.Flag(legal))
                .with("gpus", Json.figure(gpus(plan)))
                .with("groups", legal ? groups(plan) : new Json.Nothing())
                .with("expertsPerGpu", legal ? experts(plan) : new Json.Nothing())
                .with(
                        "findings",
                        Json.items(
                                Stream.concat(
                                                counted.refusals().stream(),
                                                counted.shortage().stream())
                                        .map(ConventionsDocument::finding)
                                        .toList()))
                .build();
    }

    private static Derivation gpus(DeploymentPlan plan) {
        return Derivation.of(
                plan.groups().worldSize(),
                "GPUs",
                plan.convention().worldSizeEquation(),
                "convention " + plan.convention().name(),
                WorldSize.terms(plan));
    }

    private static Json groups(DeploymentPlan plan) {
        ParallelGroups groups = plan.groups();
        GroupEquations equations = plan.convention().equations(plan.strategy());
        return Json.fields()
                .with("replicas", ranks(plan, groups.replicas(), equations.replicas()))
                .with("denseShards", ranks(plan, groups.denseShards(), equations.denseShards()))
                .with("copies", ranks(plan, groups.copies(), Degree.DATA_REPLICATE.symbol()))
                .with("expert", ranks(plan, groups.expert(), equations.expert()))
                .with("expertTensor", ranks(plan, groups.expertTensor(), equations.expertTensor()))
                .with("expertShards", ranks(plan, groups.expertShards(), equations.expertShards()))
                .with(
                        "attentionTensor",
                        ranks(plan, groups.tensor().attention(), equations.attention()))
                .with("denseTensor", ranks(plan, groups.tensor().dense(), equations.dense()))
                .with("cacheShards", ranks(plan, groups.cacheShards(), equations.cacheShards()))
                .build();
    }

    private static Json ranks(DeploymentPlan plan, int value, String equation) {
        return Json.figure(
                Derivation.of(
                        value,
                        "ranks",
                        equation,
                        "convention " + plan.convention().name(),
                        terms(plan, equation)));
    }

    /// The degrees that an equation names.
    private static Term[] terms(DeploymentPlan plan, String equation) {
        List<String> symbols = List.of(equation.split("[^A-Z]+"));
        Stream<Term> degrees =
                Stream.of(Degree.values())
                        .filter(degree -> symbols.contains(degree.symbol()))
                        .map(degree -> WorldSize.term(plan, degree));
        Stream<Term> expertTensor =
                symbols.contains("ETP")
                        ? Stream.of(
                                Derivation.term(
                                        "ETP",
                                        plan.groups().expertTensor(),
                                        "expert tensor parallel",
                                        "strategy.expertTensorParallel"))
                        : Stream.of();
        return Stream.concat(degrees, expertTensor).toArray(Term[]::new);
    }

    private static Json experts(DeploymentPlan plan) {
        return plan.model()
                .experts()
                .<Json>map(experts ->
                        Json.fields()
                                .with("min", dealt(plan, experts, "floor"))
                                .with("max", dealt(plan, experts, "ceil"))
                                .build())
                .orElse(new Json.Nothing());
    }

    private static Json dealt(DeploymentPlan plan, Experts experts, String rounding) {
        ConventionExperts placed = ConventionExperts.of(plan, experts);
        return Json.figure(
                Derivation.of(
                        rounding.equals("floor") ? placed.fewest() : placed.most(),
                        "experts",
                        rounding + "((E + RE) ÷ ranks)",
                        "linear placement, the first ranks hold one more",
                        Derivation.term(
                                "E",
                                experts.count(),
                                "experts per layer",
                                "model.feedForward.experts.count"),
                        WorldSize.term(plan, Degree.REDUNDANT_EXPERTS),
                        Derivation.term(
                                "ranks",
                                plan.groups().expert(),
                                "ranks over which experts are dealt",
                                "groups.expert")));
    }

    private static Json finding(Finding finding) {
        return Json.fields()
                .with("code", finding.code())
                .with("message", finding.message())
                .with("keys", Json.items(finding.keys().stream().map(Json::text).toList()))
                .build();
    }
}
