package io.shardfit.domain.verdict;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.verdict.Verdict.Assessed;
import io.shardfit.domain.verdict.Verdict.Refused;
import io.shardfit.domain.verdict.rule.BatchDividesIntoMicroBatches;
import io.shardfit.domain.verdict.rule.ClusterHasEnoughGpus;
import io.shardfit.domain.verdict.rule.ContextFitsTheModel;
import io.shardfit.domain.verdict.rule.ConventionAcceptsGroups;
import io.shardfit.domain.verdict.rule.DeclaredMemoryFits;
import io.shardfit.domain.verdict.rule.DeclaredParametersAgree;
import io.shardfit.domain.verdict.rule.EngineStarts;
import io.shardfit.domain.verdict.rule.EngineTakesItsSteps;
import io.shardfit.domain.verdict.rule.EveryGpuHasEnoughMemory;
import io.shardfit.domain.verdict.rule.ExpertsDivideOverExpertParallel;
import io.shardfit.domain.verdict.rule.ExpertsLieEvenly;
import io.shardfit.domain.verdict.rule.FrameworkAcceptsTraining;
import io.shardfit.domain.verdict.rule.FrameworkDoesTheWork;
import io.shardfit.domain.verdict.rule.GpuComputesInThePrecision;
import io.shardfit.domain.verdict.rule.HardwareFiguresAreKnown;
import io.shardfit.domain.verdict.rule.HeadsDivideOverTensorParallel;
import io.shardfit.domain.verdict.rule.LayersDivideOverPipelineStages;
import io.shardfit.domain.verdict.rule.PipelineBubbleIsSmall;
import io.shardfit.domain.verdict.rule.PlanIsModelled;
import io.shardfit.domain.verdict.rule.ScaleBlocksStayWhole;
import io.shardfit.domain.verdict.rule.StagesHoldEqualLayers;
import io.shardfit.domain.verdict.rule.TensorParallelStaysInsideANode;
import io.shardfit.domain.verdict.rule.TokensSpreadOverTheRanks;
import io.shardfit.domain.verdict.rule.WidthsDivideOverTensorParallel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The front door: shape rules first, then fit rules, in the order of these lists.
public final class CompatibilityCheck {
    /// What a convention says to a strategy, whatever the framework behind it is used for.
    private static final List<ShapeRule> CONVENTION_RULES =
            List.of(
                    new HeadsDivideOverTensorParallel(),
                    new WidthsDivideOverTensorParallel(),
                    new ScaleBlocksStayWhole(),
                    new LayersDivideOverPipelineStages(),
                    new ExpertsDivideOverExpertParallel(),
                    new ConventionAcceptsGroups(),
                    new FrameworkAcceptsTraining(),
                    new BatchDividesIntoMicroBatches());

    public static final List<ShapeRule> SHAPE_RULES =
            Stream.concat(
                            Stream.of(
                                    new PlanIsModelled(),
                                    new FrameworkDoesTheWork(),
                                    new ContextFitsTheModel(),
                                    new EngineTakesItsSteps()),
                            CONVENTION_RULES.stream())
                    .toList();

    public static final List<FitRule> FIT_RULES =
            List.of(
                    new ClusterHasEnoughGpus(),
                    new DeclaredMemoryFits(),
                    new EveryGpuHasEnoughMemory(),
                    new EngineStarts(),
                    new TensorParallelStaysInsideANode(),
                    new ExpertsLieEvenly(),
                    new TokensSpreadOverTheRanks(),
                    new StagesHoldEqualLayers(),
                    new PipelineBubbleIsSmall(),
                    new DeclaredParametersAgree(),
                    new GpuComputesInThePrecision(),
                    new HardwareFiguresAreKnown());

    private static final Comparator<Finding> HEAVIEST_FIRST =
            Comparator.comparing(Finding::severity);

    private CompatibilityCheck() {}

    public static Verdict check(DeploymentPlan plan, RuleSet ruleSet) {
        return check(plan, ruleSet, Judge.Common.of(plan));
    }

    static Verdict check(DeploymentPlan plan, RuleSet ruleSet, Judge.Common common) {
        List<Finding> shape = new ArrayList<>();
        for (int i = 0; i < SHAPE_RULES.size(); i++) {
            addTo(shape, SHAPE_RULES.get(i).check(plan));
        }
        if (!shape.isEmpty()) {
            shape.addAll(ClusterHasEnoughGpus.of(plan));
            return new Refused(plan, ruleSet, heaviestFirst(shape));
        }
        return fit(plan, ruleSet, common);
    }

    /// Of a plan that the shape rules accept.
    static Verdict fit(DeploymentPlan plan, RuleSet ruleSet, Judge.Common common) {
        Assessment assessment = Assessment.of(plan, common);
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < FIT_RULES.size(); i++) {
            addTo(findings, FIT_RULES.get(i).check(assessment));
        }
        return new Assessed(plan, ruleSet, assessment, heaviestFirst(findings));
    }

    /// Most rules find nothing, and adding nothing still copies it.
    private static void addTo(List<Finding> findings, List<Finding> found) {
        if (!found.isEmpty()) {
            findings.addAll(found);
        }
    }

    /// {@return what the plan's convention refuses in its shape, though the framework may not do
    /// this work at all and its memory may not be modelled}
    public static List<Finding> refusals(DeploymentPlan plan) {
        return CONVENTION_RULES.stream().flatMap(rule -> rule.check(plan).stream()).toList();
    }

    private static List<Finding> heaviestFirst(List<Finding> findings) {
        findings.sort(HEAVIEST_FIRST);
        return List.copyOf(findings);
    }
}
