package io.shardfit.domain.memory;

import io.shardfit.domain.architecture.Additions;
import io.shardfit.domain.architecture.Attention;
import io.shardfit.domain.architecture.Attention.GroupedQuery;
import io.shardfit.domain.architecture.Attention.MultiLatent;
import io.shardfit.domain.architecture.Embeddings;
import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.architecture.FeedForward;
import io.shardfit.domain.architecture.FeedForward.Dense;
import io.shardfit.domain.architecture.FeedForward.MixtureOfExperts;
import io.shardfit.domain.architecture.LayerStack;
import io.shardfit.domain.architecture.LinearBias;
import io.shardfit.domain.architecture.Mixers;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.architecture.Normalization;
import io.shardfit.domain.architecture.TokenMixer;
import io.shardfit.domain.quantity.ParameterCount;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// Models of the published starts, from the configurations that Hugging Face publishes with them.
final class ServedModels {
    private static final List<TokenMixer> FULL = List.of(TokenMixer.FULL);

    private ServedModels() {}

    static ModelArchitecture named(String name) {
        return switch (name) {
            case "CodeLlama-7b-hf" -> llama(name, 32, 4096, 11_008, 32, 32, 32_016, 16_384);
            case "Llama-2-7B" -> llama(name, 32, 4096, 11_008, 32, 32, 32_000, 4096);
            case "Llama-3-8B" -> llama(name, 32, 4096, 14_336, 32, 8, 128_256, 8192);
            case "Llama-3.1-8B" -> llama(name, 32, 4096, 14_336, 32, 8, 128_256, 131_072);
            case "Llama-3.3-70B" -> llama(name, 80, 8192, 28_672, 64, 8, 128_256, 131_072);
            case "phi-4" -> llama(name, 40, 5120, 17_920, 40, 10, 100_352, 16_384);
            case "Qwen2.5-7B" -> qwen2(name, 28, 3584, 18_944, 28, 4, 32_768);
            case "Qwen2.5-72B" -> qwen2(name, 80, 8192, 29_568, 64, 8, 32_768);
            case "Kimi-Dev-72B" -> qwen2(name, 80, 8192, 29_568, 64, 8, 131_072);
            case "Qwen3-0.6B" -> qwen3(name, 28, 1024, 3072, 16, true);
            case "Qwen3-8B" -> qwen3(name, 36, 4096, 12_288, 32, false);
            case "Qwen3-14B" -> qwen3(name, 40, 5120, 17_408, 40, false);
            case "Qwen3-32B" -> qwen3(name, 64, 5120, 25_600, 64, false);
            case "granite-3.1-2b-instruct" ->
                    tied(name, 40, 2048, 8192, new GroupedQuery(32, 8, 64), 49_155, 131_072);
            case "granite-3.1-8b-instruct" ->
                    tied(name, 40, 4096, 12_800, new GroupedQuery(32, 8, 128), 49_155, 131_072);
            case "gemma-7b" ->
                    tied(name, 28, 3072, 24_576, new GroupedQuery(16, 16, 256), 256_000, 8192);
            case "gemma-2-27b-it" -> gemma2(name);
            case "gemma-3-4b-it" -> gemma3(name);
            case "phi-2" -> phi2(name);
            case "Qwen3-30B-A3B" -> qwen3Mixture(name, 48, 2048, 128, 768, 32, 4, 40_960);
            case "Qwen3-235B-A22B" -> qwen3Mixture(name, 94, 4096, 128, 1536, 64, 4, 40_960);
            case "Qwen3-Coder-480B-A35B" -> qwen3Mixture(name, 62, 6144, 160, 2560, 96, 8, 262_144);
            case "DeepSeek-V2-Lite" -> latent(name, 2048, 10_944, 102_400, 163_840, 0);
            case "Kimi-VL-A3B-Instruct" ->
                    latent(
                            name,
                            2048,
                            11_264,
                            163_840,
                            131_072,
                            413_000_000 + 4608 * 4608 + 4608 * 2048);
            case "Kimi-K2-Thinking" -> kimiK2(name);
            case "GLM-4.7-355B" -> glm(name);
            case "gpt-oss-20b" -> gptOss(name, 24, 32);
            case "gpt-oss-120b" -> gptOss(name, 36, 128);
            case String _ -> throw new IllegalArgumentException(name);
        };
    }

    private static ModelArchitecture llama(
            String name,
            int layers,
            int hidden,
            int width,
            int heads,
            int groups,
            int words,
            int max) {
        return model(
                name,
                layers,
                FULL,
                hidden,
                new Embeddings(words, false, 0),
                Mixers.of(new GroupedQuery(heads, groups, 128)),
                new Dense(true, width),
                LinearBias.NONE,
                positions(max));
    }

    private static ModelArchitecture tied(
            String name,
            int layers,
            int hidden,
            int width,
            Attention attention,
            int words,
            int max) {
        return model(
                name,
                layers,
                FULL,
                hidden,
                new Embeddings(words, true, 0),
                Mixers.of(attention),
                new Dense(true, width),
                LinearBias.NONE,
                positions(max));
    }

    private static ModelArchitecture qwen2(
            String name, int layers, int hidden, int width, int heads, int groups, int max) {
        return model(
                name,
                layers,
                FULL,
                hidden,
                new Embeddings(152_064, false, 0),
                Mixers.of(new GroupedQuery(heads, groups, 128)),
                new Dense(true, width),
                LinearBias.QUERY_KEY_VALUE,
                positions(max));
    }

    private static ModelArchitecture qwen3(
            String name, int layers, int hidden, int width, int heads, boolean tied) {
        return model(
                name,
                layers,
                FULL,
                hidden,
                new Embeddings(151_936, tied, 0),
                Mixers.of(new GroupedQuery(heads, 8, 128, false, true, false)),
                new Dense(true, width),
                LinearBias.NONE,
                positions(40_960));
    }

    private static ModelArchitecture qwen3Mixture(
            String name,
            int layers,
            int hidden,
            int experts,
            int width,
            int heads,
            int groups,
            int max) {
        return model(
                name,
                layers,
                FULL,
                hidden,
                new Embeddings(151_936, false, 0),
                Mixers.of(new GroupedQuery(heads, groups, 128, false, true, false)),
                new MixtureOfExperts(true, 0, new Experts(experts, 8, width, 0, 0, 1)),
                LinearBias.NONE,
                positions(max));
    }

    private static ModelArchitecture gemma2(String name) {
        return model(
                name,
                46,
                List.of(TokenMixer.SLIDING, TokenMixer.FULL),
                4608,
                new Embeddings(256_000, true, 0),
                sliding(new GroupedQuery(32, 16, 128), 4096),
                new Dense(true, 36_864),
                LinearBias.NONE,
                positions(8192));
    }

    private static ModelArchitecture gemma3(String name) {
        List<TokenMixer> six = new ArrayList<>(Collections.nCopies(5, TokenMixer.SLIDING));
        six.add(TokenMixer.FULL);
        return model(
                name,
                34,
                six,
                2560,
                new Embeddings(262_208, true, 0),
                sliding(new GroupedQuery(8, 4, 256, false, true, false), 1024),
                new Dense(true, 10_240),
                LinearBias.NONE,
                new Additions(
                        ParameterCount.of(417_000_000 + 1152 * 2560),
                        0,
                        Optional.of(131_072),
                        Optional.of(9 * 131_072),
                        Optional.empty()));
    }

    private static ModelArchitecture phi2(String name) {
        return new ModelArchitecture(
                name,
                LayerStack.of(32, FULL, new Dense(false, 10_240)),
                2560,
                new Embeddings(51_200, false, 0),
                Normalization.LAYERNORM,
                Mixers.of(new GroupedQuery(32, 32, 80)),
                new Dense(false, 10_240),
                LinearBias.ALL,
                positions(2048));
    }

    private static ModelArchitecture latent(
            String name, int hidden, int width, int words, int max, long more) {
        return model(
                name,
                27,
                FULL,
                hidden,
                new Embeddings(words, false, 0),
                Mixers.of(new MultiLatent(16, 0, 512, 128, 64, 128)),
                new MixtureOfExperts(true, width, new Experts(64, 6, 1408, 2816, 1, 1)),
                LinearBias.NONE,
                new Additions(
                        ParameterCount.of(more),
                        0,
                        Optional.of(max),
                        Optional.empty(),
                        Optional.empty()));
    }

    private static ModelArchitecture kimiK2(String name) {
        return model(
                name,
                61,
                FULL,
                7168,
                new Embeddings(163_840, false, 0),
                Mixers.of(new MultiLatent(64, 1536, 512, 128, 64, 128)),
                new MixtureOfExperts(true, 18_432, new Experts(384, 8, 2048, 2048, 1, 1)),
                LinearBias.NONE,
                positions(262_144));
    }

    private static ModelArchitecture glm(String name) {
        return model(
                name,
                92,
                FULL,
                5120,
                new Embeddings(151_552, false, 0),
                Mixers.of(new GroupedQuery(96, 8, 128, false, true, false)),
                new MixtureOfExperts(true, 12_288, new Experts(160, 8, 1536, 1536, 3, 1)),
                LinearBias.QUERY_KEY_VALUE,
                positions(202_752));
    }

    private static ModelArchitecture gptOss(String name, int layers, int experts) {
        return model(
                name,
                layers,
                List.of(TokenMixer.SLIDING, TokenMixer.FULL),
                2880,
                new Embeddings(201_088, false, 0),
                sliding(new GroupedQuery(64, 8, 64), 128),
                new MixtureOfExperts(true, 0, new Experts(experts, 4, 2880, 0, 0, 1)),
                LinearBias.ALL,
                positions(131_072));
    }

    private static Mixers sliding(Attention attention, int window) {
        return new Mixers(
                attention, Optional.empty(), window, 0, Optional.empty(), Optional.empty());
    }

    private static Additions positions(int max) {
        return new Additions(
                ParameterCount.ZERO, 0, Optional.of(max), Optional.empty(), Optional.empty());
    }

    private static ModelArchitecture model(
            String name,
            int layers,
            List<TokenMixer> mixers,
            int hidden,
            Embeddings embeddings,
            Mixers shapes,
            FeedForward feedForward,
            LinearBias bias,
            Additions additions) {
        return new ModelArchitecture(
                name,
                LayerStack.of(layers, mixers, feedForward),
                hidden,
                embeddings,
                Normalization.RMSNORM,
                shapes,
                feedForward,
                bias,
                additions);
    }
}
