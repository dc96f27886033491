package io.shardfit.domain.memory;

import io.shardfit.domain.architecture.Attention.GroupedQuery;
import io.shardfit.domain.architecture.Attention.MultiLatent;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Derivation.Term;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;
import io.shardfit.domain.workload.Workload.Inference;

/// Prints the arithmetic of {@link InferenceMemory}. A test computes every printed equation again
/// and compares it with the number.
record InferenceArithmetic(InferenceMemory memory, StageLayers stage) {
    private static final String WEIGHTS_SOURCE =
            RankParameters.SOURCE + "; embedding, head, norms and router stay in 16 bits";

    private static final String CACHE_SOURCE =
            "whole blocks per sequence, vllm-project/vllm vllm/v1/kv_cache_interface.py; one latent"
                    + " for all heads, arXiv 2405.04434";

    private static final String WORKING_SOURCE =
            "the widest tensors of one layer and the logits; compared with nothing yet"
                    + " (docs/accuracy.md)";

    Derivation of(MemoryPart part) {
        return switch (part) {
            case WEIGHTS -> weightsHow();
            case EXPERT_WEIGHTS -> expertWeightsHow();
            case KEY_VALUE_CACHE -> cacheHow();
            case WORKING_SET -> workingHow();
            case CUDA_CONTEXT -> Communicators.contextHow();
            case COMMUNICATORS -> Communicators.bytesHow(memory.plan());
            case GATHERED_WEIGHTS,
                    GRADIENTS,
                    EXPERT_GRADIENTS,
                    OPTIMIZER_STATES,
                    EXPERT_OPTIMIZER_STATES,
                    ACTIVATIONS,
                    TRANSIENT,
                    PREDICTION_LOSS,
                    WORKSPACES,
                    GATHER_BUFFER,
                    INPUT_GRADIENT,
                    STAGE_BUFFERS,
                    STEP_BUFFERS,
                    DISPATCH_BUFFER,
                    WEIGHT_GRADIENT_CACHE,
                    ALLOCATOR_SLACK,
                    ABSORBED_PROJECTIONS,
                    ROTARY_TABLE,
                    DRAFT_MODEL,
                    STATE_CACHE,
                    FORWARD_PASS,
                    SAMPLER,
                    EXPERT_WORKSPACE,
                    KEPT_BUFFERS,
                    ENCODER,
                    CUDA_GRAPHS,
                    ENGINE_LIBRARIES ->
                    Derivation.given(0, "bytes", "not part of inference", "workload");
        };
    }

    private Inference inference() {
        return memory.inference();
    }

    private InferenceMemory.Facts facts() {
        return memory.facts(stage);
    }

    private long expected(MemoryPart part) {
        return memory.expected(part, stage).bytes();
    }

    private Derivation weightsHow() {
        return Derivation.of(
                expected(MemoryPart.WEIGHTS),
                "bytes",
                "ceil(((P - P_w) × q + P_w × w) ÷ 8)",
                WEIGHTS_SOURCE,
                Derivation.term(
                        "P",
                        "parameters on the rank without routed experts",
                        RankParametersArithmetic.dense(memory.rank(), stage)),
                Derivation.term(
                        "P_w",
                        memory.rank().wide(stage) + memory.rank().tables(stage),
                        "of these embedding, head, norms and router",
                        "layers as placed"),
                bitsTerm(),
                Derivation.term("w", facts().wideBits(), "bits of the others", WEIGHTS_SOURCE));
    }

    private Derivation expertWeightsHow() {
        return Derivation.of(
                expected(MemoryPart.EXPERT_WEIGHTS),
                "bytes",
                "ceil(P × q ÷ 8)",
                RankParameters.SOURCE,
                Derivation.term(
                        "P",
                        "routed-expert parameters on the fullest rank",
                        RankParametersArithmetic.routed(memory.rank(), stage)),
                bitsTerm());
    }

    private Term bitsTerm() {
        return Derivation.term(
                "q",
                inference().weightPrecision().bits(),
                "bits of a linear weight",
                "workload.inference.weightPrecision");
    }

    private Derivation cacheHow() {
        return Derivation.of(
                expected(MemoryPart.KEY_VALUE_CACHE),
                "bytes",
                "ceil(ceil(S ÷ R) × ceil(c ÷ block) × block × n × elements × q ÷ 8)",
                CACHE_SOURCE,
                sequencesTerm(),
                replicasTerm(),
                contextTerm(),
                Derivation.term(
                        "block",
                        inference().keyValueBlock(),
                        "tokens per cache block",
                        "workload.inference.kvCacheBlock"),
                Derivation.term(
                        "n",
                        stage.counts().attention(),
                        "attending layers on stage " + stage.stage(),
                        "layers as placed"),
                Derivation.term("elements", "cached per token and layer on a rank", elementsHow()),
                Derivation.term(
                        "q",
                        inference().keyValuePrecision().bits(),
                        "bits of a cached value",
                        "workload.inference.kvCachePrecision"));
    }

    private Derivation elementsHow() {
        return switch (memory.plan().model().attention()) {
            case GroupedQuery a ->
                    Derivation.of(
                            facts().cachedElements(),
                            "elements",
                            "2 × ceil(g ÷ TP) × d",
                            CACHE_SOURCE,
                            Derivation.term(
                                    "g",
                                    a.keyValueHeads(),
                                    "key-value heads",
                                    "model.attention.keyValueHeads"),
                            Derivation.term(
                                    "TP",
                                    memory.plan().strategy().tensor(),
                                    "tensor parallel",
                                    "strategy"),
                            Derivation.term(
                                    "d", a.headDim(), "head size", "model.attention.headDim"));
            case MultiLatent a ->
                    Derivation.of(
                            facts().cachedElements(),
                            "elements",
                            "r_kv + d_r",
                            CACHE_SOURCE,
                            Derivation.term(
                                    "r_kv",
                                    a.keyValueRank(),
                                    "key-value rank, on every rank",
                                    "model.attention.keyValueRank"),
                            Derivation.term(
                                    "d_r",
                                    a.ropeHeadDim(),
                                    "rotary size",
                                    "model.attention.ropeHeadDim"));
        };
    }

    private Derivation workingHow() {
        return Derivation.of(
                expected(MemoryPart.WORKING_SET),
                "bytes",
                "min(8192, ceil(S ÷ R) × c) × 2 × (4 × h + widest) + logits",
                WORKING_SOURCE,
                sequencesTerm(),
                replicasTerm(),
                contextTerm(),
                Derivation.term(
                        "h", memory.plan().model().hiddenSize(), "hidden size", "model.hiddenSize"),
                Derivation.term(
                        "widest",
                        facts().widest(),
                        "elements per token of the widest inner tensors of a layer, with %s times the mean of routed tokens"
                                .formatted(memory.load().overMean()),
                        "model.feedForward, workload.routing"),
                Derivation.term(
                        "logits",
                        facts().logitBytes(),
                        "fp32 logits of one token per sequence, on the last stage",
                        "model.vocabularySize"));
    }

    private Term sequencesTerm() {
        return Derivation.term(
                "S",
                inference().concurrentSequences(),
                "concurrent sequences",
                "workload.inference.concurrentSequences");
    }

    private Term replicasTerm() {
        return Derivation.term(
                "R", memory.groups().replicas(), "data-parallel replicas", "strategy");
    }

    private Term contextTerm() {
        return Derivation.term(
                "c",
                inference().contextLength(),
                "tokens per sequence",
                "workload.inference.contextLength");
    }
}
