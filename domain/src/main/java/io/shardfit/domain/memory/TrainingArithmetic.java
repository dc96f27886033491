package io.shardfit.domain.memory;

import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Derivation.Term;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;
import io.shardfit.domain.workload.Workload.Training;
import java.util.List;

/// Prints the arithmetic of {@link TrainingMemory}. A test computes every printed equation again
/// and compares it with the number.
record TrainingArithmetic(TrainingMemory memory, StageLayers stage) {
    private static final String STATES =
            "ZeRO, arXiv 1910.02054 §3 and §5; NVIDIA/Megatron-LM@d98e8a6"
                    + " megatron/training/theoretical_memory_usage.py:291-304";
    private static final String IN_FLIGHT =
            "1F1B and interleaved schedules, NVIDIA/Megatron-LM@d98e8a6"
                    + " megatron/core/pipeline_parallel/schedules.py:953-976";

    Derivation of(MemoryPart part) {
        return switch (part) {
            case WEIGHTS -> weights(dense(), memory.groups().denseShards(), "DP × CP ranks");
            case EXPERT_WEIGHTS -> weights(routed(), memory.groups().expertShards(), "EDP ranks");
            case GATHERED_WEIGHTS -> gathered();
            case GRADIENTS -> gradients(dense(), memory.groups().denseShards(), "DP × CP ranks");
            case EXPERT_GRADIENTS ->
                    gradients(routed(), memory.groups().expertShards(), "EDP ranks");
            case OPTIMIZER_STATES ->
                    states(dense(), memory.groups().denseShards(), "DP × CP ranks");
            case EXPERT_OPTIMIZER_STATES ->
                    states(routed(), memory.groups().expertShards(), "EDP ranks");
            case ACTIVATIONS -> activations();
            case LOGITS -> logits();
            case WEIGHT_GRADIENT_CACHE -> cache();
            case ALLOCATOR_SLACK -> slack();
            case CUDA_CONTEXT -> Communicators.contextHow();
            case COMMUNICATORS -> Communicators.bytesHow(memory.plan());
            case KEY_VALUE_CACHE,
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
                    ENGINE_LIBRARIES,
                    WORKING_SET ->
                    Derivation.given(0, "bytes", "not part of training", "workload");
        };
    }

    private Training training() {
        return memory.training();
    }

    private Term dense() {
        return Derivation.term(
                "P",
                "parameters on the rank without routed experts",
                RankParametersArithmetic.dense(memory.rank(), stage));
    }

    private Term routed() {
        return Derivation.term(
                "P",
                "routed-expert parameters on the fullest rank",
                RankParametersArithmetic.routed(memory.rank(), stage));
    }

    private Derivation weights(Term parameters, int shards, String over) {
        boolean sharded = training().zeroStage().shardsWeights();
        return sharded(
                parameters, training().states().weightBytes(), "weight", sharded, shards, over);
    }

    private Derivation gradients(Term parameters, int shards, String over) {
        boolean sharded = training().zeroStage().shardsGradients();
        return sharded(
                parameters,
                training().states().gradientBytes(),
                "accumulated gradient",
                sharded,
                shards,
                over);
    }

    private Derivation states(Term parameters, int shards, String over) {
        boolean sharded = training().zeroStage().shardsOptimizer();
        return sharded(
                parameters,
                memory.facts(stage).stateBytes(),
                "master weight and moments of " + training().optimizer().word(),
                sharded,
                shards,
                over);
    }

    private Derivation sharded(
            Term parameters, long each, String what, boolean sharded, int shards, String over) {
        long divisor = sharded ? shards : 1;
        long value =
                Math.ceilDiv(
                        Math.multiplyExact(parameters.value().longValueExact(), each), divisor);
        return Derivation.of(
                value,
                "bytes",
                "ceil(P × B ÷ D)",
                STATES,
                parameters,
                Derivation.term(
                        "B", each, "bytes per parameter: " + what, "workload.training.precision"),
                Derivation.term(
                        "D",
                        divisor,
                        sharded ? "sharded over " + over : "not sharded",
                        "workload.training.zeroStage"));
    }

    private Derivation gathered() {
        return Derivation.of(
                expected(MemoryPart.GATHERED_WEIGHTS),
                "bytes",
                "2 × layer × B",
                "the layer at work and the next one, arXiv 2304.11277 (FSDP)",
                Derivation.term(
                        "layer",
                        memory.rank().largestLayer(),
                        "parameters of the largest layer on a rank",
                        "model"),
                Derivation.term(
                        "B",
                        training().states().weightBytes(),
                        "bytes per weight",
                        "workload.training.precision"));
    }

    private Derivation activations() {
        TrainingMemory.Facts facts = memory.facts(stage);
        return Derivation.of(
                expected(MemoryPart.ACTIVATIONS),
                "bytes",
                "ceil(kept × I ÷ v) + working",
                IN_FLIGHT,
                Derivation.term("kept", "kept of one micro-batch on the stage", kept()),
                Derivation.term(
                        "I",
                        facts.chunks(),
                        "micro-batches × chunks in flight, at most "
                                + memory.microBatches()
                                + " micro-batches a step",
                        "workload.training.globalBatch"),
                Derivation.term(
                        "v",
                        memory.plan().layout().chunksPerStage(),
                        "chunks of a stage",
                        "strategy.virtualPipelineStages"),
                Derivation.term(
                        "working",
                        facts.working(),
                        "the layer being recomputed (full recomputation)",
                        "workload.training.recomputation"));
    }

    private Derivation kept() {
        LayerActivationsArithmetic layers = new LayerActivationsArithmetic(memory.layer(), stage);
        return switch (training().recomputation()) {
            case NONE, SELECTIVE -> layers.kept();
            case FULL ->
                    Derivation.of(
                            memory.facts(stage).kept(),
                            "bytes",
                            "n × checkpoint",
                            LayerActivations.SOURCE,
                            count("n", stage.counts().layers(), "layers"),
                            Derivation.term("checkpoint", "input of a layer", layers.checkpoint()));
        };
    }

    private Term count(String symbol, int layers, String what) {
        return Derivation.term(
                symbol, layers, what + " on stage " + stage.stage(), "layers as placed");
    }

    private Derivation logits() {
        if (!stage.last()) {
            return Derivation.given(
                    0, "bytes", "the head is on the last stage", "layers as placed");
        }
        return Symbols.of(memory.plan())
                .explain(
                        expected(MemoryPart.LOGITS),
                        "bytes",
                        "ceil(T × V × 4 ÷ TP) + 2 × checkpoint",
                        "fp32 logits and the final norm's input and output, docs/memory-model.md",
                        List.of(
                                Derivation.term(
                                        "checkpoint",
                                        "hidden states of all tokens",
                                        new LayerActivationsArithmetic(memory.layer(), stage)
                                                .checkpoint())));
    }

    private Derivation cache() {
        return Derivation.of(
                expected(MemoryPart.WEIGHT_GRADIENT_CACHE),
                "bytes",
                "shapes × B",
                WeightGradientCache.SOURCE,
                Derivation.term(
                        "shapes",
                        "elements, each linear role once",
                        memory.cache().elementsHow(stage)),
                Derivation.term(
                        "B",
                        training().states().weightBytes(),
                        "bytes per element",
                        "workload.training.precision"));
    }

    private Derivation slack() {
        return AllocatorSlack.how(
                StageMemory.of(memory, stage).allocated().expected(), AllocatorSlack.EXPECTED);
    }

    private long expected(MemoryPart part) {
        return memory.expected(part, stage).bytes();
    }
}
