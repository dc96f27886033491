package io.shardfit.domain.serving;

import io.shardfit.domain.framework.Framework;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.ByteUnit;
import io.shardfit.domain.serving.StartOutcome.RefusesFraction;
import io.shardfit.domain.serving.StartOutcome.RefusesNoBlocks;
import io.shardfit.domain.serving.StartOutcome.RefusesTooShort;
import io.shardfit.domain.serving.StartOutcome.RunsOutCapturing;
import io.shardfit.domain.serving.StartOutcome.RunsOutLoading;
import io.shardfit.domain.serving.StartOutcome.Starts;
import io.shardfit.domain.strategy.SgLang;

/// What an engine prints when it does not start, by release (vllm-project/vllm
/// vllm/v1/core/kv_cache_utils.py, vllm/v1/worker/gpu_worker.py, before 0.8 vllm/worker/worker.py;
/// sgl-project/sglang python/sglang/srt/model_executor).
public record StartWords(Framework framework, MemoryFraction fraction) {
    private static final String OUT_OF_MEMORY = "torch.OutOfMemoryError: CUDA out of memory.";

    public String of(StartOutcome outcome) {
        return switch (outcome) {
            case Starts _ -> "";
            case RefusesNoBlocks _ -> noBlocks();
            case RefusesTooShort tooShort -> tooShort(tooShort);
            case RefusesFraction refusal ->
                    ("Free memory on device (%s/%s GiB) on startup is less than desired GPU memory"
                                    + " utilization (%s, %s GiB). Decrease GPU memory utilization or"
                                    + " reduce GPU memory used by other processes.")
                            .formatted(
                                    gib(refusal.free()),
                                    gib(refusal.total()),
                                    refusal.fraction().fraction(),
                                    gib(refusal.requested()));
            case RunsOutLoading _, RunsOutCapturing _ -> OUT_OF_MEMORY;
        };
    }

    private String noBlocks() {
        return framework.convention() instanceof SgLang
                ? "Not enough memory. Please try to increase --mem-fraction-static. Current value: %s"
                        .formatted(fraction.fraction().value())
                : "No available memory for the cache blocks. Try increasing"
                        + " `gpu_memory_utilization` when initializing the engine.";
    }

    private String tooShort(RefusesTooShort refusal) {
        if (framework.isBefore("0.8")) {
            return ("The model's max seq len (%d) is larger than the maximum number of tokens that can"
                            + " be stored in KV cache (%d). Try increasing `gpu_memory_utilization`"
                            + " or decreasing `max_model_len` when initializing the engine.")
                    .formatted(refusal.length(), refusal.longest());
        }
        return ("To serve at least one request with the models's max seq len (%d), (%s GiB KV cache is"
                        + " needed, which is larger than the available KV cache memory (%s GiB)."
                        + " Based on the available memory, the estimated maximum model length is %d."
                        + " Try increasing `gpu_memory_utilization` or decreasing `max_model_len`"
                        + " when initializing the engine.")
                .formatted(
                        refusal.length(),
                        gib(refusal.needed()),
                        gib(refusal.available()),
                        refusal.longest());
    }

    private static String gib(ByteSize bytes) {
        return bytes.in(ByteUnit.GIBIBYTE, 2).replace(" GiB", "");
    }
}
