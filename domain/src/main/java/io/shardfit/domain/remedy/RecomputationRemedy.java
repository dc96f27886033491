package io.shardfit.domain.remedy;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.workload.ActivationRecomputation;
import io.shardfit.domain.workload.Recomputation;
import io.shardfit.domain.workload.Recomputation.Method;
import io.shardfit.domain.workload.Recomputation.Module;
import io.shardfit.domain.workload.Workload.Training;
import java.util.Set;
import java.util.stream.Collectors;

/// Changes of what the backward pass computes again, finer than the three amounts.
public sealed interface RecomputationRemedy extends Remedy {
    Recomputation change();

    @Override
    default DeploymentPlan applyTo(DeploymentPlan plan) {
        return plan.workload() instanceof Training training
                ? plan.withWorkload(training.withRecomputed(change()))
                : plan;
    }

    @Override
    default Lever lever() {
        return Lever.RECOMPUTATION;
    }

    /// These parts of every layer are computed again.
    record RecomputeModules(Set<Module> modules) implements RecomputationRemedy {
        public RecomputeModules {
            modules = Set.copyOf(modules);
        }

        @Override
        public Recomputation change() {
            return new Recomputation(ActivationRecomputation.SELECTIVE, modules, Method.UNIFORM, 1);
        }

        @Override
        public String edit() {
            return "workload.training.recomputeModules: "
                    + modules.stream()
                            .sorted()
                            .map(Module::word)
                            .collect(Collectors.joining(", ", "[", "]"));
        }
    }

    /// The first layers of each chunk of a stage are computed again, the others kept.
    record RecomputeBlock(int layers) implements RecomputationRemedy {
        @Override
        public Recomputation change() {
            return new Recomputation(ActivationRecomputation.FULL, Set.of(), Method.BLOCK, layers);
        }

        @Override
        public String edit() {
            return "workload.training.recomputeLayers: " + layers + " (method block)";
        }
    }
}
