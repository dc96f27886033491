package io.shardfit.domain.memory;

import io.shardfit.domain.architecture.Attention.GroupedQuery;
import io.shardfit.domain.architecture.Attention.MultiLatent;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Derivation.Term;
import io.shardfit.domain.quantity.Estimate;
import io.shardfit.domain.quantity.ParameterCount;
import io.shardfit.domain.quantity.Ratio;
import io.shardfit.domain.strategy.ParallelGroups;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;
import io.shardfit.domain.workload.Workload.Inference;
import java.util.List;

/// Serving memory of the fullest rank per stage: exact weights and key-value cache, and estimates
/// for what a forward pass and the runtime take beside them.
record InferenceMemory(
        DeploymentPlan plan, Inference inference, ParallelGroups groups, RankParameters rank)
        implements MemoryModel {
    private static final List<MemoryPart> DENSE =
            List.of(
                    MemoryPart.WEIGHTS,
                    MemoryPart.KEY_VALUE_CACHE,
                    MemoryPart.WORKING_SET,
                    MemoryPart.CUDA_CONTEXT,
                    MemoryPart.COMMUNICATORS);
    private static final List<MemoryPart> WITH_EXPERTS =
            List.of(
                    MemoryPart.WEIGHTS,
                    MemoryPart.EXPERT_WEIGHTS,
                    MemoryPart.KEY_VALUE_CACHE,
                    MemoryPart.WORKING_SET,
                    MemoryPart.CUDA_CONTEXT,
                    MemoryPart.COMMUNICATORS);

    /// Tokens of one forward pass: prefill is done in chunks (max_num_batched_tokens of vLLM's API
    /// server on large GPUs, vllm-project/vllm vllm/engine/arg_utils.py).
    private static final int CHUNK = 8192;

    private static final String WEIGHTS_SOURCE =
            RankParameters.SOURCE + "; embedding, head, norms and router stay in 16 bits";
    private static final String CACHE_SOURCE =
            "whole blocks per sequence, vllm-project/vllm vllm/v1/kv_cache_interface.py; one latent"
                    + " for all heads, arXiv 2405.04434";
    private static final String WORKING_SOURCE =
            "the widest tensors of one layer and the logits; compared with nothing yet"
                    + " (docs/accuracy.md)";

    static InferenceMemory of(DeploymentPlan plan, Inference inference) {
        return new InferenceMemory(plan, inference, plan.groups(), RankParameters.of(plan));
    }

    @Override
    public List<MemoryPart> parts() {
        return plan.model().experts().isPresent() ? WITH_EXPERTS : DENSE;
    }

    @Override
    public Estimate bytes(MemoryPart part, StageLayers stage) {
        return switch (part) {
            case WEIGHTS -> stored(rank.linear(stage), rank.wide(stage));
            case EXPERT_WEIGHTS -> stored(rank.routed(stage), 0);
            case KEY_VALUE_CACHE -> Estimate.exactly(ByteSize.ofBytes(cacheBytes(stage)));
            case WORKING_SET ->
                    Estimate.around(
                            ByteSize.ofBytes(workingBytes(stage)), Ratio.of(1, 2), Ratio.of(3, 1));
            case CUDA_CONTEXT -> Communicators.context();
            case COMMUNICATORS -> Communicators.bytes(plan);
            case GATHERED_WEIGHTS,
                    GRADIENTS,
                    EXPERT_GRADIENTS,
                    OPTIMIZER_STATES,
                    EXPERT_OPTIMIZER_STATES,
                    ACTIVATIONS,
                    LOGITS,
                    WEIGHT_GRADIENT_CACHE,
                    ALLOCATOR_SLACK ->
                    Estimate.NOTHING;
        };
    }

    private int wideBits() {
        return Math.max(16, inference.weightPrecision().bits());
    }

    private long storedBytes(long linear, long wide) {
        long bits =
                Math.addExact(
                        Math.multiplyExact(linear, (long) inference.weightPrecision().bits()),
                        Math.multiplyExact(wide, (long) wideBits()));
        return Math.ceilDiv(bits, 8);
    }

    /// Narrow formats carry scales: up to one byte per 16 values of 4 bits (NVFP4), an eighth.
    private Estimate stored(long linear, long wide) {
        ByteSize bytes = ByteSize.ofBytes(storedBytes(linear, wide));
        return switch (inference.weightPrecision()) {
            case FP32, TF32, BF16, FP16 -> Estimate.exactly(bytes);
            case FP8, INT8 -> Estimate.around(bytes, Ratio.ONE, Ratio.of(102, 100));
            case FP4, INT4 -> Estimate.around(bytes, Ratio.ONE, Ratio.of(9, 8));
        };
    }

    private long sequencesPerReplica() {
        return Math.ceilDiv(inference.concurrentSequences(), groups.replicas());
    }

    private long tokensPerSequence() {
        long block = inference.keyValueBlock();
        return Math.ceilDiv(inference.contextLength(), block) * block;
    }

    private long cachedElements() {
        return plan.model().attention().cachedElementsPerToken(plan.strategy().tensor());
    }

    private long cacheBytes(StageLayers stage) {
        long tokens = Math.multiplyExact(sequencesPerReplica(), tokensPerSequence());
        long bits = cachedElements() * inference.keyValuePrecision().bits();
        return Math.ceilDiv(Math.multiplyExact(tokens, Math.multiplyExact(stage.count(), bits)), 8);
    }

    private long chunkTokens() {
        return Math.min(CHUNK, sequencesPerReplica() * inference.contextLength());
    }

    /// {@return elements per token of the widest inner tensors of a layer on a rank}
    private long widest() {
        ModelArchitecture model = plan.model();
        int tp = plan.strategy().tensor();
        long matrices = model.feedForward().matrices();
        long dense = Math.ceilDiv(matrices * model.feedForward().intermediateSize(), tp);
        long routed =
                model.experts()
                        .map(e ->
                                e.perToken()
                                        * (model.hiddenSize() + matrices * e.intermediateSize()))
                        .orElse(0L);
        return Math.max(dense, Math.ceilDiv(routed, tp));
    }

    private long workingBytes(StageLayers stage) {
        long hidden =
                Math.multiplyExact(chunkTokens(), 2 * (4L * plan.model().hiddenSize() + widest()));
        return Math.addExact(hidden, stage.last() ? logitBytes() : 0);
    }

    private long logitBytes() {
        return Math.ceilDiv(
                Math.multiplyExact(sequencesPerReplica(), 4L * plan.model().vocabularySize()),
                plan.strategy().tensor());
    }

    @Override
    public ParameterCount parametersOn(StageLayers stage) {
        return ParameterCount.of(Math.addExact(rank.dense(stage), rank.routed(stage)));
    }

    @Override
    public String intervalReason(MemoryPart part) {
        return switch (part) {
            case WEIGHTS, EXPERT_WEIGHTS ->
                    inference.weightPrecision().bits() >= 16
                            ? "counted"
                            : "counted; more by the scales of the format";
            case KEY_VALUE_CACHE -> "counted";
            case WORKING_SET -> "half to three times: not yet compared with measurements";
            case CUDA_CONTEXT -> "300 to 500 MB";
            case COMMUNICATORS -> "a quarter to 0.5 GB per communicator";
            case GATHERED_WEIGHTS,
                    GRADIENTS,
                    EXPERT_GRADIENTS,
                    OPTIMIZER_STATES,
                    EXPERT_OPTIMIZER_STATES,
                    ACTIVATIONS,
                    LOGITS,
                    WEIGHT_GRADIENT_CACHE,
                    ALLOCATOR_SLACK ->
                    "not part of inference";
        };
    }

    @Override
    public Derivation derivation(MemoryPart part, StageLayers stage) {
        return switch (part) {
            case WEIGHTS -> weightsHow(stage);
            case EXPERT_WEIGHTS -> expertWeightsHow(stage);
            case KEY_VALUE_CACHE -> cacheHow(stage);
            case WORKING_SET -> workingHow(stage);
            case CUDA_CONTEXT -> Communicators.contextHow();
            case COMMUNICATORS -> Communicators.bytesHow(plan);
            case GATHERED_WEIGHTS,
                    GRADIENTS,
                    EXPERT_GRADIENTS,
                    OPTIMIZER_STATES,
                    EXPERT_OPTIMIZER_STATES,
                    ACTIVATIONS,
                    LOGITS,
                    WEIGHT_GRADIENT_CACHE,
                    ALLOCATOR_SLACK ->
                    Derivation.given(0, "bytes", "not part of inference", "workload");
        };
    }

    private Derivation weightsHow(StageLayers stage) {
        return Derivation.of(
                storedBytes(rank.linear(stage), rank.wide(stage)),
                "bytes",
                "ceil(((P - P_w) × q + P_w × w) ÷ 8)",
                WEIGHTS_SOURCE,
                Derivation.term(
                        "P",
                        "parameters on the rank without routed experts",
                        rank.denseDerivation(stage)),
                Derivation.term(
                        "P_w",
                        rank.wide(stage),
                        "of these embedding, head, norms and router",
                        "layers as placed"),
                bitsTerm(),
                Derivation.term("w", wideBits(), "bits of the others", WEIGHTS_SOURCE));
    }

    private Derivation expertWeightsHow(StageLayers stage) {
        return Derivation.of(
                storedBytes(rank.routed(stage), 0),
                "bytes",
                "ceil(P × q ÷ 8)",
                RankParameters.SOURCE,
                Derivation.term(
                        "P",
                        "routed-expert parameters on the fullest rank",
                        rank.routedDerivation(stage)),
                bitsTerm());
    }

    private Term bitsTerm() {
        return Derivation.term(
                "q",
                inference.weightPrecision().bits(),
                "bits of a linear weight",
                "workload.inference.weightPrecision");
    }

    private Derivation cacheHow(StageLayers stage) {
        return Derivation.of(
                cacheBytes(stage),
                "bytes",
                "ceil(ceil(S ÷ R) × ceil(c ÷ block) × block × n × elements × q ÷ 8)",
                CACHE_SOURCE,
                sequencesTerm(),
                replicasTerm(),
                contextTerm(),
                Derivation.term(
                        "block",
                        inference.keyValueBlock(),
                        "tokens per cache block",
                        "workload.inference.kvCacheBlock"),
                Derivation.term(
                        "n", stage.count(), "layers on stage " + stage.stage(), "layers as placed"),
                Derivation.term("elements", "cached per token and layer on a rank", elementsHow()),
                Derivation.term(
                        "q",
                        inference.keyValuePrecision().bits(),
                        "bits of a cached value",
                        "workload.inference.kvCachePrecision"));
    }

    private Derivation elementsHow() {
        return switch (plan.model().attention()) {
            case GroupedQuery a ->
                    Derivation.of(
                            cachedElements(),
                            "elements",
                            "2 × ceil(g ÷ TP) × d",
                            CACHE_SOURCE,
                            Derivation.term(
                                    "g",
                                    a.keyValueHeads(),
                                    "key-value heads",
                                    "model.attention.keyValueHeads"),
                            Derivation.term(
                                    "TP", plan.strategy().tensor(), "tensor parallel", "strategy"),
                            Derivation.term(
                                    "d", a.headDim(), "head size", "model.attention.headDim"));
            case MultiLatent a ->
                    Derivation.of(
                            cachedElements(),
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

    private Derivation workingHow(StageLayers stage) {
        return Derivation.of(
                workingBytes(stage),
                "bytes",
                "min(8192, ceil(S ÷ R) × c) × 2 × (4 × h + widest) + logits",
                WORKING_SOURCE,
                sequencesTerm(),
                replicasTerm(),
                contextTerm(),
                Derivation.term("h", plan.model().hiddenSize(), "hidden size", "model.hiddenSize"),
                Derivation.term(
                        "widest",
                        widest(),
                        "elements per token of the widest inner tensors of a layer on a rank",
                        "model.feedForward"),
                Derivation.term(
                        "logits",
                        stage.last() ? logitBytes() : 0,
                        "fp32 logits of one token per sequence, on the last stage",
                        "model.vocabularySize"));
    }

    private Term sequencesTerm() {
        return Derivation.term(
                "S",
                inference.concurrentSequences(),
                "concurrent sequences",
                "workload.inference.concurrentSequences");
    }

    private Term replicasTerm() {
        return Derivation.term("R", groups.replicas(), "data-parallel replicas", "strategy");
    }

    private Term contextTerm() {
        return Derivation.term(
                "c",
                inference.contextLength(),
                "tokens per sequence",
                "workload.inference.contextLength");
    }
}
