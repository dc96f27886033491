package io.shardfit.domain.verdict;

import io.shardfit.domain.plan.DeploymentPlan;
import java.util.List;

/// A rule about divisibility and group sizes. No amount is computed while one of these blocks.
@FunctionalInterface
public interface ShapeRule {
    List<Finding> check(DeploymentPlan plan);
}
