package io.shardfit.application.remedy;

import static java.util.stream.Collectors.joining;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.LayerPlacement.Listed;
import io.shardfit.domain.workload.ActivationRecomputation;
import io.shardfit.domain.workload.Recomputation;
import io.shardfit.domain.workload.Recomputation.Module;
import io.shardfit.domain.workload.Workload.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// NVIDIA/Megatron-LM@d98e8a6: degrees megatron/core/model_parallel_config.py, recomputation, FP8
/// and FP4 megatron/core/transformer/transformer_config.py (arguments are made of the fields),
/// optimizer and FSDP megatron/training/arguments.py:2911-2926, :3185-3190, :3667-3684; offloading
/// wants the precision-aware optimizer, :1884-1888. Replicas follow from the processes.
record MegatronFlags() implements FrameworkFlags {
    private static final String PRECISION_AWARE = "--use-precision-aware-optimizer ";

    @Override
    public Optional<String> flag(String key, String value, DeploymentPlan plan) {
        return switch (key) {
            case "strategy.tensorParallel" -> number("--tensor-model-parallel-size", value);
            case "strategy.pipelineParallel" -> number("--pipeline-model-parallel-size", value);
            case "strategy.contextParallel" -> number("--context-parallel-size", value);
            case "strategy.expertParallel" -> number("--expert-model-parallel-size", value);
            case "strategy.expertTensorParallel" -> number("--expert-tensor-parallel-size", value);
            case "strategy.sequenceParallel" -> Optional.of("--sequence-parallel");
            case "strategy.virtualPipelineStages" ->
                    number("--num-virtual-stages-per-pipeline-rank", value)
                            .filter(_ -> !value.equals("1"));
            case "strategy.stageLayers" -> layout(plan);
            case "strategy.firstStageLayers" ->
                    number("--decoder-first-pipeline-num-layers", value);
            case "strategy.lastStageLayers" -> number("--decoder-last-pipeline-num-layers", value);
            case "strategy.dataParallel", "hardware.gpus" -> FrameworkFlags.torchrun(plan);
            case "workload.training.globalBatch" -> number("--global-batch-size", value);
            case "workload.training.microBatch" -> number("--micro-batch-size", value);
            case "workload.training.sequenceLength" -> number("--seq-length", value);
            case "workload.training.precision" -> precision(value);
            case "workload.training.optimizer" -> Optional.of("--optimizer " + value);
            case "workload.training.zeroStage" -> sharding(value);
            case "workload.training.recomputation",
                    "workload.training.recomputeModules",
                    "workload.training.recomputeLayers" ->
                    recomputation(plan);
            case "workload.training.gradientPrecision" ->
                    Optional.of(PRECISION_AWARE + "--main-grads-dtype " + value);
            case "workload.training.momentPrecision" ->
                    Optional.of(
                            PRECISION_AWARE
                                    + "--exp-avg-dtype %1$s --exp-avg-sq-dtype %1$s"
                                            .formatted(value));
            case "workload.training.offload.optimizer" ->
                    Optional.of(
                            PRECISION_AWARE
                                    + "--optimizer-cpu-offload --optimizer-offload-fraction "
                                    + (value.equals("100 %") ? "1.0" : "0." + value.split(" ")[0]));
            case "workload.training.offload.activationLayers" ->
                    number("--cpu-offloading-num-layers", value);
            case String _ -> Optional.empty();
        };
    }

    private static Optional<String> number(String flag, String value) {
        return Optional.of(flag + " " + value);
    }

    private static Optional<String> precision(String recipe) {
        return switch (recipe) {
            case "bf16", "fp16" -> Optional.of("--" + recipe);
            case "fp8" -> Optional.of("--bf16 --fp8-format hybrid");
            case "mxfp8" -> Optional.of("--bf16 --fp8-format e4m3 --fp8-recipe mxfp8");
            case "nvfp4" -> Optional.of("--bf16 --fp4-format e2m1");
            case String _ -> Optional.empty();
        };
    }

    private static Optional<String> sharding(String stage) {
        return switch (stage) {
            case "1" -> Optional.of("--use-distributed-optimizer");
            case "2" -> fsdp("optim_grads");
            case "3" -> fsdp("optim_grads_params");
            case String _ -> Optional.empty();
        };
    }

    private static Optional<String> fsdp(String strategy) {
        return Optional.of(
                "--use-megatron-fsdp --use-distributed-optimizer --data-parallel-sharding-strategy "
                        + strategy);
    }

    private static Optional<String> recomputation(DeploymentPlan plan) {
        if (!(plan.workload() instanceof Training training)
                || training.recomputation() == ActivationRecomputation.NONE) {
            return Optional.empty();
        }
        Recomputation how = training.recomputed();
        String granularity = "--recompute-granularity " + how.amount().word();
        return Optional.of(
                how.amount() == ActivationRecomputation.FULL
                        ? granularity
                                + " --recompute-method %s --recompute-num-layers %d"
                                        .formatted(
                                                how.method().name().toLowerCase(Locale.ROOT),
                                                how.layers())
                        : granularity
                                + " --recompute-modules "
                                + how.modules().stream()
                                        .sorted()
                                        .map(Module::word)
                                        .collect(joining(" ")));
    }

    /// `E` embedding, `t` a layer, `m` a prediction layer, `L` loss, `|` the next stage.
    private static Optional<String> layout(DeploymentPlan plan) {
        if (!(plan.strategy().pipelineSplit().placement() instanceof Listed(var perStage))) {
            return Optional.empty();
        }
        List<String> stages = new ArrayList<>();
        perStage.forEach(layers -> stages.add("t*" + layers));
        String predictors = "m".repeat(plan.model().additions().multiTokenPredictionLayers());
        return Optional.of(
                "--pipeline-model-parallel-layout \"E%s%sL\""
                        .formatted(String.join("|", stages), predictors));
    }
}
