package io.shardfit.domain.verdict.rule;

import io.shardfit.domain.balance.ComputeHeadroom;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.verdict.Assessment;
import io.shardfit.domain.verdict.BalanceFinding.PipelineBubbleIsLarge;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.FitRule;
import java.util.List;

/// A pipeline that stands still for more than a fifth of a step is worth a remark.
public final class PipelineBubbleIsSmall implements FitRule {
    private static final Share REMARKABLE = Share.ofPercent(20);

    @Override
    public List<Finding> check(Assessment assessment) {
        Share bubble = ComputeHeadroom.pipelineBubble(assessment.plan());
        return bubble.isMoreThan(REMARKABLE)
                ? List.of(new PipelineBubbleIsLarge(bubble))
                : List.of();
    }
}
