package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.architecture.Attention;
import io.shardfit.domain.architecture.Attention.GroupedQuery;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.ShapeRule;
import io.shardfit.domain.verdict.StrategyFinding.HeadsDoNotDivide;
import io.shardfit.domain.verdict.framework.FrameworkWords;
import java.util.ArrayList;
import java.util.List;

/// Whole heads only; some frameworks also repeat key-value heads on several ranks.
public final class HeadsDivideOverTensorParallel implements ShapeRule {
    @Override
    public List<Finding> check(DeploymentPlan plan) {
        int ranks = plan.groups().tensor().attention();
        Attention attention = plan.model().attention();
        FrameworkWords words = FrameworkWords.of(plan.convention());
        List<Finding> findings = new ArrayList<>();
        words.attentionHeads(plan, attention.heads(), ranks)
                .ifPresent(refusal ->
                        findings.add(
                                new HeadsDoNotDivide(
                                        "attention heads", attention.heads(), ranks, refusal)));
        if (attention instanceof GroupedQuery grouped) {
            words.keyValueHeads(grouped.keyValueHeads(), ranks)
                    .ifPresent(refusal ->
                            findings.add(
                                    new HeadsDoNotDivide(
                                            "key-value heads",
                                            grouped.keyValueHeads(),
                                            ranks,
                                            refusal)));
        }
        return findings;
    }
}
