package io.shardfit.domain;

import io.shardfit.domain.architecture.Attention;
import io.shardfit.domain.architecture.Attention.GroupedQuery;
import io.shardfit.domain.architecture.Attention.MultiLatent;
import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.architecture.FeedForward;
import io.shardfit.domain.architecture.FeedForward.Dense;
import io.shardfit.domain.architecture.FeedForward.MixtureOfExperts;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.architecture.Normalization;

/// Real models, as their papers and published configurations describe them.
public final class Models {
    private Models() {}

    /// Brown et al., arXiv 2005.14165, table 2.1.
    public static ModelArchitecture gpt3() {
        return new ModelArchitecture(
                "gpt3-175b",
                96,
                12_288,
                51_200,
                true,
                Normalization.LAYERNORM,
                new GroupedQuery(96, 96, 128),
                new Dense(false, 49_152));
    }

    /// meta-llama/Meta-Llama-3.1-70B config.json, cut to `layers`.
    public static ModelArchitecture llama3With70B(int layers) {
        return dense("llama3-70b", layers, 8_192, 128_256, new GroupedQuery(64, 8, 128), 28_672);
    }

    /// meta-llama/Meta-Llama-3.1-405B config.json, cut to `layers`.
    public static ModelArchitecture llama3With405B(int layers) {
        return dense("llama3-405b", layers, 16_384, 128_256, new GroupedQuery(128, 8, 128), 53_248);
    }

    /// Llama-3.1-405B as SimuMax measured it: with 16 key-value heads, not the 8 of the published
    /// model (MooreThreads/SimuMax@4dcaae5, run_pretrain_llama3.sh, `num_query_groups=16`).
    public static ModelArchitecture llama3With405BAnd16KeyValueHeads(int layers) {
        return dense(
                "llama3-405b-16", layers, 16_384, 128_256, new GroupedQuery(128, 16, 128), 53_248);
    }

    /// mistralai/Mixtral-8x7B-v0.1 config.json.
    public static ModelArchitecture mixtral() {
        return model(
                "mixtral-8x7b",
                32,
                4_096,
                32_000,
                new GroupedQuery(32, 8, 128),
                new MixtureOfExperts(true, 0, new Experts(8, 2, 14_336, 0, 0, 1)));
    }

    /// DeepSeek-AI, arXiv 2405.04434, §2 and table of hyper-parameters, cut to `layers`.
    public static ModelArchitecture deepSeekV2(int layers, int denseLayers) {
        return model(
                "deepseek-v2",
                layers,
                5_120,
                102_400,
                new MultiLatent(128, 1_536, 512, 128, 64, 128),
                new MixtureOfExperts(
                        true, 12_288, new Experts(160, 6, 1_536, 3_072, denseLayers, 1)));
    }

    /// deepseek-ai/DeepSeek-V3 config.json, without its multi-token-prediction layer.
    public static ModelArchitecture deepSeekV3(int layers, int denseLayers) {
        return model(
                "deepseek-v3",
                layers,
                7_168,
                129_280,
                new MultiLatent(128, 1_536, 512, 128, 64, 128),
                new MixtureOfExperts(
                        true, 18_432, new Experts(256, 8, 2_048, 2_048, denseLayers, 1)));
    }

    /// The founding report's model: 16 layers of 64 experts, 30 billion parameters.
    public static ModelArchitecture founding() {
        return model(
                "moe-30b",
                16,
                4_096,
                32_000,
                new GroupedQuery(32, 32, 128),
                new MixtureOfExperts(true, 0, new Experts(64, 2, 2_304, 0, 0, 1)));
    }

    private static ModelArchitecture dense(
            String name, int layers, int hidden, int vocabulary, Attention attention, int width) {
        return model(name, layers, hidden, vocabulary, attention, new Dense(true, width));
    }

    private static ModelArchitecture model(
            String name,
            int layers,
            int hidden,
            int vocabulary,
            Attention attention,
            FeedForward feedForward) {
        return new ModelArchitecture(
                name,
                layers,
                hidden,
                vocabulary,
                false,
                Normalization.RMSNORM,
                attention,
                feedForward);
    }
}
