package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.DeepSpeed;
import io.shardfit.domain.strategy.MegatronCore;
import io.shardfit.domain.strategy.Multiplicative;
import io.shardfit.domain.strategy.SgLang;
import io.shardfit.domain.strategy.TensorRtLlm;
import io.shardfit.domain.strategy.TorchTitan;
import io.shardfit.domain.strategy.VLlm;
import io.shardfit.domain.verdict.CoverageFinding.NotModelled;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.ShapeRule;
import io.shardfit.domain.workload.Workload.Inference;
import io.shardfit.domain.workload.Workload.Training;
import java.util.ArrayList;
import java.util.List;

/// What the memory model does not cover is said, not guessed.
public final class PlanIsModelled implements ShapeRule {
    @Override
    public List<Finding> check(DeploymentPlan plan) {
        List<Finding> findings = new ArrayList<>(convention(plan));
        switch (plan.workload()) {
            case Training training -> {
                boolean megatronShardsMore =
                        plan.convention() instanceof MegatronCore
                                && training.zeroStage().shardsGradients();
                if (megatronShardsMore) {
                    findings.add(
                            new NotModelled(
                                    "ZeRO 2 and 3 under megatron-core (Megatron-FSDP) are not"
                                            + " modelled; use zeroStage 0 or 1",
                                    List.of("workload.training.zeroStage")));
                }
            }
            case Inference _ -> {
                if (plan.strategy().context() > 1) {
                    findings.add(
                            new NotModelled(
                                    "context parallel inference is not modelled",
                                    List.of("strategy.contextParallel")));
                }
            }
        }
        return findings;
    }

    /// Training is modelled under what trains, serving under what is told in plain degrees.
    private static List<Finding> convention(DeploymentPlan plan) {
        boolean training = plan.workload() instanceof Training;
        boolean modelled =
                switch (plan.convention()) {
                    case Multiplicative _, MegatronCore _ -> true;
                    case DeepSpeed _, TorchTitan _ -> training;
                    case VLlm _, SgLang _, TensorRtLlm _ -> !training;
                };
        return modelled
                ? List.of()
                : List.of(
                        new NotModelled(
                                "the memory of a rank under %s is not modelled"
                                        .formatted(plan.convention().name()),
                                List.of("framework.name")));
    }
}
