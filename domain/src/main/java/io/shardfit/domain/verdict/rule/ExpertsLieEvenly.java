package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.balance.ExpertPlacement;
import io.shardfit.domain.verdict.Assessment;
import io.shardfit.domain.verdict.BalanceFinding.ExpertsAreUneven;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.FitRule;
import java.util.List;
import java.util.Optional;

/// No rank holds more experts than another.
public final class ExpertsLieEvenly implements FitRule {
    @Override
    public List<Finding> check(Assessment assessment) {
        Optional<ExpertPlacement> placement = ExpertPlacement.of(assessment.plan());
        return placement.isEmpty() || placement.get().isEven()
                ? List.of()
                : List.of(uneven(placement.get()));
    }

    private static Finding uneven(ExpertPlacement placement) {
        return new ExpertsAreUneven(placement.most(), placement.fewest(), placement.imbalance());
    }
}
