package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.Convention.MegatronCore;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.ShapeRule;
import io.shardfit.domain.workload.Workload.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Megatron-Core accepts the batch and the sequence that it is to train on
/// (NVIDIA/Megatron-LM@d98e8a6 megatron/training/arguments.py:1336,
/// megatron/core/tensor_parallel/mappings.py:74, megatron/core/transformer/moe/moe_layer.py:636,
/// megatron/core/pipeline_parallel/schedules.py:1160-1182).
public final class MegatronAcceptsTraining implements ShapeRule {
    @Override
    public List<Finding> check(DeploymentPlan plan) {
        return plan.convention() instanceof MegatronCore
                        && plan.workload() instanceof Training training
                ? refusals(plan, training)
                : List.of();
    }

    private static List<Finding> refusals(DeploymentPlan plan, Training training) {
        List<Finding> findings = new ArrayList<>();
        ParallelStrategy strategy = plan.strategy();
        if (strategy.context() > 1 && training.sequenceLength() % (2L * strategy.context()) != 0) {
            findings.add(
                    ConventionAcceptsGroups.refusal(
                            "seq-length should be a multiple of 2 * context-parallel-size if"
                                    + " context-parallel-size > 1.",
                            "strategy.contextParallel",
                            "workload.training.sequenceLength"));
        }
        boolean cutsSequence = strategy.sequenceParallel() && strategy.tensor() > 1;
        if (cutsSequence
                && training.sequenceLength() % ((long) strategy.tensor() * strategy.context())
                        != 0) {
            findings.add(
                    ConventionAcceptsGroups.refusal(
                            "First dimension of the tensor should be divisible by tensor parallel"
                                    + " size",
                            "workload.training.sequenceLength",
                            "strategy.tensorParallel"));
        }
        boolean expertsWithoutSequence =
                plan.model().experts().isPresent()
                        && strategy.tensor() > 1
                        && !strategy.sequenceParallel();
        if (expertsWithoutSequence) {
            findings.add(
                    ConventionAcceptsGroups.refusal(
                            "During training, performance may degrade if MoE and tensor"
                                    + " parallelismare enabled without also enabling sequence"
                                    + " parallelism.",
                            "strategy.sequenceParallel"));
        }
        interleaving(plan, training).ifPresent(findings::add);
        return findings;
    }

    /// A last group of micro-batches smaller than the pipeline is refused.
    private static Optional<Finding> interleaving(DeploymentPlan plan, Training training) {
        ParallelStrategy strategy = plan.strategy();
        long replicas = plan.groups().replicas();
        long microBatches = training.globalBatch() / (training.microBatch() * replicas);
        if (strategy.virtualStages() == 1 || microBatches % strategy.pipeline() == 0) {
            return Optional.empty();
        }
        return Optional.of(
                ConventionAcceptsGroups.refusal(
                        "The remainder of M (the total micro-batches) divided by N (number of"
                                + " contiguous micro-batches in a virtual pipeline stage) should be"
                                + " 0, or larger than or equal to the pipeline-parallel size, but"
                                + " it is %d. Otherwise, it introduces dependency bubbles in the"
                                        .formatted(microBatches % strategy.pipeline())
                                + " pipeline and reduces throughput.",
                        "strategy.virtualPipelineStages",
                        "workload.training.globalBatch"));
    }
}
