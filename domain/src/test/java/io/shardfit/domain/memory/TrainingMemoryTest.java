package io.shardfit.domain.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.domain.Models;
import io.shardfit.domain.Plans;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Estimate;
import io.shardfit.domain.strategy.Multiplicative;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.workload.ActivationRecomputation;
import io.shardfit.domain.workload.Optimizer;
import io.shardfit.domain.workload.TrainingPrecision;
import io.shardfit.domain.workload.Workload.Training;
import io.shardfit.domain.workload.ZeroStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the published runs do not vary, by hand: twelve layers of Llama-3-70B, one GPU per replica.
class TrainingMemoryTest {
    private static final long LAYER = 855_654_400; // parameters
    private static final long PARAMETERS = 12 * LAYER + 2 * 128_256L * 8_192 + 8_192;
    private static final long HIDDEN = 4_096 * 2 * 8_192L; // bytes of one hidden state, all tokens
    private static final long KEPT = 4_096L * 274_688; // bytes a layer keeps of one micro-batch

    private static Training training() {
        return Plans.pretraining(24, 1, 4_096);
    }

    private static StageMemory memory(ParallelStrategy strategy, Training training) {
        DeploymentPlan plan =
                Plans.plan(Models.llama3With70B(12), new Multiplicative(), strategy, training, 8);
        return MemoryModel.of(plan).stage(0);
    }

    private static StageMemory replicated(int data, Training training) {
        return memory(Plans.strategy(1, 1, 1, data), training);
    }

    private static long bytes(StageMemory stage, MemoryPart part) {
        return stage.part(part).expected().bytes();
    }

    /// Bytes per parameter 2, 4 and 12, each divided among the ranks that share it.
    @ParameterizedTest
    @CsvSource({
        "NONE,      1, 1, 1",
        "OPTIMIZER, 1, 1, 4",
        "GRADIENTS, 1, 4, 4",
        "WEIGHTS,   4, 4, 4",
    })
    void eachZeroStageSharesOneStateMore(ZeroStage zero, int weights, int gradients, int states) {
        StageMemory stage = replicated(4, training().withZeroStage(zero));

        assertThat(bytes(stage, MemoryPart.WEIGHTS))
                .isEqualTo(Math.ceilDiv(2 * PARAMETERS, weights));
        assertThat(bytes(stage, MemoryPart.GRADIENTS))
                .isEqualTo(Math.ceilDiv(4 * PARAMETERS, gradients));
        assertThat(bytes(stage, MemoryPart.OPTIMIZER_STATES))
                .isEqualTo(Math.ceilDiv(12 * PARAMETERS, states));
    }

    @Test
    void zeroThreeGathersTwoLayers() {
        StageMemory stage = replicated(4, training().withZeroStage(ZeroStage.WEIGHTS));

        assertThat(stage.part(MemoryPart.GATHERED_WEIGHTS))
                .isEqualTo(
                        Estimate.between(
                                ByteSize.ofBytes(2 * LAYER),
                                ByteSize.ofBytes(4 * LAYER),
                                ByteSize.ofBytes(6 * LAYER)));
        assertThat(MemoryModel.of(replicated(4, training()).model().plan()).parts())
                .doesNotContain(MemoryPart.GATHERED_WEIGHTS);
    }

    /// The master copy of 4 bytes, which fp32 does not need, and the moments.
    @ParameterizedTest
    @CsvSource({
        "BF16, ADAMW,        12",
        "BF16, ADAMW_8BIT,   6",
        "BF16, SGD_MOMENTUM, 8",
        "BF16, SGD,          4",
        "FP16, ADAMW,        12",
        "FP8,  ADAMW,        12",
        "FP32, ADAMW,        8",
        "FP32, SGD,          0",
    })
    void anOptimizerKeepsItsBytesPerParameter(
            TrainingPrecision precision, Optimizer optimizer, int bytesPerParameter) {
        StageMemory stage =
                replicated(1, training().withPrecision(precision).withOptimizer(optimizer));

        assertThat(bytes(stage, MemoryPart.OPTIMIZER_STATES))
                .isEqualTo(bytesPerParameter * PARAMETERS);
    }

    @ParameterizedTest
    @CsvSource({"BF16, 2, 2, 2", "FP16, 2, 2, 2", "FP8, 1, 2, 4", "FP32, 4, 4, 4"})
    void aRecipeStoresAWeightInItsBytes(
            TrainingPrecision precision, int low, int expected, int high) {
        assertThat(replicated(1, training().withPrecision(precision)).part(MemoryPart.WEIGHTS))
                .extracting(Estimate::low, Estimate::expected, Estimate::high)
                .containsExactly(
                        ByteSize.ofBytes(low * PARAMETERS),
                        ByteSize.ofBytes(expected * PARAMETERS),
                        ByteSize.ofBytes(high * PARAMETERS));
    }

    /// Selective: without the log-sum-exp, 4 bytes per head and token. Full: the input of every
    /// layer.
    @ParameterizedTest
    @CsvSource({"NONE, 13501464576", "SELECTIVE, 13488881664", "FULL, 805306368"})
    void recomputationKeepsLess(ActivationRecomputation amount, long bytes) {
        StageMemory stage = replicated(1, training().withRecomputation(amount));

        assertThat(bytes(stage, MemoryPart.ACTIVATIONS)).isEqualTo(bytes);
    }

    @Test
    void theFiguresAboveAreTheirSums() {
        assertThat(12 * KEPT).isEqualTo(13_501_464_576L);
        assertThat(12 * (KEPT - 4_096L * 4 * 64)).isEqualTo(13_488_881_664L);
        assertThat(12 * HIDDEN).isEqualTo(805_306_368L);
    }

    /// Without sequence parallelism both norms keep input and output whole on both ranks.
    @Test
    void withoutSequenceParallelismNormsAreNotSplit() {
        long whole = 4 * HIDDEN;
        long halved = (KEPT - whole) / 2;

        assertThat(
                        bytes(
                                memory(Plans.degrees(2, 1, 1, 1, 1, 2, false, 1), training()),
                                MemoryPart.ACTIVATIONS))
                .isEqualTo(12 * (whole + halved));
        assertThat(
                        bytes(
                                memory(Plans.degrees(2, 1, 1, 1, 1, 2, true, 1), training()),
                                MemoryPart.ACTIVATIONS))
                .isEqualTo(12 * KEPT / 2);
    }

    /// PP 2 and v 2: stage 0 holds 6 layers and 2·1 + 2 + 1 = 5 chunks of half of them.
    @Test
    void virtualStagesKeepMoreChunksOfFewerLayers() {
        assertThat(
                        bytes(
                                memory(Plans.degrees(1, 2, 1, 1, 1, 1, true, 2), training()),
                                MemoryPart.ACTIVATIONS))
                .isEqualTo(6 * KEPT * 5 / 2);
    }

    @Test
    void threeSequencesKeepThreeTimesAsMuch() {
        assertThat(bytes(replicated(1, training().withMicroBatch(3)), MemoryPart.ACTIVATIONS))
                .isEqualTo(3 * 12 * KEPT);
    }

    /// Replicas, stages and context ranks each set up one communicator of 392 MB when they are more
    /// than one.
    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 1, 0",
        "2, 1, 1, 1, 1",
        "2, 2, 1, 1, 2",
        "2, 2, 2, 1, 3",
        "2, 2, 2, 2, 4"
    })
    void everyGroupOfMoreThanOneRankHasACommunicator(
            int tp, int pp, int dp, int cp, int communicators) {
        StageMemory stage = memory(Plans.degrees(tp, pp, dp, 1, cp, tp, true, 1), training());

        assertThat(bytes(stage, MemoryPart.COMMUNICATORS)).isEqualTo(392_000_000L * communicators);
    }
}
