package io.shardfit.domain.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.shardfit.domain.Models;
import io.shardfit.domain.Plans;
import io.shardfit.domain.balance.Bound;
import io.shardfit.domain.balance.RoutedLoad;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Ratio;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.workload.ActivationRecomputation;
import io.shardfit.domain.workload.Offload;
import io.shardfit.domain.workload.Routing.MaxOverMean;
import io.shardfit.domain.workload.TrainingStates;
import io.shardfit.domain.workload.Workload.Training;
import org.junit.jupiter.api.Test;

class TrainingTimeTest {
    /// Weights of a layer: 8 192 × 10 240 + 8 192 × 8 192 + 3 × 8 192 × 28 672.
    private static final double LAYER = 855_638_016;

    private static final double HEAD = 128_256.0 * 8_192;

    /// The unmeasured test GPU reaches 0.70 of 989 TFLOP/s and 0.80 of 3.35 TB/s.
    private static final double PRODUCTS = 989e12 * 0.70;

    private static final double MEMORY = 3.35e12 * 0.80;

    private static KnownTime time(DeploymentPlan plan) {
        return (KnownTime) StepTime.of(plan, RoutedLoad.of(plan).busiest());
    }

    private static double seconds(KnownTime time, TimePart part) {
        return time.of(part, Pace.EXPECTED).seconds();
    }

    private static DeploymentPlan plan(int layers, int tp, int pp, int dp, Training training) {
        return Clusters.networked(
                Plans.megatron(
                        Models.llama3With70B(layers),
                        Plans.strategy(1, tp, pp, dp),
                        training,
                        tp * pp * dp));
    }

    @Test
    void matrixProductsOfTwoLayersByHand() {
        KnownTime time = time(plan(2, 1, 1, 1, Plans.pretraining(2, 1, 4_096)));

        assertThat(seconds(time, TimePart.MATRIX_PRODUCTS))
                .isCloseTo(2 * 2 * 4_096 * 3 * (2 * LAYER + HEAD) / PRODUCTS, within(1e-12));
        assertThat(seconds(time, TimePart.TENSOR_EXCHANGE)).isZero();
        assertThat(seconds(time, TimePart.PIPELINE_IDLE)).isZero();
    }

    /// 2 × 64 heads × 256 × 2 048 tokens seen, 3.5 times, at 0.45 of the peak.
    @Test
    void attentionOfTwoLayersByHand() {
        KnownTime time = time(plan(2, 1, 1, 1, Plans.pretraining(1, 1, 4_096)));

        assertThat(seconds(time, TimePart.ATTENTION))
                .isCloseTo(
                        2 * 4_096.0 * (2 * 64 * 256 * 2_048.0) * 3.5 / (989e12 * 0.45),
                        within(1e-12));
    }

    /// Each element: 3 × 4 of gradients, 2 × 12 of states, 2 of weights.
    @Test
    void theUpdateOfTwoLayersByHand() {
        KnownTime time = time(plan(2, 1, 1, 1, Plans.pretraining(1, 1, 4_096)));

        assertThat(seconds(time, TimePart.OPTIMIZER))
                .isCloseTo((2 * LAYER + HEAD) * 38 / MEMORY, within(1e-12));
    }

    /// Around each of two halves of two layers, forward and backward, an all-gather and a
    /// reduce-scatter of 4 096 × 8 192 × 2 bytes, of which 7 of 8 parts move at 0.8 × 400 GB/s; and
    /// one around the head. 20 µs to start, 80 µs until the rate is reached.
    @Test
    void tensorExchangeOfANodeByHand() {
        KnownTime time = time(plan(2, 8, 1, 1, Plans.pretraining(1, 1, 4_096)));

        double wire = 4_096 * 8_192 * 2 * 7 / 8.0 / (400e9 * 0.8);
        assertThat(wire * 3).isGreaterThan(80e-6);
        assertThat(seconds(time, TimePart.TENSOR_EXCHANGE))
                .isCloseTo((2 * 2 * 2 + 1) * 2 * (wire + 100e-6), within(1e-12));
    }

    @Test
    void fullRecomputationIsAFourthPassOfTheLayersButNotOfTheHead() {
        Training training = Plans.pretraining(1, 1, 4_096);
        KnownTime full =
                time(plan(2, 1, 1, 1, training.withRecomputation(ActivationRecomputation.FULL)));

        assertThat(seconds(full, TimePart.MATRIX_PRODUCTS))
                .isCloseTo(2 * 4_096 * (4 * 2 * LAYER + 3 * HEAD) / PRODUCTS, within(1e-12));
    }

    /// Interleaving divides the bubble by the chunks of a stage (arXiv 2104.04473 §2.2).
    @Test
    void twoChunksHalveTheBubble() {
        DeploymentPlan plain = plan(16, 1, 4, 1, Plans.pretraining(8, 1, 4_096));
        DeploymentPlan interleaved = plain.withStrategy(plain.strategy().withVirtualStages(2));
        double sends = 0.05;

        assertThat(seconds(time(interleaved), TimePart.PIPELINE_IDLE))
                .isCloseTo(
                        seconds(time(plain), TimePart.PIPELINE_IDLE) / 2,
                        within(sends * seconds(time(plain), TimePart.PIPELINE_IDLE)));
    }

    /// The last of four stages has the head beside its four layers, and all others wait for it.
    @Test
    void theSlowestStageSetsThePace() {
        KnownTime time = time(plan(16, 1, 4, 1, Plans.pretraining(8, 1, 4_096)));

        assertThat(seconds(time, TimePart.MATRIX_PRODUCTS))
                .isCloseTo(8 * 2 * 4_096 * 3 * (4 * LAYER + HEAD) / PRODUCTS, within(1e-11));
    }

    @Test
    void moreReplicasShareTheBatch() {
        KnownTime one = time(plan(2, 1, 1, 1, Plans.pretraining(16, 1, 4_096)));
        KnownTime eight = time(plan(2, 1, 1, 8, Plans.pretraining(16, 1, 4_096)));

        assertThat(seconds(eight, TimePart.MATRIX_PRODUCTS))
                .isCloseTo(seconds(one, TimePart.MATRIX_PRODUCTS) / 8, within(1e-12));
        assertThat(eight.throughput(Pace.EXPECTED).perSecond())
                .isGreaterThan(one.throughput(Pace.EXPECTED).perSecond());
    }

    @Test
    void tensorParallelismOverTwoNodesIsSlowerThanInsideOne() {
        Training training = Plans.pretraining(16, 1, 4_096);
        KnownTime inside = time(plan(8, 8, 1, 2, training));
        KnownTime across = time(plan(8, 16, 1, 1, training));

        assertThat(across.expected().isLongerThan(inside.expected())).isTrue();
        assertThat(across.busy(Bound.NETWORK).isMoreThan(inside.busy(Bound.NETWORK))).isTrue();
    }

    @Test
    void anImbalanceOfExpertsSlowsTheBusiestRank() {
        DeploymentPlan plan =
                Clusters.networked(
                        Plans.megatron(
                                Models.mixtral(),
                                Plans.strategy(8, 1, 1, 8),
                                Plans.pretraining(8, 1, 4_096),
                                8));
        DeploymentPlan skewed =
                plan.withWorkload(
                        Plans.pretraining(8, 1, 4_096)
                                .withRouting(new MaxOverMean(Ratio.of(3, 2))));

        assertThat(seconds(time(skewed), TimePart.EXPERT_PRODUCTS))
                .isCloseTo(1.5 * seconds(time(plan), TimePart.EXPERT_PRODUCTS), within(1e-9));
    }

    @Test
    void theIntervalIsOrderedAndThePartsAddUp() {
        KnownTime time = time(plan(16, 2, 4, 2, Plans.pretraining(32, 1, 4_096)));

        for (Pace pace : Pace.values()) {
            double sum = 0;
            for (TimePart part : time.parts()) {
                sum += time.of(part, pace).seconds();
            }
            assertThat(sum).isCloseTo(time.at(pace).seconds(), within(1e-12));
        }
        assertThat(time.expected().isLongerThan(time.at(Pace.FAST))).isTrue();
        assertThat(time.at(Pace.SLOW).isLongerThan(time.expected())).isTrue();
    }

    @Test
    void withoutANetworkRateNothingIsSaidOfTwoNodes() {
        DeploymentPlan plan =
                Clusters.linked(
                        Plans.megatron(
                                Models.llama3With70B(8),
                                Plans.strategy(1, 8, 1, 2),
                                Plans.pretraining(16, 1, 4_096),
                                16));

        assertThat(StepTime.of(plan, RoutedLoad.of(plan).busiest())).isEqualTo(UnknownTime.RATE);
    }

    @Test
    void trafficToTheHostIsNotGuessed() {
        Training training = Plans.pretraining(16, 1, 4_096);
        TrainingStates s = training.states();
        DeploymentPlan plan =
                plan(
                        8,
                        1,
                        1,
                        1,
                        training.withStates(
                                new TrainingStates(
                                        s.precision(),
                                        s.weights(),
                                        s.master(),
                                        s.gradients(),
                                        s.moments(),
                                        s.optimizer(),
                                        s.zeroStage(),
                                        s.reshardAfterForward(),
                                        new Offload(new Share(1), false, 0),
                                        s.adapter())));

        assertThat(StepTime.of(plan, RoutedLoad.of(plan).busiest())).isEqualTo(UnknownTime.OFFLOAD);
    }

    @Test
    void aModelThatIsCountedOnceGivesTheSameTime() {
        DeploymentPlan first = plan(8, 1, 1, 8, Plans.pretraining(64, 1, 4_096));
        TimeModel model = TimeModel.of(first);
        DeploymentPlan other = plan(8, 8, 1, 1, Plans.pretraining(64, 1, 4_096));

        KnownTime shared = (KnownTime) model.time(other, RoutedLoad.of(other).busiest());
        assertThat(shared.expected()).isEqualTo(time(other).expected());
    }
}
