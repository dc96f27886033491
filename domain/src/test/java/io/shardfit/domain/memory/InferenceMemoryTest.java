package io.shardfit.domain.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.domain.Models;
import io.shardfit.domain.Plans;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.quantity.Basis;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Estimate;
import io.shardfit.domain.quantity.Precision;
import io.shardfit.domain.strategy.Multiplicative;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.workload.Workload.Inference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Weights and key-value cache are counted, so they must be exact.
class InferenceMemoryTest {
    private static final ModelArchitecture LLAMA = Models.llama3With70B(80);
    private static final ModelArchitecture DEEPSEEK = Models.deepSeekV3(61, 3);

    private static Inference oneToken() {
        return new Inference(1, 1, Precision.BF16, Precision.BF16, 1);
    }

    private static Estimate part(
            MemoryPart part, ModelArchitecture model, ParallelStrategy strategy, Inference work) {
        return MemoryModel.of(Plans.megatron(model, strategy, work, 64)).stage(0).part(part);
    }

    private static Estimate cache(ModelArchitecture model, int tensor, Inference work) {
        return part(MemoryPart.KEY_VALUE_CACHE, model, Plans.strategy(1, tensor, 1, 1), work);
    }

    /// 80 layers × 2 × 8 heads × 128 × 2 B; with more ranks than heads every rank keeps one head.
    @ParameterizedTest
    @CsvSource({"1, 327680", "2, 163840", "8, 40960", "16, 40960", "64, 40960"})
    void aGroupedQueryTokenIsSplitOverRanksDownToOneHead(int tensor, long bytes) {
        Estimate cache = cache(LLAMA, tensor, oneToken());

        assertThat(cache).isEqualTo(Estimate.exactly(ByteSize.ofBytes(bytes)));
        assertThat(cache.basis()).isEqualTo(Basis.EXACT);
    }

    /// 61 layers × (512 + 64) × 2 B on every rank: one latent serves all heads.
    @ParameterizedTest
    @CsvSource({"1", "2", "8", "16", "128"})
    void aLatentTokenIsWholeOnEveryRank(int tensor) {
        assertThat(cache(DEEPSEEK, tensor, oneToken()).expected())
                .isEqualTo(ByteSize.ofBytes(70_272));
    }

    @ParameterizedTest
    @CsvSource({
        "BF16, 327680",
        "FP8,  163840",
        "INT4, 81920",
        "FP32, 655360",
    })
    void aTokenIsStoredInTheCachePrecision(Precision precision, long bytes) {
        assertThat(cache(LLAMA, 1, oneToken().withKeyValuePrecision(precision)).expected())
                .isEqualTo(ByteSize.ofBytes(bytes));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 16, 16",
        "16, 16, 16",
        "17, 16, 32",
        "4096, 16, 4096",
        "4097, 16, 4112",
        "5, 1, 5",
    })
    void aSequenceOccupiesWholeBlocks(int context, int block, int tokens) {
        Inference work = new Inference(3, context, Precision.BF16, Precision.BF16, block);

        assertThat(cache(LLAMA, 8, work).expected())
                .isEqualTo(ByteSize.ofBytes(3L * tokens * 40_960));
    }

    /// 37 sequences over 4 replicas: one of them holds 10.
    @Test
    void theFullestReplicaHoldsTheSequenceLeftOver() {
        assertThat(
                        part(
                                        MemoryPart.KEY_VALUE_CACHE,
                                        LLAMA,
                                        Plans.strategy(1, 8, 1, 4),
                                        new Inference(37, 1, Precision.BF16, Precision.BF16, 1))
                                .expected())
                .isEqualTo(ByteSize.ofBytes(10 * 40_960));
    }

    @Test
    void aStageKeepsTheTokensOfItsOwnLayers() {
        assertThat(
                        part(
                                        MemoryPart.KEY_VALUE_CACHE,
                                        LLAMA,
                                        Plans.strategy(1, 8, 4, 1),
                                        oneToken())
                                .expected())
                .isEqualTo(ByteSize.ofBytes(40_960 / 4));
    }

    /// Per layer and rank: attention 8 192 × (1 024 + 2 × 128 + 1 024), feed-forward 3 × 8 192 × 3
    /// 584, norms 2 × 8 192; embedding and head 16 032 × 8 192 each, and the final norm.
    @Test
    void llamaWeightsOnOneOfEightRanksByHand() {
        long layer = 18_874_368 + 88_080_384 + 16_384;
        long parameters = 80 * layer + 2 * 131_334_144 + 8_192;

        Estimate weights = part(MemoryPart.WEIGHTS, LLAMA, Plans.strategy(1, 8, 1, 1), oneToken());

        assertThat(parameters).isEqualTo(8_820_367_360L);
        assertThat(weights.expected()).isEqualTo(ByteSize.ofBytes(17_640_734_720L));
        assertThat(weights.low()).isEqualTo(weights.expected());
        // Converting a checkpoint while it is read peaked at 79.08 over 63.93 GiB: 1.24 times.
        assertThat(weights.high()).isEqualTo(ByteSize.ofBytes(21_874_511_053L));
    }

    /// The linear layers shrink; 263 987 200 parameters of embedding, head and norms stay in 16
    /// bits. 1.24 times while a checkpoint is converted, which is more than the scales take.
    @ParameterizedTest
    @CsvSource({
        "FP8,  9084354560,  11264599655",
        "INT4, 4806164480,  5959643956",
    })
    void narrowWeightsLeaveEmbeddingsWide(Precision precision, long bytes, long high) {
        Estimate weights =
                part(
                        MemoryPart.WEIGHTS,
                        LLAMA,
                        Plans.strategy(1, 8, 1, 1),
                        oneToken().withWeightPrecision(precision));

        assertThat(weights)
                .isEqualTo(
                        Estimate.between(
                                ByteSize.ofBytes(bytes),
                                ByteSize.ofBytes(bytes),
                                ByteSize.ofBytes(high)));
    }

    /// 58 layers × 256 experts × 3 × 7 168 × 2 048, over EP 32.
    @Test
    void deepSeekExpertsAreDealtOverTheExpertRanks() {
        Estimate experts =
                part(MemoryPart.EXPERT_WEIGHTS, DEEPSEEK, Plans.strategy(32, 1, 1, 32), oneToken());

        assertThat(experts.expected()).isEqualTo(ByteSize.ofBytes(2L * 58 * 8 * 3 * 7_168 * 2_048));
    }

    /// 8 experts over 3 ranks: the fullest rank decides.
    @Test
    void unevenExpertsAreCountedOnTheFullestRank() {
        Estimate experts =
                MemoryModel.of(
                                Plans.plan(
                                        Models.mixtral(),
                                        new Multiplicative(),
                                        Plans.strategy(3, 1, 1, 1),
                                        oneToken(),
                                        3))
                        .stage(0)
                        .part(MemoryPart.EXPERT_WEIGHTS);

        assertThat(experts.expected())
                .isEqualTo(ByteSize.ofBytes(2L * 32 * 3 * 3 * 4_096 * 14_336));
    }

    @Test
    void aDenseModelHasNoExpertPart() {
        assertThat(
                        MemoryModel.of(
                                        Plans.megatron(
                                                LLAMA, Plans.strategy(1, 8, 1, 1), oneToken(), 8))
                                .parts())
                .containsExactly(
                        MemoryPart.WEIGHTS,
                        MemoryPart.KEY_VALUE_CACHE,
                        MemoryPart.WORKING_SET,
                        MemoryPart.CUDA_CONTEXT,
                        MemoryPart.COMMUNICATORS);
    }
}
