package io.shardfit.domain.framework;

import static io.shardfit.domain.framework.DatedDefault.always;
import static io.shardfit.domain.framework.DatedDefault.when;

import io.shardfit.domain.framework.Circumstances.Usage;
import java.util.List;
import java.util.function.Predicate;

/// What the engines take when no flag is given. A row with release 0 holds in every release that
/// was read; older ones may differ.
final class EngineDefaults {
    private static final String CACHE = "vllm-project/vllm@002f10e vllm/config/cache.py";
    private static final String ARGUMENTS =
            "vllm-project/vllm@99d7eb5 vllm/engine/arg_utils.py, get_batch_defaults";
    private static final String PROFILED =
            "log line of vLLM 0.21: \"CUDA graph memory profiling is enabled (default since"
                    + " v0.21.0)\", github.com/noonghunna/club-3090/issues/127";
    private static final String SGLANG_MEMORY =
            "sgl-project/sglang@001067f python/sglang/srt/server_args.py,"
                    + " _handle_gpu_memory_settings";
    private static final String TENSORRT = "NVIDIA/TensorRT-LLM tensorrt_llm/llmapi/llm_args.py";

    /// H100, MI300X and larger, but no A100 of any size (vllm-project/vllm#17885).
    private static final Predicate<Circumstances> LARGE = c -> c.hasAtLeast(70) && !c.isA100();

    private static final Predicate<Circumstances> SERVER = c -> c.usage() == Usage.SERVER;
    private static final Predicate<Circumstances> FOUR_RANKS = c -> c.tensor() >= 4;

    static final List<DatedDefault> VLLM =
            List.of(
                    always(Setting.MEMORY_FRACTION, "0", "0.9", "vllm-project/vllm#2162"),
                    always(
                            Setting.MEMORY_FRACTION,
                            "0.21",
                            "0.92",
                            CACHE + " (vllm-project/vllm#38284)"),
                    always(Setting.CACHE_BLOCK, "0", "16", CACHE),
                    when(Setting.BATCHED_TOKENS, "0.9", LARGE.and(SERVER), "8192", ARGUMENTS),
                    when(
                            Setting.BATCHED_TOKENS,
                            "0.9",
                            LARGE.and(SERVER.negate()),
                            "16384",
                            ARGUMENTS),
                    when(
                            Setting.BATCHED_TOKENS,
                            "0.9",
                            LARGE.negate().and(SERVER),
                            "2048",
                            ARGUMENTS),
                    when(
                            Setting.BATCHED_TOKENS,
                            "0.9",
                            LARGE.negate().and(SERVER.negate()),
                            "8192",
                            ARGUMENTS),
                    when(Setting.SEQUENCES, "0.9", LARGE, "1024", ARGUMENTS),
                    when(Setting.SEQUENCES, "0.9", LARGE.negate(), "256", ARGUMENTS),
                    always(Setting.SEQUENCES, "0", "256", ARGUMENTS),
                    always(
                            Setting.CUDA_GRAPHS,
                            "0",
                            "1",
                            "vllm-project/vllm@002f10e vllm/config/model.py, enforce_eager"),
                    always(Setting.CUDA_GRAPHS_INSIDE_FRACTION, "0", "0", PROFILED),
                    always(Setting.CUDA_GRAPHS_INSIDE_FRACTION, "0.21", "1", PROFILED));

    /// The sizes by device memory; the share of memory follows from them.
    static final List<DatedDefault> SGLANG =
            List.of(
                    when(Setting.BATCHED_TOKENS, "0", between(0, 35), "2048", SGLANG_MEMORY),
                    when(Setting.BATCHED_TOKENS, "0", between(35, 60), "4096", SGLANG_MEMORY),
                    when(Setting.BATCHED_TOKENS, "0", between(60, 160), "8192", SGLANG_MEMORY),
                    when(
                            Setting.BATCHED_TOKENS,
                            "0",
                            c -> c.hasAtLeast(160),
                            "16384",
                            SGLANG_MEMORY),
                    when(Setting.CUDA_GRAPH_BATCH, "0", between(0, 20), "8", SGLANG_MEMORY),
                    when(
                            Setting.CUDA_GRAPH_BATCH,
                            "0",
                            between(20, 35).and(FOUR_RANKS.negate()),
                            "24",
                            SGLANG_MEMORY),
                    when(
                            Setting.CUDA_GRAPH_BATCH,
                            "0",
                            between(20, 35).and(FOUR_RANKS),
                            "80",
                            SGLANG_MEMORY),
                    when(
                            Setting.CUDA_GRAPH_BATCH,
                            "0",
                            between(35, 60).and(FOUR_RANKS.negate()),
                            "32",
                            SGLANG_MEMORY),
                    when(
                            Setting.CUDA_GRAPH_BATCH,
                            "0",
                            between(35, 60).and(FOUR_RANKS),
                            "160",
                            SGLANG_MEMORY),
                    when(
                            Setting.CUDA_GRAPH_BATCH,
                            "0",
                            between(60, 160).and(FOUR_RANKS.negate()),
                            "256",
                            SGLANG_MEMORY),
                    when(
                            Setting.CUDA_GRAPH_BATCH,
                            "0",
                            between(60, 160).and(FOUR_RANKS),
                            "512",
                            SGLANG_MEMORY),
                    when(
                            Setting.CUDA_GRAPH_BATCH,
                            "0",
                            c -> c.hasAtLeast(160),
                            "512",
                            SGLANG_MEMORY),
                    always(Setting.CACHE_BLOCK, "0", "1", SGLANG_MEMORY),
                    always(Setting.CUDA_GRAPHS, "0", "1", SGLANG_MEMORY));

    static final List<DatedDefault> TENSORRT_LLM =
            List.of(
                    always(
                            Setting.MEMORY_FRACTION,
                            "0",
                            "0.9",
                            TENSORRT + ", KvCacheConfig.free_gpu_memory_fraction"),
                    always(
                            Setting.BATCHED_TOKENS,
                            "1.0",
                            "8192",
                            TENSORRT + ", BaseLlmArgs.max_num_tokens"),
                    always(
                            Setting.CACHE_BLOCK,
                            "1.0",
                            "32",
                            TENSORRT + ", KvCacheConfig.tokens_per_block"));

    private EngineDefaults() {}

    private static Predicate<Circumstances> between(int low, int high) {
        return c -> c.hasAtLeast(low) && !c.hasAtLeast(high);
    }
}
