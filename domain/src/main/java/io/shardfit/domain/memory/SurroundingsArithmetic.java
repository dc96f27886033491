package io.shardfit.domain.memory;

import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Derivation.Term;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;
import java.util.List;

/// Prints the arithmetic of {@link TrainingSurroundings}.
record SurroundingsArithmetic(TrainingMemory memory, StageLayers stage) {
    private static final String WORKSPACE_SOURCE =
            "pytorch/pytorch aten/src/ATen/cuda/CublasHandlePool.cpp;"
                    + " NVIDIA/TransformerEngine@c188b533"
                    + " transformer_engine/pytorch/cpp_extensions/gemm.py:31, four streams assumed";
    private static final String ENGINE =
            "microsoft/DeepSpeed@2151c78 deepspeed/runtime/pipe/engine.py, pipe_buffers;"
                    + " pytorch/torchtitan@9dec370";
    private static final String MODEL_PAGE = "docs/memory-model.md";

    private TrainingSurroundings around() {
        return memory.surroundings();
    }

    private Term checkpoint() {
        return Derivation.term(
                "hidden",
                "hidden states of all tokens on the rank",
                new LayerActivationsArithmetic(memory, stage, 0).checkpoint());
    }

    private static Term given(String symbol, long value, String meaning) {
        return Derivation.term(symbol, value, meaning, MODEL_PAGE);
    }

    Derivation gathered() {
        long value = around().gathered(stage);
        if (around().unpacks()) {
            return Derivation.of(
                    value,
                    "bytes",
                    "2 × matrix",
                    "bitsandbytes unpacks a 4-bit weight for its product",
                    given("matrix", around().largestMatrix(), "elements of the largest matrix"));
        }
        return switch (memory.runtime()) {
            case FullyShardedRuntime _ -> gatheredRoot(value);
            case LegacyRuntime runtime when runtime.engine() ->
                    Derivation.of(
                            value,
                            "bytes",
                            "2 × min(P, live)",
                            "deepspeedai/DeepSpeed@edaa722 deepspeed/runtime/zero/config.py:238",
                            given(
                                    "P",
                                    memory.rank().dense(stage),
                                    "parameters without routed experts"),
                            given(
                                    "live",
                                    TrainingSurroundings.LIVE_PARAMETERS,
                                    "stage3_max_live_parameters"));
            case EagerAdapterRuntime _ ->
                    Derivation.of(
                            value,
                            "bytes",
                            "P × B",
                            "FSDP frees a gathered layer when its gradient is there, which a frozen"
                                    + " weight does not get: pytorch/pytorch"
                                    + " torch/distributed/fsdp/_runtime_utils.py; four runs of"
                                    + " Lightning-AI/litgpt (in-sample)",
                            given(
                                    "P",
                                    memory.rank().dense(stage) + memory.rank().routed(stage),
                                    "all parameters of the rank's layers"),
                            given(
                                    "B",
                                    memory.training().states().weightBytes(),
                                    "bytes of a weight"));
            case LegacyRuntime _, TransformerEngineRuntime _ ->
                    Derivation.of(
                            value,
                            "bytes",
                            "2 × layer × B",
                            "the layer at work and the next one, arXiv 2304.11277 (FSDP)",
                            given(
                                    "layer",
                                    memory.rank().largestLayer(),
                                    "parameters of the largest layer on a rank"),
                            Derivation.term(
                                    "B",
                                    memory.training().states().weightBytes(),
                                    "bytes per weight",
                                    "workload.training.precision"));
        };
    }

    private Derivation gatheredRoot(long value) {
        return Derivation.of(
                value,
                "bytes",
                "2 × root + B × layers",
                "pytorch/torchtitan@9dec370 torchtitan/parallelisms/parallelize_llama.py,"
                        + " fully_shard of the model and of each layer",
                given("root", around().root(stage), "elements of embedding, head and last norm"),
                given("B", around().layerBytes(), "bytes of a gathered weight"),
                given(
                        "layers",
                        around().gatheredElements(stage),
                        around().staysGathered()
                                ? "elements of all layers, kept between micro-batches"
                                : "elements of the layer at work and the next one"));
    }

    Derivation workspaces() {
        return Derivation.of(
                around().workspaces(stage),
                "bytes",
                "cuBLAS + n × 33554432",
                WORKSPACE_SOURCE,
                given("cuBLAS", memory.everywhere().productWorkspace(), "torch's own workspace"),
                given(
                        "n",
                        around().engineWorkspaces(stage),
                        "workspaces of Transformer Engine: one, and four for grouped products"));
    }

    Derivation gatherBuffer() {
        if (!stage.last()) {
            return Derivation.given(
                    0, "bytes", "the head is on the last stage", "layers as placed");
        }
        return Symbols.of(memory)
                .explain(
                        memory.layer().table().shapes().whole(),
                        "bytes",
                        "T × B × h",
                        "NVIDIA/Megatron-LM@23e00ed megatron/core/tensor_parallel/layers.py,"
                                + " get_global_memory_buffer");
    }

    Derivation inputGradient() {
        if (stage.first()) {
            return Derivation.given(
                    0, "bytes", "the first stage sends no gradient", "layers as placed");
        }
        return Derivation.of(
                memory.layer().checkpoint(),
                "bytes",
                "hidden",
                "NVIDIA/Megatron-LM@23e00ed megatron/core/pipeline_parallel/schedules.py,"
                        + " input_tensor_grad stays referenced",
                checkpoint());
    }

    Derivation stageBuffers() {
        return Derivation.of(
                memory.surroundings().stageBuffers(stage),
                "bytes",
                "(n + 2) × hidden",
                ENGINE,
                given("n", around().buffered(stage), "hidden states that wait on the stage"),
                checkpoint());
    }

    Derivation stepBuffers() {
        int bytes =
                memory.runtime() instanceof LegacyRuntime legacy
                        ? legacy.copiedBytes(memory.training())
                        : 0;
        return Derivation.of(
                around().stepBuffers(stage),
                "bytes",
                "share × B + bucket",
                "microsoft/DeepSpeed@2151c78 deepspeed/runtime/zero/stage_1_and_2.py,"
                        + " reduce_bucket_size; that they add to reserved memory is in-sample",
                given("share", bytes == 0 ? 0 : around().copied(stage), "elements copied"),
                given("B", bytes, "bytes per element of 16-bit and fp32 copies"),
                given("bucket", bytes == 0 ? 0 : around().bucketBytes(), "one reduce bucket"));
    }

    Derivation dispatchBuffer() {
        return stage.mixture() > 0
                ? DispatchBuffer.how(memory.plan())
                : Derivation.given(0, "bytes", "no experts on the stage", "layers as placed");
    }

    Derivation predictionLoss() {
        return Symbols.of(memory)
                .explain(
                        around().predictionLoss(stage),
                        "bytes",
                        "n_p × (ceil(T × 4 × V ÷ TP) + 5 × hidden)",
                        "NVIDIA/Megatron-LM@23e00ed"
                                + " megatron/core/transformer/multi_token_prediction.py",
                        List.of(
                                given("n_p", stage.predictors(), "prediction layers of the stage"),
                                checkpoint()));
    }
}
