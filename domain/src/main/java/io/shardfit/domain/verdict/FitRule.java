package io.shardfit.domain.verdict;

import java.util.List;

/// A rule about amounts of a well-shaped plan.
@FunctionalInterface
public interface FitRule {
    List<Finding> check(Assessment assessment);
}
