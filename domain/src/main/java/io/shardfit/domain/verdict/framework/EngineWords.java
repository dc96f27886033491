package io.shardfit.domain.verdict.framework;

import io.shardfit.domain.strategy.Degree;
import io.shardfit.domain.workload.Workload;
import io.shardfit.domain.workload.Workload.Training;
import java.util.Optional;

/// What the engines have in common: their linear layers and attention come from vLLM's first
/// version, and none of them trains.
final class EngineWords {
    private EngineWords() {}

    static Optional<String> says(String engine, String sentence) {
        return Optional.of(engine + " says: \"" + sentence + "\"");
    }

    /// vllm-project/vllm@0035bdf vllm/model_executor/models/llama.py and sgl-project/sglang@0023954
    /// python/sglang/srt/models/llama.py (an assertion without words), NVIDIA/TensorRT-LLM
    /// tensorrt_llm/_torch/models/modeling_utils.py, `duplicate_kv_weight`.
    static Optional<String> keyValueHeads(String engine, int heads, int ranks, String variable) {
        boolean split = heads % ranks == 0;
        boolean repeated = ranks % heads == 0;
        if (split || repeated) {
            return Optional.empty();
        }
        return says(
                engine,
                heads >= ranks
                        ? "assert %s %% tp_size == 0".formatted(variable)
                        : "assert tp_size %% %s == 0".formatted(variable));
    }

    /// vllm-project/vllm@0199699 vllm/distributed/utils.py, `ensure_divisibility`.
    static Optional<String> width(String engine, int width, int ranks) {
        return width % ranks == 0
                ? Optional.empty()
                : says(engine, "%d is not divisible by %d".formatted(width, ranks));
    }

    /// Blocks of scales must not be cut (vllm/model_executor/layers/quantization/fp8.py,
    /// python/sglang/srt/layers/quantization/fp8.py).
    static Optional<Refusal> blocks(boolean expert, int width, int block) {
        if (width % block == 0) {
            return Optional.empty();
        }
        String sentence =
                expert
                        ? ("The output_size of gate's and up's weight = %d is not divisible by"
                                        + " weight quantization block_n = %d.")
                                .formatted(width, block)
                        : ("Weight output_partition_size = %d is not divisible by weight"
                                        + " quantization block_n = %d.")
                                .formatted(width, block);
        return Optional.of(Refusal.quoted(sentence, Degree.TENSOR, Degree.EXPERT));
    }

    static String batch(String engine) {
        return engine + " does not train";
    }

    static Optional<String> work(String engine, Workload workload) {
        return workload instanceof Training
                ? Optional.of(engine + " serves; it does not train")
                : Optional.empty();
    }
}
