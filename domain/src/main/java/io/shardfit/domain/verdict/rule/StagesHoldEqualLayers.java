package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.strategy.PipelineLayout;
import io.shardfit.domain.verdict.Assessment;
import io.shardfit.domain.verdict.BalanceFinding.StagesAreUneven;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.FitRule;
import java.util.List;

/// No stage holds more layers than another. The first stage gets the extra ones, the last none.
public final class StagesHoldEqualLayers implements FitRule {
    @Override
    public List<Finding> check(Assessment assessment) {
        PipelineLayout layout = assessment.plan().layout();
        int most = layout.count(0);
        int fewest = layout.count(layout.stages() - 1);
        return most > fewest ? List.of(new StagesAreUneven(most, fewest)) : List.of();
    }
}
