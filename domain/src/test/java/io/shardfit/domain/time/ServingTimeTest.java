package io.shardfit.domain.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.shardfit.domain.Models;
import io.shardfit.domain.Plans;
import io.shardfit.domain.balance.Bound;
import io.shardfit.domain.balance.RoutedLoad;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.VLlm;
import io.shardfit.domain.verdict.CompatibilityCheck;
import io.shardfit.domain.verdict.RuleSet;
import io.shardfit.domain.verdict.Verdict.Assessed;
import org.junit.jupiter.api.Test;

class ServingTimeTest {
    private static ServingTime time(DeploymentPlan plan) {
        return (ServingTime) StepTime.of(plan, RoutedLoad.of(plan).busiest());
    }

    private static DeploymentPlan plan(int tp, int pp, int sequences) {
        return Clusters.networked(
                Plans.megatron(
                        Models.llama3With70B(80),
                        Plans.strategy(1, tp, pp, 1),
                        Plans.serving(sequences, 4_096),
                        tp * pp));
    }

    /// One sequence on one GPU: 80 layers of 855 638 016 weights and the head in 2 bytes, and 4 096
    /// tokens of 2 × 8 × 128 elements, at 0.8 × 3.35 TB/s; ten kernels of 3 µs for each layer.
    @Test
    void oneTokenOfOneSequenceByHand() {
        ServingTime time = time(plan(1, 1, 1));

        double weights = 2 * (80 * 855_638_016.0 + 128_256.0 * 8_192);
        double cache = 2 * 80 * 4_096.0 * 2 * 8 * 128;
        assertThat(time.expected().seconds())
                .isCloseTo((weights + cache) / (3.35e12 * 0.8) + 80 * 10 * 3e-6, within(1e-9));
        assertThat(time.bound()).isEqualTo(Bound.MEMORY_BANDWIDTH);
        assertThat(time.throughput(Pace.EXPECTED).perSecond())
                .isCloseTo(1 / time.expected().seconds(), within(1e-9));
    }

    @Test
    void weightsAreReadOnceForManySequences() {
        double one = time(plan(8, 1, 1)).throughput(Pace.EXPECTED).perSecond();
        double many = time(plan(8, 1, 32)).throughput(Pace.EXPECTED).perSecond();

        assertThat(many).isGreaterThan(16 * one);
    }

    private static ServingTime ofEngine(int sequences, int data) {
        DeploymentPlan plan =
                Clusters.networked(
                        Plans.plan(
                                Models.llama3With70B(80),
                                new VLlm(),
                                Plans.strategy(1, 4, 1, data),
                                Plans.serving(sequences, 8_192),
                                4 * data));
        Assessed checked = (Assessed) CompatibilityCheck.check(plan, RuleSet.current());
        return (ServingTime) checked.assessment().time();
    }

    /// A sequence of 8 192 tokens takes 512 blocks of 16; four GPUs of 80 GiB hold between 50 and
    /// 60 of 2.7 GB beside 141 GB of weights.
    @Test
    void anEngineWorksOnWhatItsCacheHolds() {
        ServingTime some = ofEngine(512, 1);
        ServingTime many = ofEngine(4_096, 1);

        assertThat(some.sequences()).isBetween(50, 60);
        assertThat(many.sequences()).isEqualTo(some.sequences());
        assertThat(many.throughput(Pace.EXPECTED)).isEqualTo(some.throughput(Pace.EXPECTED));
        assertThat(many.untilAllHaveOne().seconds())
                .isCloseTo(8 * some.untilAllHaveOne().seconds(), within(1e-9));
        assertThat(ofEngine(512, 2).sequences()).isEqualTo(2 * some.sequences());
        assertThat(ofEngine(8, 1).sequences()).isEqualTo(8);
    }

    @Test
    void stagesDoNotShortenTheWayOfOneToken() {
        double flat = time(plan(1, 1, 1)).expected().seconds();

        assertThat(time(plan(1, 4, 1)).expected().seconds()).isCloseTo(flat, within(1e-9));
        assertThat(time(plan(4, 1, 1)).expected().seconds()).isLessThan(flat);
    }

    @Test
    void promptsAreReadFasterThanAnswersAreWritten() {
        ServingTime time = time(plan(8, 1, 32));

        assertThat(time.reading(Pace.EXPECTED).perSecond())
                .isGreaterThan(time.throughput(Pace.EXPECTED).perSecond());
        assertThat(time.reading(Pace.SLOW)).isLessThan(time.reading(Pace.FAST));
    }

    /// A single token visits 2 of 8 experts, so a quarter of their weights is read at most; of 1
    /// 024 tokens some visit each.
    @Test
    void onlyVisitedExpertsAreRead() {
        assertThat(mixtral(1).of(TimePart.MEMORY_TRAFFIC, Pace.EXPECTED).seconds())
                .isLessThan(0.5 * mixtral(64).of(TimePart.MEMORY_TRAFFIC, Pace.EXPECTED).seconds());
    }

    private static ServingTime mixtral(int sequences) {
        return time(
                Clusters.networked(
                        Plans.megatron(
                                Models.mixtral(),
                                Plans.strategy(1, 1, 1, 1),
                                Plans.serving(sequences, 128),
                                1)));
    }
}
