package io.shardfit.application.remedy;

import io.shardfit.domain.plan.DeploymentPlan;
import java.util.Optional;

/// Keys of a DeepSpeed configuration, each as a member of its JSON (deepspeedai/DeepSpeed@edaa722
/// docs/_pages/config-json.md; deepspeed/runtime/zero/config.py, deepspeed/runtime/constants.py).
record DeepSpeedFlags() implements FrameworkFlags {
    @Override
    public Optional<String> flag(String key, String value, DeploymentPlan plan) {
        return switch (key) {
            case "strategy.tensorParallel" ->
                    Optional.of("\"tensor_parallel\": {\"autotp_size\": %s}".formatted(value));
            case "strategy.contextParallel" -> Optional.of("\"sequence_parallel_size\": " + value);
            case "strategy.expertParallel" ->
                    Optional.of("\"expert_parallel\": {\"autoep_size\": %s}".formatted(value));
            case "strategy.dataParallel", "hardware.gpus" -> FrameworkFlags.torchrun(plan);
            case "workload.training.globalBatch" -> Optional.of("\"train_batch_size\": " + value);
            case "workload.training.microBatch" ->
                    Optional.of("\"train_micro_batch_size_per_gpu\": " + value);
            case "workload.training.precision" ->
                    value.equals("bf16") || value.equals("fp16")
                            ? Optional.of("\"%s\": {\"enabled\": true}".formatted(value))
                            : Optional.empty();
            case "workload.training.optimizer" ->
                    value.equals("muon")
                            ? Optional.of("\"optimizer\": {\"type\": \"Muon\"}")
                            : Optional.empty();
            case "workload.training.zeroStage" -> zero("\"stage\": " + value);
            case "workload.training.gradientPrecision" ->
                    Optional.of("\"data_types\": {\"grad_accum_dtype\": \"%s\"}".formatted(value));
            case "workload.training.offload.optimizer" -> offload(value);
            case "workload.training.offload.parameters" ->
                    zero("\"offload_param\": {\"device\": \"cpu\"}");
            case String _ -> Optional.empty();
        };
    }

    /// A part of the states is a matter of stage 3.
    private static Optional<String> offload(String part) {
        String ratio = part.equals("100 %") ? "" : ", \"ratio\": 0." + part.split(" ")[0];
        return zero("\"offload_optimizer\": {\"device\": \"cpu\"%s}".formatted(ratio));
    }

    private static Optional<String> zero(String member) {
        return Optional.of("\"zero_optimization\": {%s}".formatted(member));
    }
}
