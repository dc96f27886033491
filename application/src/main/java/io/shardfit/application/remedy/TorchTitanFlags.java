package io.shardfit.application.remedy;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.workload.Workload.Inference;
import io.shardfit.domain.workload.Workload.Training;
import java.util.Optional;

/// torchtitan's keys, as TOML reads them and its command line writes them with `--` in front
/// (pytorch/torchtitan@b5bcd76 torchtitan/config/configs.py; `training.enable_cpu_offload` at :70
/// moves parameters, gradients and optimizer states). Batches are counted in tokens;
/// `activation_checkpoint.mode` as in NVIDIA/dgxc-benchmarking@841f546
/// deepseek_v3/pretrain/torchtitan/deepseek_v3_671b.toml.
record TorchTitanFlags() implements FrameworkFlags {
    @Override
    public Optional<String> flag(String key, String value, DeploymentPlan plan) {
        return switch (plan.workload()) {
            case Training training -> flag(key, value, plan, training);
            case Inference _ -> Optional.empty();
        };
    }

    private static Optional<String> flag(
            String key, String value, DeploymentPlan plan, Training training) {
        long tokens = training.sequenceLength();
        return switch (key) {
            case "strategy.tensorParallel" -> degree("tensor_parallel", value);
            case "strategy.pipelineParallel" -> degree("pipeline_parallel", value);
            case "strategy.contextParallel" -> degree("context_parallel", value);
            case "strategy.expertParallel" -> degree("expert_parallel", value);
            case "strategy.dataParallel" ->
                    degree(
                            "data_parallel_shard",
                            "" + plan.strategy().data() / plan.strategy().dataSplit().replicate());
            case "hardware.gpus" -> FrameworkFlags.torchrun(plan);
            case "workload.training.microBatch" ->
                    Optional.of(
                            "training.num_tokens_per_microbatch_per_dp_rank = "
                                    + training.microBatch() * tokens);
            case "workload.training.globalBatch" ->
                    Optional.of(
                            "training.num_tokens_per_train_step = "
                                    + training.globalBatch() * tokens);
            case "workload.training.sequenceLength" ->
                    Optional.of("training.max_context_length = " + value);
            case "workload.training.recomputation" ->
                    Optional.of("activation_checkpoint.mode = \"%s\"".formatted(value));
            case "workload.training.offload.parameters" ->
                    Optional.of("training.enable_cpu_offload = true");
            case "workload.training.reshardAfterForward" ->
                    Optional.of("parallelism.fsdp_reshard_after_forward = \"always\"");
            case String _ -> Optional.empty();
        };
    }

    private static Optional<String> degree(String name, String value) {
        return Optional.of("parallelism.%s_degree = %s".formatted(name, value));
    }
}
