package io.shardfit.domain.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.domain.Plans;
import io.shardfit.domain.hardware.Cluster;
import io.shardfit.domain.hardware.Figure;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Estimate;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.verdict.BalanceFinding.PipelineBubbleIsLarge;
import io.shardfit.domain.verdict.CoverageFinding.NotModelled;
import io.shardfit.domain.verdict.MemoryFinding.MemoryIsTight;
import io.shardfit.domain.verdict.StrategyFinding.GpusStayIdle;
import io.shardfit.domain.verdict.StrategyFinding.TooFewGpus;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    private static final Finding BLOCKER = new TooFewGpus(64, 16, "EP 64", "");
    private static final Finding UNDECIDED = new NotModelled("something", List.of("workload"));
    private static final Finding TIGHT =
            new MemoryIsTight(
                    0,
                    Estimate.between(ByteSize.ofGiB(60), ByteSize.ofGiB(70), ByteSize.ofGiB(79)),
                    ByteSize.ofGiB(75));
    private static final Finding WARNING = new GpusStayIdle(8, 16);
    private static final Finding ADVICE = new PipelineBubbleIsLarge(new Share(0.5));

    @Test
    void theHeaviestFindingDecides() {
        assertThat(Readiness.of(List.of())).isEqualTo(Readiness.READY);
        assertThat(Readiness.of(List.of(WARNING, ADVICE))).isEqualTo(Readiness.READY);
        assertThat(Readiness.of(List.of(ADVICE, TIGHT))).isEqualTo(Readiness.TIGHT);
        assertThat(Readiness.of(List.of(TIGHT, UNDECIDED))).isEqualTo(Readiness.UNKNOWN);
        assertThat(Readiness.of(List.of(UNDECIDED, TIGHT, BLOCKER))).isEqualTo(Readiness.NOT_READY);
    }

    @Test
    void oneOfSeveralPlansIsEnough() {
        assertThat(Readiness.best(List.of(Readiness.NOT_READY, Readiness.TIGHT, Readiness.UNKNOWN)))
                .isEqualTo(Readiness.TIGHT);
        assertThat(Readiness.best(List.of(Readiness.READY, Readiness.TIGHT)))
                .isEqualTo(Readiness.READY);
        assertThat(Readiness.best(List.of(Readiness.NOT_READY, Readiness.UNKNOWN)))
                .isEqualTo(Readiness.UNKNOWN);
        assertThat(Readiness.best(List.of(Readiness.NOT_READY))).isEqualTo(Readiness.NOT_READY);
    }

    /// READY needs the high estimate inside the budget, TIGHT the expected one inside the capacity:
    /// to the byte.
    @Test
    void theLastByteDecides() {
        Assessment assessment =
                Assessment.of(Plans.founding(1), Judge.Common.of(Plans.founding(1)));
        long high = assessment.memory().highest().total().high().bytes();
        long expected = assessment.memory().worst().total().expected().bytes();

        assertThat(readinessWith(high, 0)).isEqualTo(Readiness.READY);
        assertThat(readinessWith(high - 1, 0)).isEqualTo(Readiness.TIGHT);
        assertThat(readinessWith(high, 8)).isEqualTo(Readiness.TIGHT);
        assertThat(readinessWith(2 * high, 50)).isEqualTo(Readiness.READY);
        assertThat(readinessWith(expected, 0)).isEqualTo(Readiness.TIGHT);
        assertThat(readinessWith(expected - 1, 0)).isEqualTo(Readiness.NOT_READY);
    }

    private static Readiness readinessWith(long usable, double margin) {
        DeploymentPlan plan = Plans.founding(1);
        return CompatibilityCheck.check(
                        new DeploymentPlan(
                                plan.name(),
                                plan.model(),
                                new Cluster(
                                        Plans.aGpuWith(ByteSize.ofBytes(usable)),
                                        16,
                                        8,
                                        Figure.absent()),
                                plan.framework(),
                                plan.strategy(),
                                plan.workload(),
                                plan.declared(),
                                Share.ofPercent(margin)),
                        RuleSet.TWO)
                .readiness();
    }
}
