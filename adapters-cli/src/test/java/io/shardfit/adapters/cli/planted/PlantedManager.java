package io.shardfit.adapters.cli.planted;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.verdict.CompatibilityCheck;
import io.shardfit.domain.verdict.RuleSet;
import io.shardfit.domain.verdict.Verdict;
import java.net.URI;

/// Breaks the rules of this adapter, so that a test can see them bite.
public final class PlantedManager {
    public Verdict decideAtTheEdge(DeploymentPlan plan) {
        return CompatibilityCheck.check(plan, RuleSet.current());
    }

    public URI somewhere() {
        return URI.create("file:///");
    }
}
