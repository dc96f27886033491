package io.shardfit.domain.memory;

import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.balance.RankLoad;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.ParameterCount;
import io.shardfit.domain.quantity.Ratio;
import io.shardfit.domain.strategy.MegatronCore;
import io.shardfit.domain.strategy.ParallelGroups;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;
import io.shardfit.domain.workload.Workload.Inference;
import java.util.List;

/// Serving memory of the fullest rank per stage: exact weights and key-value cache, and estimates
/// for what a forward pass and the runtime take beside them.
record InferenceMemory(
        DeploymentPlan plan,
        Inference inference,
        ParallelGroups groups,
        RankParameters rank,
        RankLoad load)
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

    /// 79.08 over 63.93 GiB, Step-3.5-Flash on 8 H100 (NVIDIA-NeMo/Megatron-Bridge, one run).
    private static final Interval CONVERTED =
            Interval.between(
                    Ratio.ONE,
                    Ratio.of(124, 100),
                    "counted; a checkpoint that is converted while it is read peaked at 1.24 ×"
                            + " its weights (one run of NVIDIA-NeMo/Megatron-Bridge, in-sample)");

    private static final Interval SCALES_OF_8_BITS =
            Interval.between(
                    Ratio.ONE, Ratio.of(102, 100), "counted; more by the scales of the format");
    private static final Interval SCALES_OF_4_BITS =
            Interval.between(
                    Ratio.ONE, Ratio.of(9, 8), "counted; more by the scales of the format");

    /// vLLM with its defaults on H100 took 4.8 to 5.6 GiB for dense models and 7.38 GiB for a
    /// mixture (llm-d-incubation/llm-d-planner@e50305a docs/empirical-vllm-memory-results.md); the
    /// high end holds as much beside the formula, which was compared with nothing yet.
    private static final Interval WORKING_INTERVAL =
            Interval.between(
                    Ratio.of(1, 2),
                    Ratio.ONE,
                    "half; above, what was measured at most with vLLM's defaults on H100,"
                            + " llm-d-incubation/llm-d-planner@e50305a"
                            + " docs/empirical-vllm-memory-results.md");

    private static final ByteSize MEASURED_DENSE = ByteSize.ofMiB(5_735);
    private static final ByteSize MEASURED_MIXTURE = ByteSize.ofMiB(7_558);

    static InferenceMemory of(
            DeploymentPlan plan, Inference inference, RankLoad load, SharedSums shared) {
        return new InferenceMemory(
                plan, inference, plan.groups(), RankParameters.of(plan, load, shared), load);
    }

    @Override
    public List<MemoryPart> parts() {
        return plan.model().experts().isPresent() ? WITH_EXPERTS : DENSE;
    }

    @Override
    public ByteSize expected(MemoryPart part, StageLayers stage) {
        return ByteSize.ofBytes(
                switch (part) {
                    case WEIGHTS ->
                            storedBytes(rank.linear(stage), rank.wide(stage) + rank.tables(stage));
                    case EXPERT_WEIGHTS -> storedBytes(rank.routed(stage), 0);
                    case KEY_VALUE_CACHE -> cacheBytes(stage);
                    case WORKING_SET -> workingBytes(stage);
                    case CUDA_CONTEXT -> Communicators.CONTEXT.bytes();
                    case COMMUNICATORS -> Communicators.bytes(plan).bytes();
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
                            0;
                });
    }

    @Override
    public Interval interval(MemoryPart part, StageLayers stage) {
        return switch (part) {
            case WEIGHTS, EXPERT_WEIGHTS -> weightInterval();
            case WORKING_SET ->
                    WORKING_INTERVAL.andAbove(
                            plan.model().experts().isPresent() ? MEASURED_MIXTURE : MEASURED_DENSE);
            case CUDA_CONTEXT -> Communicators.CONTEXT_INTERVAL;
            case COMMUNICATORS -> Communicators.INTERVAL;
            case KEY_VALUE_CACHE,
                    GATHERED_WEIGHTS,
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
                    Interval.COUNTED;
        };
    }

    /// Narrow formats carry scales: up to one byte per 16 values of 4 bits (NVFP4), an eighth.
    private Interval weightInterval() {
        if (plan.convention() instanceof MegatronCore) {
            return CONVERTED;
        }
        return switch (inference.weightPrecision()) {
            case FP32, TF32, BF16, FP16 -> Interval.COUNTED;
            case FP8, INT8 -> SCALES_OF_8_BITS;
            case FP4, INT4 -> SCALES_OF_4_BITS;
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
        return Math.ceilDiv(
                Math.multiplyExact(tokens, Math.multiplyExact(stage.counts().attention(), bits)),
                8);
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
                                load.overMean()
                                        .ofRoundedUp(
                                                e.perToken()
                                                        * (model.hiddenSize()
                                                                + matrices * e.intermediateSize())))
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
    public Derivation derivation(MemoryPart part, StageLayers stage) {
        return new InferenceArithmetic(this, stage).of(part);
    }

    /// {@return the values that the printed arithmetic names}
    Facts facts(StageLayers stage) {
        return new Facts(wideBits(), cachedElements(), widest(), stage.last() ? logitBytes() : 0);
    }

    /// @param wideBits bits of a parameter that stays wide
    /// @param cachedElements cached per token and layer on a rank
    /// @param widest elements per token of the widest inner tensors of a layer
    /// @param logitBytes logits of one token per sequence
    record Facts(long wideBits, long cachedElements, long widest, long logitBytes) {}
}
