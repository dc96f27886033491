package io.shardfit.domain.framework;

/// A setting that a framework fills in when nobody does.
public enum Setting {
    /// Share of the device's memory that an engine plans with. What it is a share of differs: vLLM
    /// of all memory for everything, TensorRT-LLM of the memory left after the weights for the
    /// cache. SGLang computes it ({@link StaticMemoryShare}).
    MEMORY_FRACTION,
    /// Tokens of a cache block or page.
    CACHE_BLOCK,
    /// Tokens that one scheduler step may hold (vLLM `max_num_batched_tokens`, SGLang
    /// `chunked_prefill_size`, TensorRT-LLM `max_num_tokens`).
    BATCHED_TOKENS,
    /// The same in vLLM's first engine, where a long context has its prompts cut.
    CUT_PROMPT_TOKENS,
    /// Sequences that one scheduler step may hold.
    SEQUENCES,
    /// Largest batch of the decode CUDA graphs.
    CUDA_GRAPH_BATCH,
    /// 1 when CUDA graphs are captured.
    CUDA_GRAPHS,
    /// 1 when the memory of CUDA graphs is taken out of the fraction before the cache is sized.
    CUDA_GRAPHS_INSIDE_FRACTION,
    /// Bytes per sequence and vocabulary entry that the engine's own sampler holds at its peak.
    SAMPLER_BYTES,
    /// 1 when the sampler keeps a buffer of fp32 rows of the vocabulary.
    SAMPLER_KEEPS_BUFFER,
    /// 1 when FlashInfer samples where it is installed, though nobody asks.
    FLASHINFER_MAY_SAMPLE,
    /// 1 when the workspace of the experts is kept after a forward pass.
    EXPERT_WORKSPACE_KEPT,
    /// 1 when the free memory is looked at after the communicators were made, so that they do not
    /// count against the fraction.
    SNAPSHOT_AFTER_COMMUNICATORS,
    /// 1 when all used memory of the device counts against the fraction, the CUDA context too.
    CONTEXT_INSIDE_FRACTION,
    /// 1 when the engine refuses a fraction that is more than what is free at the start.
    FREE_MEMORY_CHECKED,
    /// 1 when each pipeline stage must find room for the cache of the layers of all stages.
    CACHE_CHECKED_FOR_ALL_LAYERS,
    /// 1 when the printed cache tokens are concurrency × context length.
    TOKENS_FROM_CONCURRENCY,
    /// 1 when cache groups of nearly equal size are padded to the larger one.
    CACHE_GROUPS_PADDED,
    /// 1 when the memory profile is exact; before it was all that the device had in use.
    EXACT_PROFILE,
    /// Optimizer states are sharded over the data-parallel ranks: the ZeRO stage without a flag.
    ZERO_STAGE,
    /// 1 when norms and residuals are split over the tensor-parallel ranks.
    SEQUENCE_PARALLEL,
    /// Bits of a gradient in the buffer that is reduced.
    GRADIENT_BITS,
    /// Bits of a stored weight.
    WEIGHT_BITS,
    /// Elements of one bucket of reduced gradients.
    REDUCE_BUCKET,
    /// Elements of one bucket of gathered weights.
    GATHER_BUCKET,
    /// Elements of gathered weights that may be live at once (ZeRO 3).
    LIVE_PARAMETERS,
    /// Elements up to which a weight is never sharded (ZeRO 3).
    PERSISTENT_PARAMETERS,
    /// 1 when Transformer Engine keeps a dummy weight gradient per shape of a linear layer.
    DUMMY_LINEAR_GRADIENTS,
    /// 1 when it also does so for grouped linear layers (experts).
    DUMMY_GROUPED_GRADIENTS
}
