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

    /// Logits 2, fp32 4, sorted values 4 and indices 8, positions 8, cub's second buffers 4 + 8.
    private static final String SORT =
            "vllm-project/vllm@44ec7109 vllm/v1/sample/ops/topk_topp_sampler.py; pytorch/pytorch"
                    + " aten/src/ATen/native/cuda/SortStable.cu, segmented_sort_pairs";

    /// Logits 2, fp32 4, probabilities 4, exponential 4.
    private static final String TOP_K =
            "vllm-project/vllm@c656ba3b (#33538) vllm/v1/sample/ops/topk_topp_triton.py:1011";

    private static final String FLASHINFER = "vllm-project/vllm@b92ef9ec (#40376)";
    private static final String WORKSPACE =
            "vllm-project/vllm@3e41992f vllm/v1/worker/workspace.py; sizes"
                    + " vllm/model_executor/layers/fused_moe/fused_moe.py:1976";
    private static final String SNAPSHOT =
            "vllm-project/vllm@44ec7109 vllm/v1/worker/gpu_worker.py:182; before: @e3349757";
    private static final String FREE = "vllm-project/vllm#19312";
    private static final String ALL_LAYERS = "vllm-project/vllm@c5a66d16 (#33698)";
    private static final String TOKENS =
            "vllm-project/vllm@e68fa1b9 vllm/v1/core/kv_cache_utils.py";
    private static final String GROUPS =
            "vllm-project/vllm@148a5c12 vllm/v1/core/kv_cache_utils.py:959-1078";
    private static final String SGLANG_MEMORY =
            "sgl-project/sglang@001067f python/sglang/srt/server_args.py,"
                    + " _handle_gpu_memory_settings";
    private static final String TENSORRT = "NVIDIA/TensorRT-LLM tensorrt_llm/llmapi/llm_args.py";

    /// The trial run captures graphs; what lies outside torch after it counts, "e.g., NCCL and CUDA
    /// graphs".
    private static final String TENSORRT_TRIAL =
            "NVIDIA/TensorRT-LLM@d8ae02c tensorrt_llm/_torch/pyexecutor/_util.py,"
                    + " configure_kv_cache_capacity";

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
                    when(Setting.BATCHED_TOKENS, "0.8", LARGE.and(SERVER), "8192", ARGUMENTS),
                    when(
                            Setting.BATCHED_TOKENS,
                            "0.8",
                            LARGE.and(SERVER.negate()),
                            "16384",
                            ARGUMENTS),
                    when(
                            Setting.BATCHED_TOKENS,
                            "0.8",
                            LARGE.negate().and(SERVER),
                            "2048",
                            ARGUMENTS),
                    when(
                            Setting.BATCHED_TOKENS,
                            "0.8",
                            LARGE.negate().and(SERVER.negate()),
                            "8192",
                            ARGUMENTS),
                    always(
                            Setting.CUT_PROMPT_TOKENS,
                            "0.5.3",
                            "512",
                            "vllm-project/vllm@729171a (#6666) vllm/engine/arg_utils.py;"
                                    + " @36fb68f vllm/config.py"),
                    always(
                            Setting.CUT_PROMPT_TOKENS,
                            "0.6.5",
                            "2048",
                            "vllm-project/vllm@02a43f8 (#10544) vllm/config.py"),
                    when(Setting.SEQUENCES, "0.8", LARGE, "1024", ARGUMENTS),
                    when(Setting.SEQUENCES, "0.8", LARGE.negate(), "256", ARGUMENTS),
                    always(Setting.SEQUENCES, "0", "256", ARGUMENTS),
                    always(
                            Setting.CUDA_GRAPHS,
                            "0",
                            "1",
                            "vllm-project/vllm@002f10e vllm/config/model.py, enforce_eager"),
                    always(Setting.CUDA_GRAPHS_INSIDE_FRACTION, "0", "0", PROFILED),
                    always(Setting.CUDA_GRAPHS_INSIDE_FRACTION, "0.21", "1", PROFILED),
                    always(Setting.SAMPLER_BYTES, "0", "38", SORT),
                    always(Setting.SAMPLER_BYTES, "0.17", "14", TOP_K),
                    always(Setting.SAMPLER_KEEPS_BUFFER, "0", "0", SORT),
                    always(Setting.SAMPLER_KEEPS_BUFFER, "0.17", "1", TOP_K),
                    always(Setting.SAMPLER_KEEPS_BUFFER, "0.21", "0", FLASHINFER),
                    always(Setting.FLASHINFER_MAY_SAMPLE, "0", "0", SORT),
                    always(
                            Setting.FLASHINFER_MAY_SAMPLE,
                            "0.8",
                            "1",
                            "vllm-project/vllm@e66d787b, which ended it"),
                    always(
                            Setting.FLASHINFER_MAY_SAMPLE,
                            "0.12",
                            "0",
                            "vllm-project/vllm@e66d787b"),
                    always(Setting.EXPERT_WORKSPACE_KEPT, "0", "0", WORKSPACE),
                    always(Setting.EXPERT_WORKSPACE_KEPT, "0.13", "1", WORKSPACE),
                    always(Setting.SNAPSHOT_AFTER_COMMUNICATORS, "0", "0", SNAPSHOT),
                    always(Setting.SNAPSHOT_AFTER_COMMUNICATORS, "0.11", "1", SNAPSHOT),
                    always(Setting.CONTEXT_INSIDE_FRACTION, "0", "0", FREE),
                    always(Setting.CONTEXT_INSIDE_FRACTION, "0.8", "1", FREE),
                    always(Setting.CONTEXT_INSIDE_FRACTION, "0.9", "0", FREE),
                    always(Setting.FREE_MEMORY_CHECKED, "0", "0", FREE),
                    always(Setting.FREE_MEMORY_CHECKED, "0.9", "1", FREE),
                    always(Setting.CACHE_CHECKED_FOR_ALL_LAYERS, "0", "0", ALL_LAYERS),
                    always(Setting.CACHE_CHECKED_FOR_ALL_LAYERS, "0.8", "1", ALL_LAYERS),
                    always(Setting.CACHE_CHECKED_FOR_ALL_LAYERS, "0.16", "0", ALL_LAYERS),
                    always(Setting.TOKENS_FROM_CONCURRENCY, "0", "0", TOKENS),
                    always(Setting.TOKENS_FROM_CONCURRENCY, "0.21", "1", TOKENS),
                    always(Setting.CACHE_GROUPS_PADDED, "0", "0", GROUPS),
                    always(Setting.CACHE_GROUPS_PADDED, "0.13", "1", GROUPS),
                    always(Setting.EXACT_PROFILE, "0", "0", FREE),
                    always(Setting.EXACT_PROFILE, "0.8", "1", FREE));

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
                    always(Setting.CUDA_GRAPHS_INSIDE_FRACTION, "0", "1", TENSORRT_TRIAL),
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
