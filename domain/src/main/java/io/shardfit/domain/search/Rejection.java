package io.shardfit.domain.search;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.ShapeRule;
import io.shardfit.domain.verdict.Verdict;
import io.shardfit.domain.verdict.rule.BatchDividesIntoMicroBatches;
import io.shardfit.domain.verdict.rule.ContextFitsTheModel;
import io.shardfit.domain.verdict.rule.ConventionAcceptsGroups;
import io.shardfit.domain.verdict.rule.ExpertsDivideOverExpertParallel;
import io.shardfit.domain.verdict.rule.FrameworkAcceptsTraining;
import io.shardfit.domain.verdict.rule.FrameworkDoesTheWork;
import io.shardfit.domain.verdict.rule.HeadsDivideOverTensorParallel;
import io.shardfit.domain.verdict.rule.LayersDivideOverPipelineStages;
import io.shardfit.domain.verdict.rule.PlanIsModelled;
import io.shardfit.domain.verdict.rule.ScaleBlocksStayWhole;
import io.shardfit.domain.verdict.rule.WidthsDivideOverTensorParallel;
import java.util.List;
import java.util.Optional;

/// Under which code a rejected candidate counts: the first in {@link #ORDER} of those that the
/// check finds. The order goes from what reads few degrees to what reads all, so that a rule can
/// speak for every candidate below a branch without their being looked at.
public final class Rejection {
    /// Heads, layers, widths, experts, groups and sequences, batch, then what is not modelled.
    public static final List<String> ORDER =
            List.of("PAR002", "PAR001", "PAR010", "PAR006", "PAR005", "PAR004", "PAR007", "UNK001");

    /// Reads how the attention is split: TP, CP and attention data parallelism.
    static final List<ShapeRule> OF_TENSOR = List.of(new HeadsDivideOverTensorParallel());

    /// Reads PP, chunks and placement.
    static final List<ShapeRule> OF_PIPELINE = List.of(new LayersDivideOverPipelineStages());

    /// Read every degree, but nothing of the workload that a search varies.
    static final List<ShapeRule> OF_DEGREES =
            List.of(
                    new WidthsDivideOverTensorParallel(),
                    new ExpertsDivideOverExpertParallel(),
                    new ScaleBlocksStayWhole(),
                    new FrameworkDoesTheWork());

    /// Reads every degree, DeepSpeed's words also the ZeRO stage.
    static final List<ShapeRule> OF_GROUPS = List.of(new ConventionAcceptsGroups());

    /// Reads the length of a sequence.
    static final List<ShapeRule> OF_LENGTH = List.of(new ContextFitsTheModel());

    /// Read the micro-batch and how it is split, DeepSpeed's words also the ZeRO stage; not how
    /// experts are split, but for the number of replicas.
    static final List<ShapeRule> OF_BATCH =
            List.of(new FrameworkAcceptsTraining(), new BatchDividesIntoMicroBatches());

    /// Reads the convention, the ZeRO stage and, in serving, CP.
    static final List<ShapeRule> OF_COVERAGE = List.of(new PlanIsModelled());

    private Rejection() {}

    /// {@return the code under which these rules reject the plan}
    static Optional<String> by(List<ShapeRule> rules, DeploymentPlan plan) {
        for (ShapeRule rule : rules) {
            List<Finding> findings = rule.check(plan);
            if (!findings.isEmpty()) {
                return Optional.of(findings.getFirst().code());
            }
        }
        return Optional.empty();
    }

    /// {@return the code under which a verdict that does not pass counts}
    public static String of(Verdict verdict) {
        for (String code : ORDER) {
            for (Finding finding : verdict.findings()) {
                if (finding.code().equals(code) && finding.severity().decides()) {
                    return code;
                }
            }
        }
        return verdict.findings().getFirst().code();
    }
}
