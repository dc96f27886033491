package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.balance.ExpertPlacement;
import io.shardfit.domain.verdict.Assessment;
import io.shardfit.domain.verdict.BalanceFinding.ExpertsAreUneven;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.FitRule;
import java.util.List;

/// No rank holds more experts than another.
public final class ExpertsLieEvenly implements FitRule {
    @Override
    public List<Finding> check(Assessment assessment) {
        return ExpertPlacement.of(assessment.plan())
                .filter(placement -> !placement.isEven())
                .<Finding>map(placement ->
                        new ExpertsAreUneven(
                                placement.most(), placement.fewest(), placement.imbalance()))
                .stream()
                .toList();
    }
}
