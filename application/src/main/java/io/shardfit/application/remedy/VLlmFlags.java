package io.shardfit.application.remedy;

import io.shardfit.domain.plan.DeploymentPlan;
import java.util.Optional;

/// vLLM's arguments: parallelism vllm-project/vllm@00193b8 vllm/config/parallel.py, cache
/// vllm/config/cache.py@002f10e, the rest vllm/engine/arg_utils.py; uneven stages by the variable
/// that vllm/distributed/utils.py reads. A quantised checkpoint says its format itself; FP8 is also
/// made while loading.
record VLlmFlags() implements FrameworkFlags {
    @Override
    public Optional<String> flag(String key, String value, DeploymentPlan plan) {
        return switch (key) {
            case "strategy.tensorParallel" -> Optional.of("--tensor-parallel-size " + value);
            case "strategy.pipelineParallel" -> Optional.of("--pipeline-parallel-size " + value);
            case "strategy.dataParallel" -> Optional.of("--data-parallel-size " + value);
            case "strategy.expertParallel" ->
                    Optional.of(
                            value.equals("1")
                                    ? "--no-enable-expert-parallel"
                                    : "--enable-expert-parallel");
            case "strategy.prefillContextParallel" ->
                    Optional.of("--prefill-context-parallel-size " + value);
            case "strategy.decodeContextParallel" ->
                    Optional.of("--decode-context-parallel-size " + value);
            case "strategy.stageLayers" ->
                    Optional.of("VLLM_PP_LAYER_PARTITION=" + value.replaceAll("[\\[\\] ]", ""));
            case "workload.inference.contextLength" -> Optional.of("--max-model-len " + value);
            case "workload.inference.kvCachePrecision" ->
                    Optional.of("--kv-cache-dtype " + (value.equals("fp8") ? "fp8" : "auto"));
            case "workload.inference.weightPrecision" ->
                    value.equals("fp8") ? Optional.of("--quantization fp8") : Optional.empty();
            case "workload.inference.quantization" -> quantization(value);
            case "workload.inference.memoryFraction" ->
                    Optional.of("--gpu-memory-utilization " + value);
            case "workload.inference.maxBatchedTokens" ->
                    Optional.of("--max-num-batched-tokens " + value);
            case "workload.inference.maxSequences" -> Optional.of("--max-num-seqs " + value);
            case "workload.inference.cudaGraphs" -> Optional.of("--enforce-eager");
            case String _ -> Optional.empty();
        };
    }

    private static Optional<String> quantization(String format) {
        return format.contains("awq")
                ? Optional.of("--quantization awq")
                : format.contains("gptq") ? Optional.of("--quantization gptq") : Optional.empty();
    }
}
