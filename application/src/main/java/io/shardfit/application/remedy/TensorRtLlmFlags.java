package io.shardfit.application.remedy;

import io.shardfit.domain.plan.DeploymentPlan;
import java.util.Optional;

/// Arguments of `trtllm-serve`, and for the rest the YAML of `--extra_llm_api_options`
/// (nvidia.github.io/TensorRT-LLM/0.18.2/commands/trtllm-serve.html; members of LlmArgs and
/// KvCacheConfig, tensorrt_llm/llmapi/llm_args.py).
record TensorRtLlmFlags() implements FrameworkFlags {
    @Override
    public Optional<String> flag(String key, String value, DeploymentPlan plan) {
        return switch (key) {
            case "strategy.tensorParallel" -> Optional.of("--tp_size " + value);
            case "strategy.pipelineParallel" -> Optional.of("--pp_size " + value);
            case "strategy.expertParallel" -> Optional.of("--ep_size " + value);
            case "strategy.attentionDataParallel" ->
                    Optional.of("enable_attention_dp: " + !value.equals("1"));
            case "workload.inference.contextLength" -> Optional.of("--max_seq_len " + value);
            case "workload.inference.kvCachePrecision" ->
                    Optional.of(
                            "kv_cache_config: {dtype: %s}"
                                    .formatted(value.equals("fp8") ? "fp8" : "auto"));
            case "workload.inference.memoryFraction" ->
                    Optional.of("--kv_cache_free_gpu_memory_fraction " + value);
            case "workload.inference.maxBatchedTokens" -> Optional.of("--max_num_tokens " + value);
            case "workload.inference.maxSequences" -> Optional.of("--max_batch_size " + value);
            case "workload.inference.cudaGraphs" -> Optional.of("cuda_graph_config: null");
            case String _ -> Optional.empty();
        };
    }
}
