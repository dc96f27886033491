package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.Convention.MegatronCore;
import io.shardfit.domain.strategy.Convention.Multiplicative;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.ShapeRule;
import io.shardfit.domain.verdict.StrategyFinding.ConventionRefuses;
import java.util.ArrayList;
import java.util.List;

/// The convention can build its groups from these degrees.
public final class ConventionAcceptsGroups implements ShapeRule {
    @Override
    public List<Finding> check(DeploymentPlan plan) {
        return switch (plan.convention()) {
            case Multiplicative multiplicative -> multiplicative(multiplicative.name(), plan);
            case MegatronCore megatron -> megatron(megatron, plan);
        };
    }

    private static List<Finding> multiplicative(String name, DeploymentPlan plan) {
        ParallelStrategy strategy = plan.strategy();
        List<Finding> findings = new ArrayList<>();
        if (strategy.expertTensor() != strategy.tensor() && plan.model().experts().isPresent()) {
            findings.add(
                    new ConventionRefuses(
                            name,
                            "expert tensor parallel must equal tensor parallel (%d), got %d"
                                    .formatted(strategy.tensor(), strategy.expertTensor()),
                            List.of("strategy.expertTensorParallel", "strategy.tensorParallel")));
        }
        if (strategy.virtualStages() > 1 && strategy.pipeline() == 1) {
            findings.add(
                    new ConventionRefuses(
                            name,
                            "virtual stages need more than one pipeline stage",
                            List.of("strategy.virtualPipelineStages")));
        }
        return findings;
    }

    /// Sentences: NVIDIA/Megatron-LM@d98e8a6 megatron/core/parallel_state.py:883,
    /// megatron/training/arguments.py:1002-1004.
    private static List<Finding> megatron(MegatronCore megatron, DeploymentPlan plan) {
        ParallelStrategy strategy = plan.strategy();
        List<Finding> findings = new ArrayList<>();
        int world = megatron.worldSize(strategy);
        int expertModel = megatron.expertModelSize(strategy);
        if (plan.model().experts().isPresent() && world % expertModel != 0) {
            findings.add(
                    refusal(
                            "world_size (%d) is not divisible by expert_tensor_model_pipeline_parallel size (%d)"
                                    .formatted(world, expertModel),
                            "strategy.expertParallel",
                            "strategy.expertTensorParallel"));
        }
        if (strategy.virtualStages() > 1 && strategy.pipeline() == 1) {
            findings.add(
                    refusal(
                            "When interleaved schedule is used, pipeline-model-parallel size should"
                                    + " be greater than 1",
                            "strategy.virtualPipelineStages",
                            "strategy.pipelineParallel"));
        }
        return findings;
    }

    static Finding refusal(String sentence, String... keys) {
        return new ConventionRefuses("megatron-core", "\"" + sentence + "\"", List.of(keys));
    }
}
