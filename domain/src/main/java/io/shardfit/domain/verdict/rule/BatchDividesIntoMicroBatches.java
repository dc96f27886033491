package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.Convention.MegatronCore;
import io.shardfit.domain.strategy.Convention.Multiplicative;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.ShapeRule;
import io.shardfit.domain.verdict.StrategyFinding.BatchDoesNotDivide;
import io.shardfit.domain.workload.Workload.Training;
import java.util.List;

/// Every replica works on a whole number of micro-batches (NVIDIA/Megatron-LM@d98e8a6
/// megatron/core/num_microbatches_calculator.py:381-385).
public final class BatchDividesIntoMicroBatches implements ShapeRule {
    @Override
    public List<Finding> check(DeploymentPlan plan) {
        if (!(plan.workload() instanceof Training training)) {
            return List.of();
        }
        int replicas = plan.groups().replicas();
        if (training.globalBatch() % ((long) training.microBatch() * replicas) == 0) {
            return List.of();
        }
        String sentence =
                switch (plan.convention()) {
                    case Multiplicative _ -> "the ranks of the expert axis count as replicas";
                    case MegatronCore _ ->
                            "megatron-core says: \"global batch size (%d) is not divisible by micro batch size (%d) times data parallel size (%d)\""
                                    .formatted(
                                            training.globalBatch(),
                                            training.microBatch(),
                                            replicas);
                };
        return List.of(
                new BatchDoesNotDivide(
                        training.globalBatch(), training.microBatch(), replicas, sentence));
    }
}
