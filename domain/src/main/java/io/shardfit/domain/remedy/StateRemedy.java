package io.shardfit.domain.remedy;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Precision;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.workload.Offload;
import io.shardfit.domain.workload.Optimizer;
import io.shardfit.domain.workload.TrainingPrecision;
import io.shardfit.domain.workload.TrainingStates;
import io.shardfit.domain.workload.Workload.Training;
import java.util.Optional;

/// Changes of what lives for the whole training run: its formats, and where it lies.
public sealed interface StateRemedy extends Remedy {
    TrainingStates change(TrainingStates states);

    @Override
    default DeploymentPlan applyTo(DeploymentPlan plan) {
        return plan.workload() instanceof Training training
                ? plan.withWorkload(training.withStates(change(training.states())))
                : plan;
    }

    record SetGradientPrecision(Precision precision) implements StateRemedy {
        @Override
        public TrainingStates change(TrainingStates states) {
            return with(states, precision, states.moments(), states.offload());
        }

        @Override
        public String edit() {
            return "workload.training.gradientPrecision: " + precision.word();
        }

        @Override
        public Lever lever() {
            return Lever.GRADIENTS;
        }
    }

    record SetMomentPrecision(Precision precision) implements StateRemedy {
        @Override
        public TrainingStates change(TrainingStates states) {
            return with(states, states.gradients(), precision, states.offload());
        }

        @Override
        public String edit() {
            return "workload.training.momentPrecision: " + precision.word();
        }

        @Override
        public Lever lever() {
            return Lever.MOMENTS;
        }
    }

    record OffloadOptimizer(Share part) implements StateRemedy {
        @Override
        public TrainingStates change(TrainingStates states) {
            Offload now = states.offload();
            return withOffload(states, new Offload(part, now.parameters(), now.activationLayers()));
        }

        @Override
        public String edit() {
            return "workload.training.offload.optimizer: " + part.percent(0);
        }

        @Override
        public Lever lever() {
            return Lever.OPTIMIZER_OFFLOAD;
        }
    }

    /// Sharded weights and gradients wait in host memory; only where the weights are sharded.
    record OffloadParameters() implements StateRemedy {
        @Override
        public TrainingStates change(TrainingStates states) {
            Offload now = states.offload();
            return states.zeroStage().shardsWeights()
                    ? withOffload(
                            states, new Offload(now.optimizer(), true, now.activationLayers()))
                    : states;
        }

        @Override
        public String edit() {
            return "workload.training.offload.parameters: true";
        }

        @Override
        public Lever lever() {
            return Lever.PARAMETER_OFFLOAD;
        }
    }

    record OffloadActivations(int layers) implements StateRemedy {
        @Override
        public TrainingStates change(TrainingStates states) {
            Offload now = states.offload();
            return withOffload(states, new Offload(now.optimizer(), now.parameters(), layers));
        }

        @Override
        public String edit() {
            return "workload.training.offload.activationLayers: " + layers;
        }

        @Override
        public Lever lever() {
            return Lever.ACTIVATION_OFFLOAD;
        }
    }

    /// Gathered layers are freed between forward and backward pass; only where they are sharded.
    record FreeGatheredWeights() implements StateRemedy {
        @Override
        public TrainingStates change(TrainingStates states) {
            return new TrainingStates(
                    states.precision(),
                    states.weights(),
                    states.master(),
                    states.gradients(),
                    states.moments(),
                    states.optimizer(),
                    states.zeroStage(),
                    states.reshardAfterForward() || states.zeroStage().shardsWeights(),
                    states.offload(),
                    states.adapter());
        }

        @Override
        public String edit() {
            return "workload.training.reshardAfterForward: true";
        }

        @Override
        public Lever lever() {
            return Lever.RESHARDING;
        }
    }

    /// {@return the states under another optimizer; a format of moments that it does not leave open
    /// is forgotten}
    static TrainingStates withOptimizer(TrainingStates states, Optimizer optimizer) {
        TrainingStates other = states.withOptimizer(optimizer);
        return leavesMomentsOpen(optimizer)
                ? other
                : with(other, other.gradients(), Precision.FP32, other.offload());
    }

    static boolean leavesMomentsOpen(Optimizer optimizer) {
        return optimizer.momentBytes(Precision.FP32) > optimizer.momentBytes(Precision.FP8);
    }

    /// {@return the states under another recipe. Weights that were not stored as the former recipe
    /// stores them, such as the fp32 shards of FSDP, stay as they are}
    static TrainingStates withPrecision(TrainingStates states, TrainingPrecision recipe) {
        TrainingStates other = states.withPrecision(recipe);
        boolean usual = states.weights() == states.precision().stored();
        return usual ? other : withWeights(other, states.weights(), states.master());
    }

    private static TrainingStates withWeights(
            TrainingStates states, Precision weights, Optional<Precision> master) {
        return new TrainingStates(
                states.precision(),
                weights,
                master,
                states.gradients(),
                states.moments(),
                states.optimizer(),
                states.zeroStage(),
                states.reshardAfterForward(),
                states.offload(),
                states.adapter());
    }

    private static TrainingStates withOffload(TrainingStates states, Offload offload) {
        return with(states, states.gradients(), states.moments(), offload);
    }

    private static TrainingStates with(
            TrainingStates states, Precision gradients, Precision moments, Offload offload) {
        return new TrainingStates(
                states.precision(),
                states.weights(),
                states.master(),
                gradients,
                moments,
                states.optimizer(),
                states.zeroStage(),
                states.reshardAfterForward(),
                offload,
                states.adapter());
    }
}
