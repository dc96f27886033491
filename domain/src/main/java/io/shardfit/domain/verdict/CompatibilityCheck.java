package io.shardfit.domain.verdict;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.verdict.Verdict.Assessed;
import io.shardfit.domain.verdict.Verdict.Refused;
import io.shardfit.domain.verdict.rule.BatchDividesIntoMicroBatches;
import io.shardfit.domain.verdict.rule.ClusterHasEnoughGpus;
import io.shardfit.domain.verdict.rule.ConventionAcceptsGroups;
import io.shardfit.domain.verdict.rule.DeclaredMemoryFits;
import io.shardfit.domain.verdict.rule.DeclaredParametersAgree;
import io.shardfit.domain.verdict.rule.EveryGpuHasEnoughMemory;
import io.shardfit.domain.verdict.rule.ExpertsDivideOverExpertParallel;
import io.shardfit.domain.verdict.rule.ExpertsLieEvenly;
import io.shardfit.domain.verdict.rule.GpuComputesInThePrecision;
import io.shardfit.domain.verdict.rule.HardwareFiguresAreKnown;
import io.shardfit.domain.verdict.rule.HeadsDivideOverTensorParallel;
import io.shardfit.domain.verdict.rule.LayersDivideOverPipelineStages;
import io.shardfit.domain.verdict.rule.MegatronAcceptsTraining;
import io.shardfit.domain.verdict.rule.PipelineBubbleIsSmall;
import io.shardfit.domain.verdict.rule.PlanIsModelled;
import io.shardfit.domain.verdict.rule.StagesHoldEqualLayers;
import io.shardfit.domain.verdict.rule.TensorParallelStaysInsideANode;
import io.shardfit.domain.verdict.rule.WidthsDivideOverTensorParallel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The front door: shape rules first, then fit rules, in the order of these lists.
public final class CompatibilityCheck {
    public static final List<ShapeRule> SHAPE_RULES =
            List.of(
                    new PlanIsModelled(),
                    new HeadsDivideOverTensorParallel(),
                    new WidthsDivideOverTensorParallel(),
                    new LayersDivideOverPipelineStages(),
                    new ExpertsDivideOverExpertParallel(),
                    new ConventionAcceptsGroups(),
                    new MegatronAcceptsTraining(),
                    new BatchDividesIntoMicroBatches());

    public static final List<FitRule> FIT_RULES =
            List.of(
                    new ClusterHasEnoughGpus(),
                    new DeclaredMemoryFits(),
                    new EveryGpuHasEnoughMemory(),
                    new TensorParallelStaysInsideANode(),
                    new ExpertsLieEvenly(),
                    new StagesHoldEqualLayers(),
                    new PipelineBubbleIsSmall(),
                    new DeclaredParametersAgree(),
                    new GpuComputesInThePrecision(),
                    new HardwareFiguresAreKnown());

    private CompatibilityCheck() {}

    public static Verdict check(DeploymentPlan plan, RuleSet ruleSet) {
        List<Finding> shape = new ArrayList<>();
        for (ShapeRule rule : SHAPE_RULES) {
            shape.addAll(rule.check(plan));
        }
        if (!shape.isEmpty()) {
            shape.addAll(ClusterHasEnoughGpus.of(plan));
            return new Refused(plan, ruleSet, heaviestFirst(shape));
        }
        Assessment assessment = Assessment.of(plan);
        List<Finding> findings = new ArrayList<>();
        for (FitRule rule : FIT_RULES) {
            findings.addAll(rule.check(assessment));
        }
        return new Assessed(plan, ruleSet, assessment, heaviestFirst(findings));
    }

    private static List<Finding> heaviestFirst(List<Finding> findings) {
        return findings.stream().sorted(Comparator.comparing(Finding::severity)).toList();
    }
}
