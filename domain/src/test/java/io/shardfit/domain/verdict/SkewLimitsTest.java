package io.shardfit.domain.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.domain.Models;
import io.shardfit.domain.Plans;
import io.shardfit.domain.hardware.Cluster;
import io.shardfit.domain.hardware.Figure;
import io.shardfit.domain.memory.MemoryModel;
import io.shardfit.domain.memory.MemoryPart;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Ratio;
import io.shardfit.domain.verdict.SkewLimits.Step;
import io.shardfit.domain.workload.Routing.MaxOverMean;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SkewLimitsTest {
    private static final RuleSet RULES = RuleSet.current();

    /// Mixtral, 8 experts over 8 ranks, 2 per token: at most 8 × min(2, 1) ÷ 2 = 4 times the mean.
    private static DeploymentPlan mixtral(ByteSize usable) {
        return Plans.megatron(
                        Models.mixtral(),
                        Plans.strategy(8, 1, 4, 8),
                        Plans.pretraining(64, 1, 4_096),
                        32)
                .withCluster(new Cluster(Plans.aGpuWith(usable), 32, 8, Figure.absent()));
    }

    private static SkewLimits limits(ByteSize usable) {
        return SkewLimits.of(mixtral(usable), RULES).orElseThrow();
    }

    private static Readiness memory(DeploymentPlan plan, int hundredths) {
        return CompatibilityCheck.check(
                        SkewLimits.routed(plan, new MaxOverMean(Ratio.of(hundredths, 100))), RULES)
                .readiness();
    }

    /// Every hundredth judged on its own finds the same limits.
    @ParameterizedTest
    @ValueSource(longs = {40, 60, 70, 80, 90, 110, 141, 180})
    void theLimitsAreThoseOfJudgingEveryHundredth(long gibibytes) {
        DeploymentPlan plan = mixtral(ByteSize.ofGiB(gibibytes));
        int ready = 99;
        int fits = 99;
        Readiness before = Readiness.READY;
        for (int hundredths = 100; hundredths <= 400; hundredths++) {
            Readiness now = memory(plan, hundredths);
            assertThat(now).as("at %d", hundredths).isGreaterThanOrEqualTo(before);
            ready = now == Readiness.READY ? hundredths : ready;
            fits = now == Readiness.NOT_READY ? fits : hundredths;
            before = now;
        }

        SkewLimits limits = limits(ByteSize.ofGiB(gibibytes));

        assertThat(limits.ready().map(Step::hundredths).orElse(99)).isEqualTo(ready);
        assertThat(limits.fits().map(Step::hundredths).orElse(99)).isEqualTo(fits);
        assertThat(limits.neverRunsOut()).isEqualTo(fits == 400);
    }

    /// By hand: of the activations of stage 0 only the routed tensors grow with the factor. A
    /// mixture layer keeps per token 2 copies × 2 bytes × (4096 + 3 × 14336) = 188 416 bytes of
    /// 4096 tokens at factor 1; 8 layers and 4 micro-batches in flight make 23 × 2^30 bytes. Twice
    /// the mean is 23 GiB more.
    @Test
    void memoryGrowsByTheRoutedTensorsAlone() {
        DeploymentPlan plan = mixtral(ByteSize.ofGiB(141));
        long once = routedTo(plan, 100).bytes();
        long twice = routedTo(plan, 200).bytes();

        assertThat(twice - once).isEqualTo(23L << 30);
    }

    private static ByteSize routedTo(DeploymentPlan plan, int hundredths) {
        return MemoryModel.of(SkewLimits.routed(plan, new MaxOverMean(Ratio.of(hundredths, 100))))
                .stage(0)
                .part(MemoryPart.ACTIVATIONS)
                .expected();
    }

    @Test
    void neverRunsOutWhereTheMostThatCanBeFits() {
        SkewLimits limits = limits(ByteSize.ofGiB(500));

        assertThat(limits.neverRunsOut()).isTrue();
        assertThat(limits.runsOut()).isEmpty();
        assertThat(limits.most().overMean()).isEqualTo(Ratio.of(4, 1));
        assertThat(limits.ready().orElseThrow().hundredths()).isEqualTo(400);
    }

    @Test
    void hasNoLimitsWhereItNeverFits() {
        SkewLimits limits = limits(ByteSize.ofGiB(20));

        assertThat(limits.ready()).isEmpty();
        assertThat(limits.fits()).isEmpty();
        assertThat(limits.runsOut().orElseThrow().hundredths()).isEqualTo(100);
        assertThat(limits.readyHow()).isEmpty();
    }

    @Test
    void theArithmeticOfALimitNamesBothSidesOfIt() {
        SkewLimits limits = limits(ByteSize.ofGiB(80));

        Derivation how = limits.fitsHow().orElseThrow();

        Step last = limits.fits().orElseThrow();
        Step beyond = limits.runsOut().orElseThrow();
        assertThat(beyond.hundredths()).isEqualTo(last.hundredths() + 1);
        assertThat(how.terms().getFirst().meaning())
                .contains(last.expected().toString(), beyond.expected().toString(), "80.00 GiB");
        assertThat(limits.steps()).contains(last, beyond).doesNotHaveDuplicates();
    }

    @Test
    void aDenseModelAndARefusedPlanHaveNone() {
        DeploymentPlan dense =
                Plans.megatron(
                        Models.llama3With70B(8),
                        Plans.strategy(1, 8, 1, 1),
                        Plans.pretraining(8, 1, 4_096),
                        8);
        DeploymentPlan refused =
                mixtral(ByteSize.ofGiB(80)).withStrategy(Plans.strategy(3, 1, 1, 3));

        assertThat(List.of(dense, refused))
                .allSatisfy(plan -> assertThat(SkewLimits.of(plan, RULES)).isEmpty());
    }

    @Test
    void aServingPlanIsAskedToo() {
        DeploymentPlan plan =
                Plans.megatron(
                        Models.mixtral(), Plans.strategy(8, 1, 1, 8), Plans.serving(64, 4_096), 8);

        SkewLimits limits = SkewLimits.of(plan, RULES).orElseThrow();

        assertThat(limits.steps().getLast().expected())
                .isGreaterThan(limits.steps().getFirst().expected());
    }
}
