package io.shardfit.adapters.cli.planted;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.verdict.CompatibilityCheck;
import io.shardfit.domain.verdict.RuleSet;
import io.shardfit.domain.verdict.Verdict;
import java.net.Socket;
import java.sql.Date;

/// Breaks the rules of this adapter, so that a test can see them bite.
public final class PlantedManager {
    public Verdict decideAtTheEdge(DeploymentPlan plan) {
        return CompatibilityCheck.check(plan, RuleSet.current());
    }

    public Date someDay() {
        return new Date(0);
    }

    public Socket somewhere() {
        return new Socket();
    }
}
