package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.architecture.Attention.GroupedQuery;
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
import java.util.Optional;

/// What the memory model does not cover is said, not guessed.
public final class PlanIsModelled implements ShapeRule {
    @Override
    public List<Finding> check(DeploymentPlan plan) {
        List<Finding> findings = new ArrayList<>(convention(plan));
        unevenHeads(plan).ifPresent(findings::add);
        plan.model().additions().notModelled().map(PlanIsModelled::model).ifPresent(findings::add);
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

    /// AutoTP deals whole key-value heads, and the query heads go with them
    /// (deepspeedai/DeepSpeed@edaa722 deepspeed/module_inject/tp_shard.py, get_shard_size): of 32
    /// heads in 8 groups over 6 ranks the first holds 8, where an even cut would hold 6.
    private static Optional<Finding> unevenHeads(DeploymentPlan plan) {
        int ranks = plan.strategy().tensor();
        boolean uneven =
                plan.convention() instanceof DeepSpeed
                        && plan.model().attention() instanceof GroupedQuery grouped
                        && grouped.keyValueHeads() != grouped.heads()
                        && grouped.keyValueHeads() > ranks
                        && grouped.keyValueHeads() % ranks != 0;
        return uneven
                ? Optional.of(
                        new NotModelled(
                                "under AutoTP the query heads follow whole key-value heads, and these"
                                        + " do not divide over %d ranks".formatted(ranks),
                                List.of("strategy.tensorParallel", "strategy")))
                : Optional.empty();
    }

    /// The keys of such a model leave out what its memory hangs on.
    private static Finding model(String why) {
        return new NotModelled(
                "the model has parts that no plan key describes: " + why,
                List.of("model.notModelled", "model"));
    }

    /// Engines serve; all others train, or serve a fixed number of sequences.
    private static List<Finding> convention(DeploymentPlan plan) {
        boolean training = plan.workload() instanceof Training;
        boolean modelled =
                switch (plan.convention()) {
                    case Multiplicative _, MegatronCore _, DeepSpeed _, TorchTitan _ -> true;
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
