package io.shardfit.domain.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.shardfit.domain.Models;
import io.shardfit.domain.Plans;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Precision;
import io.shardfit.domain.workload.ActivationRecomputation;
import io.shardfit.domain.workload.Recomputation;
import io.shardfit.domain.workload.TrainingPrecision;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComputeHeadroomTest {
    private static final ByteSize RESIDENT = ByteSize.ofBytes(2_000_000_000);

    private static DeploymentPlan training() {
        return Plans.megatron(
                Models.llama3With70B(80),
                Plans.strategy(1, 8, 8, 1),
                Plans.pretraining(64, 1, 4_096),
                64);
    }

    private static DeploymentPlan decoding() {
        return Plans.megatron(
                Models.mixtral(), Plans.strategy(1, 8, 1, 1), Plans.serving(8, 4_096), 8);
    }

    /// Tokens 64 × 4 096. Forward per token: twice the 70 553 706 496 parameters less the 128 256 ×
    /// 8 192 of the embedding, and causal attention 2·s·h per layer (arXiv 2205.05198 appendix A,
    /// halved) = 80 × 2 × 4 096 × 8 192. Three passes, over 64 GPUs.
    @Test
    void oneStepOfADenseTrainingByHand() {
        ComputeHeadroom compute = ComputeHeadroom.of(training(), RESIDENT);

        double perToken = 2 * 69_503_033_344.0 + 5_368_709_120.0;
        assertThat(compute.perGpu().operations()).isEqualTo(3 * perToken * 64 * 4_096 / 64);
        assertThat(compute.perGpu()).hasToString("1.77 PFLOP");
        assertThat(compute.computeSeconds().orElseThrow().seconds())
                .isCloseTo(1_774_077_245_128_704.0 / 989e12, within(1e-12));
        assertThat(compute.traffic()).isEqualTo(ByteSize.ofBytes(64 * 3 * 2_000_000_000L));
        assertThat(compute.memorySeconds().orElseThrow().seconds())
                .isCloseTo(384e9 / 3.35e12, within(1e-12));
        assertThat(compute.bound()).isEqualTo(Bound.COMPUTE);
    }

    /// One token of each of 8 sequences. The token passes 12 879 925 248 active parameters less the
    /// 32 000 × 4 096 of the embedding, and looks back at 4 096 tokens: 4·c·h per layer = 32 × 4 ×
    /// 4 096 × 4 096. One pass, over 8 GPUs.
    @Test
    void oneTokenOfAMixtureByHand() {
        ComputeHeadroom compute = ComputeHeadroom.of(decoding(), RESIDENT);

        assertThat(compute.perGpu().operations()).isEqualTo(2 * 12_748_853_248.0 + 2_147_483_648.0);
        assertThat(compute.traffic()).isEqualTo(RESIDENT);
        assertThat(compute.bound()).isEqualTo(Bound.MEMORY_BANDWIDTH);
        assertThat(compute.pipelineBubble().fraction()).isZero();
    }

    @Test
    void fullRecomputationIsAFourthPass() {
        DeploymentPlan plan = training();
        DeploymentPlan recomputing =
                plan.withWorkload(
                        Plans.pretraining(64, 1, 4_096)
                                .withRecomputation(ActivationRecomputation.FULL));

        double once = ComputeHeadroom.of(plan, RESIDENT).perGpu().operations();
        assertThat(ComputeHeadroom.of(recomputing, RESIDENT).perGpu().operations() / once)
                .isCloseTo(4 / 3.0, within(1e-12));
    }

    /// Selective recomputation repeats the score and value products of the forward pass
    /// (Korthikanti et al., arXiv 2205.05198 §5): 4·s/2·a·d per token and layer, causal.
    @Test
    void selectiveRecomputationRepeatsTheScores() {
        DeploymentPlan plan = training();
        DeploymentPlan selective =
                plan.withWorkload(
                        Plans.pretraining(64, 1, 4_096)
                                .withRecomputation(ActivationRecomputation.SELECTIVE));

        double more =
                ComputeHeadroom.of(selective, RESIDENT).perGpu().operations()
                        - ComputeHeadroom.of(plan, RESIDENT).perGpu().operations();

        int width = plan.model().attention().heads() * plan.model().attention().scoreWidth();
        double byHand = 64.0 * 4_096 * plan.model().layers() * 4 * (4_096 / 2.0) * width;
        assertThat(more).isCloseTo(byHand / plan.groups().worldSize(), withinPercentage(1e-6));
    }

    /// DeepSeek-V3 rebuilds 128 heads of 192 and 256 elements from latents of 1,536 and 512 in each
    /// of 61 layers (its config.json): 2 operations per weight and token.
    @Test
    void latentsAreRebuiltByProducts() {
        DeploymentPlan plan =
                Plans.megatron(
                        Models.deepSeekV3(61, 3),
                        Plans.strategy(8, 1, 1, 8),
                        Plans.pretraining(64, 1, 4_096),
                        8);
        DeploymentPlan again =
                plan.withWorkload(
                        Plans.pretraining(64, 1, 4_096)
                                .withRecomputed(
                                        new Recomputation(
                                                ActivationRecomputation.SELECTIVE,
                                                Set.of(Recomputation.Module.MLA_UP_PROJ),
                                                Recomputation.Method.UNIFORM,
                                                1)));

        double weights = 61.0 * 128 * (1_536 * 192 + 512 * 256);
        assertThat(RecomputationWork.of(again).operations())
                .isCloseTo(2 * weights * 64 * 4_096 / 8, withinPercentage(1e-9));
        assertThat(RecomputationWork.of(plan).operations()).isZero();
    }

    @Test
    void aTiedHeadIsStillMultiplied() {
        DeploymentPlan plan =
                Plans.megatron(
                        Models.gpt3(), Plans.strategy(1, 1, 1, 1), Plans.pretraining(1, 1, 1), 1);

        // one token, half a token of context: 2 × 2 × 96 layers × 12 288 × 0.5
        assertThat(ComputeHeadroom.of(plan, RESIDENT).perGpu().operations())
                .isEqualTo(3 * (2 * 174_580_064_256.0 + 2 * 96 * 12_288));
    }

    @Test
    void withoutAPublishedPeakNothingIsSaid() {
        ComputeHeadroom compute =
                ComputeHeadroom.of(
                        training()
                                .withWorkload(
                                        Plans.pretraining(64, 1, 4_096)
                                                .withPrecision(TrainingPrecision.FP8)),
                        RESIDENT);

        assertThat(compute.precision()).isEqualTo(Precision.FP8);
        assertThat(compute.computeSeconds()).isEmpty();
        assertThat(compute.computeSecondsHow()).isEmpty();
        assertThat(compute.memorySeconds()).isPresent();
        assertThat(compute.bound()).isEqualTo(Bound.UNKNOWN);
    }

    /// (PP − 1) ÷ v ÷ n of the work (arXiv 2104.04473 §2.2), as a part of the whole step.
    @ParameterizedTest
    @CsvSource({
        "1, 1, 8, 0",
        "4, 1, 8, 0.272727272727",
        "4, 2, 8, 0.157894736842",
        "8, 1, 64, 0.098591549296",
        "4, 1, 1, 0.75",
    })
    void theBubbleIsTheTimeAStageStandsStill(
            int stages, int virtualStages, int microBatches, double bubble) {
        DeploymentPlan plan =
                Plans.megatron(
                        Models.llama3With70B(80),
                        Plans.degrees(1, stages, 1, 1, 1, 1, true, virtualStages),
                        Plans.pretraining(microBatches, 1, 4_096),
                        8);

        assertThat(ComputeHeadroom.of(plan, RESIDENT).pipelineBubble().fraction())
                .isCloseTo(bubble, within(1e-9));
    }
}
