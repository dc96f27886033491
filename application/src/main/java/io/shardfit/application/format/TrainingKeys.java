package io.shardfit.application.format;

import static java.util.stream.Collectors.joining;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Precision;
import io.shardfit.domain.strategy.TorchTitan;
import io.shardfit.domain.workload.ActivationRecomputation;
import io.shardfit.domain.workload.Recomputation;
import io.shardfit.domain.workload.Recomputation.Method;
import io.shardfit.domain.workload.Recomputation.Module;
import io.shardfit.domain.workload.TrainingStates;
import io.shardfit.domain.workload.Workload.Training;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Keys of `workload.training`.
final class TrainingKeys {
    static final List<PlanKey> ALL =
            List.of(
                    key("globalBatch", t -> Optional.of("" + t.globalBatch())),
                    key("microBatch", t -> Optional.of("" + t.microBatch())),
                    key("sequenceLength", t -> Optional.of("" + t.sequenceLength())),
                    state("precision", s -> Optional.of(s.precision().word()), "bf16"),
                    state("optimizer", s -> Optional.of(s.optimizer().word()), "adamw"),
                    state("zeroStage", s -> Optional.of("" + s.zeroStage().ordinal()), "0")
                            .usually(plan -> Optional.of(shardsFully(plan) ? "3" : "0"))
                            .without("workload.training.distributedOptimizer"),
                    recomputed("recomputation", r -> Optional.of(r.amount().word()), "none"),
                    recomputed("recomputeModules", TrainingKeys::modules, "[core_attn]")
                            .conditional(),
                    recomputed("recomputeMethod", TrainingKeys::method, "uniform").conditional(),
                    recomputed("recomputeLayers", r -> Optional.of("" + r.layers()), "1")
                            .usually(TrainingKeys::usualLayers)
                            .conditional(),
                    state("weightPrecision", s -> Optional.of(s.weights().word()), "")
                            .usually(plan -> of(plan).map(t -> usualWeights(plan, t).word())),
                    state("masterPrecision", s -> Optional.of(master(s.master())), "")
                            .usually(plan -> of(plan).map(t -> usualMaster(t.states()))),
                    state("gradientPrecision", s -> Optional.of(s.gradients().word()), "fp32"),
                    state("momentPrecision", s -> Optional.of(s.moments().word()), "fp32")
                            .conditional(),
                    state(
                                    "reshardAfterForward",
                                    s -> Optional.of("" + s.reshardAfterForward()),
                                    "true")
                            .conditional(),
                    state("offload.optimizer", s -> Optional.of(part(s)), "0 %"),
                    state(
                                    "offload.parameters",
                                    s -> Optional.of("" + s.offload().parameters()),
                                    "false")
                            .conditional(),
                    state(
                            "offload.activationLayers",
                            s -> Optional.of("" + s.offload().activationLayers()),
                            "0"));

    private TrainingKeys() {}

    private static Optional<Training> of(DeploymentPlan plan) {
        return plan.workload() instanceof Training training
                ? Optional.of(training)
                : Optional.empty();
    }

    private static PlanKey key(String name, Function<Training, Optional<String>> value) {
        return PlanKey.of("workload.training." + name, plan -> of(plan).flatMap(value));
    }

    private static PlanKey state(
            String name, Function<TrainingStates, Optional<String>> value, String usual) {
        return key(name, training -> value.apply(training.states()))
                .usually(plan -> of(plan).map(_ -> usual));
    }

    private static PlanKey recomputed(
            String name, Function<Recomputation, Optional<String>> value, String usual) {
        return key(name, training -> value.apply(training.recomputed()))
                .usually(plan -> of(plan).map(_ -> usual));
    }

    private static boolean shardsFully(DeploymentPlan plan) {
        return plan.convention() instanceof TorchTitan;
    }

    private static Precision usualWeights(DeploymentPlan plan, Training training) {
        return shardsFully(plan) ? Precision.FP32 : training.precision().stored();
    }

    private static String usualMaster(TrainingStates states) {
        return states.weights() == Precision.FP32 ? "none" : "fp32";
    }

    private static String master(Optional<Precision> master) {
        return master.map(Precision::word).orElse("none");
    }

    private static String part(TrainingStates states) {
        return states.offload().optimizer().percent(0);
    }

    /// Only beside a selective recomputation.
    private static Optional<String> modules(Recomputation how) {
        Set<Module> modules =
                how.amount() == ActivationRecomputation.SELECTIVE
                        ? how.modules()
                        : Set.of(Module.CORE_ATTN);
        return Optional.of(
                modules.stream().sorted().map(Module::word).collect(joining(", ", "[", "]")));
    }

    private static Optional<String> method(Recomputation how) {
        return Optional.of(how.method().name().toLowerCase(Locale.ROOT));
    }

    /// A block names its layers.
    private static Optional<String> usualLayers(DeploymentPlan plan) {
        return of(plan).filter(t -> t.recomputed().method() == Method.UNIFORM).map(_ -> "1");
    }
}
