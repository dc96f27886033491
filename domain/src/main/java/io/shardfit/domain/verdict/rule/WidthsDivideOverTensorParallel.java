package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.ParallelGroups;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.ShapeRule;
import io.shardfit.domain.verdict.StrategyFinding.WidthDoesNotDivide;
import io.shardfit.domain.verdict.framework.FrameworkWords;
import java.util.ArrayList;
import java.util.List;

/// Feed-forward blocks are cut into equal columns, where the framework insists.
public final class WidthsDivideOverTensorParallel implements ShapeRule {
    @Override
    public List<Finding> check(DeploymentPlan plan) {
        List<Finding> findings = new ArrayList<>();
        ModelArchitecture model = plan.model();
        int dense = plan.groups().tensor().dense();
        if (model.denseLayers() > 0) {
            add(findings, plan, "a dense block", model.feedForward().intermediateSize(), dense);
        }
        model.experts().ifPresent(experts -> addExperts(findings, plan, experts));
        return findings;
    }

    private static void addExperts(List<Finding> findings, DeploymentPlan plan, Experts experts) {
        ParallelGroups groups = plan.groups();
        add(findings, plan, "a routed expert", experts.intermediateSize(), groups.expertTensor());
        add(
                findings,
                plan,
                "the shared experts",
                experts.sharedIntermediateSize(),
                groups.tensor().dense());
    }

    private static void add(
            List<Finding> findings, DeploymentPlan plan, String what, int width, int ranks) {
        FrameworkWords.of(plan.convention())
                .width(width, ranks)
                .ifPresent(
                        reason -> findings.add(new WidthDoesNotDivide(what, width, ranks, reason)));
    }
}
