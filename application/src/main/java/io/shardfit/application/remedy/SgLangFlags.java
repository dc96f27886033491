package io.shardfit.application.remedy;

import io.shardfit.domain.plan.DeploymentPlan;
import java.util.Optional;

/// SGLang's arguments (sgl-project/sglang@001067f python/sglang/srt/server_args.py). Data
/// parallelism beyond the attention's is whole servers, which are started one by one.
record SgLangFlags() implements FrameworkFlags {
    @Override
    public Optional<String> flag(String key, String value, DeploymentPlan plan) {
        return switch (key) {
            case "strategy.tensorParallel" -> Optional.of("--tp-size " + value);
            case "strategy.pipelineParallel" -> Optional.of("--pp-size " + value);
            case "strategy.expertParallel" -> Optional.of("--ep-size " + value);
            case "strategy.attentionDataParallel" ->
                    Optional.of(
                            "--dp-size "
                                    + value
                                    + (value.equals("1") ? "" : " --enable-dp-attention"));
            case "strategy.redundantExperts" -> Optional.of("--ep-num-redundant-experts " + value);
            case "workload.inference.contextLength" -> Optional.of("--context-length " + value);
            case "workload.inference.kvCachePrecision" ->
                    Optional.of("--kv-cache-dtype " + (value.equals("fp8") ? "fp8_e4m3" : "auto"));
            case "workload.inference.weightPrecision" ->
                    value.equals("fp8") ? Optional.of("--quantization fp8") : Optional.empty();
            case "workload.inference.quantization" ->
                    value.contains("awq") ? Optional.of("--quantization awq") : Optional.empty();
            case "workload.inference.memoryFraction" ->
                    Optional.of("--mem-fraction-static " + value);
            case "workload.inference.maxBatchedTokens" ->
                    Optional.of("--chunked-prefill-size " + value);
            case "workload.inference.maxSequences" ->
                    Optional.of("--max-running-requests " + value);
            case "workload.inference.cudaGraphs" -> Optional.of("--disable-cuda-graph");
            case String _ -> Optional.empty();
        };
    }
}
