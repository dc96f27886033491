package io.shardfit.domain.memory;

import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Derivation.Term;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;
import io.shardfit.domain.workload.Workload.Training;
import java.util.ArrayList;
import java.util.List;

/// Prints the arithmetic of {@link TrainingMemory}. A test computes every printed equation again
/// and compares it with the number.
record TrainingArithmetic(TrainingMemory memory, StageLayers stage) {
    private static final String IN_FLIGHT =
            "1F1B and interleaved schedules, NVIDIA/Megatron-LM@d98e8a6"
                    + " megatron/core/pipeline_parallel/schedules.py:953-976; chunks in groups of PP";

    Derivation of(MemoryPart part) {
        StatesArithmetic states = new StatesArithmetic(memory, stage);
        SurroundingsArithmetic around = new SurroundingsArithmetic(memory, stage);
        return switch (part) {
            case WEIGHTS -> states.weights();
            case EXPERT_WEIGHTS -> states.expertWeights();
            case GATHERED_WEIGHTS -> around.gathered();
            case GRADIENTS -> states.gradients();
            case EXPERT_GRADIENTS -> states.expertGradients();
            case OPTIMIZER_STATES -> states.optimizer();
            case EXPERT_OPTIMIZER_STATES -> states.expertOptimizer();
            case ACTIVATIONS -> activations();
            case TRANSIENT -> new PeakArithmetic(memory, stage).how();
            case PREDICTION_LOSS -> around.predictionLoss();
            case WEIGHT_GRADIENT_CACHE -> cache();
            case WORKSPACES -> around.workspaces();
            case GATHER_BUFFER -> around.gatherBuffer();
            case INPUT_GRADIENT -> around.inputGradient();
            case STAGE_BUFFERS -> around.stageBuffers();
            case STEP_BUFFERS -> around.stepBuffers();
            case DISPATCH_BUFFER -> around.dispatchBuffer();
            case ALLOCATOR_SLACK -> slack();
            case CUDA_CONTEXT -> Communicators.trainingContextHow();
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

    /// Of each chunk what a micro-batch keeps, as often as the chunk is held.
    Derivation activations() {
        int rounds = memory.layout().chunksPerStage();
        boolean folded = memory.layout().schedule().isFolded();
        List<String> products = new ArrayList<>();
        List<Term> terms = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            String suffix = rounds == 1 ? "" : "_" + round;
            terms.add(
                    Derivation.term(
                            "kept" + suffix,
                            "kept of one micro-batch by chunk " + round + " of the stage",
                            new LayerActivationsArithmetic(memory, stage, round).kept()));
            if (folded) {
                products.add("kept" + suffix);
            } else {
                products.add("kept" + suffix + " × I" + suffix);
                terms.add(held("I" + suffix, round));
            }
        }
        String sum = String.join(" + ", products);
        if (folded) {
            terms.add(
                    inFlight(
                            "I",
                            memory.layout().chunksInFlight(stage.stage(), memory.microBatches())));
        }
        return remaining(folded ? "ceil((" + sum + ") × I ÷ 2)" : sum, terms);
    }

    private Term held(String symbol, int round) {
        int held =
                memory.layout().chunksPerStage() == 1
                        ? memory.layout().chunksInFlight(stage.stage(), memory.microBatches())
                        : memory.layout()
                                .microBatchesHeld(stage.stage(), round, memory.microBatches());
        return inFlight(symbol, held);
    }

    private Term inFlight(String symbol, int held) {
        return Derivation.term(
                symbol,
                held,
                "micro-batches in flight, of " + memory.microBatches() + " a step",
                "workload.training.globalBatch");
    }

    private Derivation remaining(String equation, List<Term> terms) {
        int offloaded = memory.offloadedLayers(stage);
        String text = equation;
        if (offloaded > 0) {
            text = "ceil((" + equation + ") × (layers - offloaded) ÷ layers)";
            terms.add(
                    Derivation.term(
                            "layers", stage.counts().layers(), "layers of the stage", "model"));
            terms.add(
                    Derivation.term(
                            "offloaded",
                            offloaded,
                            "layers whose activations are moved to the host",
                            "workload.training.offload"));
        }
        return Derivation.of(
                memory.activationBytes(stage),
                "bytes",
                text,
                IN_FLIGHT,
                terms.toArray(Term[]::new));
    }

    private Derivation cache() {
        return Derivation.of(
                memory.expected(MemoryPart.WEIGHT_GRADIENT_CACHE, stage).bytes(),
                "bytes",
                "shapes × B",
                WeightGradientCache.SOURCE,
                Derivation.term(
                        "shapes", "elements, each shape once", memory.cache().elementsHow(stage)),
                Derivation.term(
                        "B",
                        training().states().weightBytes(),
                        "bytes per element",
                        "workload.training.precision"));
    }

    private Derivation slack() {
        return memory.slack().expectedHow(StageMemory.of(memory, stage).allocated().expected());
    }
}
