package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.Convention.MegatronCore;
import io.shardfit.domain.strategy.Convention.Multiplicative;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.ShapeRule;
import io.shardfit.domain.verdict.StrategyFinding.WidthDoesNotDivide;
import java.util.ArrayList;
import java.util.List;

/// Feed-forward blocks are cut into equal columns (NVIDIA/Megatron-LM@d98e8a6
/// megatron/core/utils.py:590-600, `divide`).
public final class WidthsDivideOverTensorParallel implements ShapeRule {
    @Override
    public List<Finding> check(DeploymentPlan plan) {
        List<Finding> findings = new ArrayList<>();
        ModelArchitecture model = plan.model();
        int tensor = plan.strategy().tensor();
        if (model.denseLayers() > 0) {
            add(findings, plan, "a dense block", model.feedForward().intermediateSize(), tensor);
        }
        model.experts().ifPresent(experts -> addExperts(findings, plan, experts));
        return findings;
    }

    private static void addExperts(List<Finding> findings, DeploymentPlan plan, Experts experts) {
        add(
                findings,
                plan,
                "a routed expert",
                experts.intermediateSize(),
                plan.strategy().expertTensor());
        add(
                findings,
                plan,
                "the shared experts",
                experts.sharedIntermediateSize(),
                plan.strategy().tensor());
    }

    private static void add(
            List<Finding> findings, DeploymentPlan plan, String what, int width, int ranks) {
        if (width % ranks == 0) {
            return;
        }
        String reason =
                switch (plan.convention()) {
                    case Multiplicative _ -> "ranks hold equal columns";
                    case MegatronCore _ ->
                            "megatron-core says: \"%d is not divisible by %d\""
                                    .formatted(width, ranks);
                };
        findings.add(new WidthDoesNotDivide(what, width, ranks, reason));
    }
}
