package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.architecture.Attention;
import io.shardfit.domain.architecture.Attention.GroupedQuery;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.Convention.MegatronCore;
import io.shardfit.domain.strategy.Convention.Multiplicative;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.ShapeRule;
import io.shardfit.domain.verdict.StrategyFinding.HeadsDoNotDivide;
import java.util.ArrayList;
import java.util.List;

/// Whole heads only; key-value heads may also be repeated on several ranks
/// (NVIDIA/Megatron-LM@d98e8a6 megatron/core/transformer/transformer_config.py:1446-1468).
public final class HeadsDivideOverTensorParallel implements ShapeRule {
    @Override
    public List<Finding> check(DeploymentPlan plan) {
        int tp = plan.strategy().tensor();
        Attention attention = plan.model().attention();
        List<Finding> findings = new ArrayList<>();
        if (attention.heads() % tp != 0) {
            findings.add(
                    new HeadsDoNotDivide(
                            "attention heads", attention.heads(), tp, heads(plan, attention)));
        }
        if (attention instanceof GroupedQuery grouped) {
            int groups = grouped.keyValueHeads();
            if (groups % tp != 0 && tp % groups != 0) {
                findings.add(
                        new HeadsDoNotDivide("key-value heads", groups, tp, groups(plan, groups)));
            }
        }
        return findings;
    }

    private static String heads(DeploymentPlan plan, Attention attention) {
        return switch (plan.convention()) {
            case Multiplicative _ -> "a rank must hold whole heads";
            case MegatronCore _ ->
                    "megatron-core says: \"num_attention_heads (%d) must be a multiple of tensor_model_parallel_size (%d).\""
                            .formatted(attention.heads(), plan.strategy().tensor());
        };
    }

    private static String groups(DeploymentPlan plan, int groups) {
        return switch (plan.convention()) {
            case Multiplicative _ -> "ranks can neither split nor repeat them evenly";
            case MegatronCore _ ->
                    "megatron-core says: \"num_query_groups (%d) must be a multiple or divisor of tensor_model_parallel_size (%d).\""
                            .formatted(groups, plan.strategy().tensor());
        };
    }
}
