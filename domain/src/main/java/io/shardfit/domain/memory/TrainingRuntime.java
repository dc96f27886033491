package io.shardfit.domain.memory;

import io.shardfit.domain.framework.Framework;
import io.shardfit.domain.framework.Version;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.DeepSpeed;
import io.shardfit.domain.strategy.MegatronCore;
import io.shardfit.domain.strategy.Multiplicative;
import io.shardfit.domain.strategy.SgLang;
import io.shardfit.domain.strategy.TensorRtLlm;
import io.shardfit.domain.strategy.TorchTitan;
import io.shardfit.domain.strategy.VLlm;
import io.shardfit.domain.workload.TrainingStates;
import io.shardfit.domain.workload.Workload.Training;
import java.util.Optional;
import java.util.Set;

/// What computes the layers of a training job and holds its states: it decides which tensors are
/// kept, what is live at the peak, and what lies around them. Follows from the framework.
sealed interface TrainingRuntime
        permits TransformerEngineRuntime, LegacyRuntime, FullyShardedRuntime, EagerAdapterRuntime {

    static TrainingRuntime of(DeploymentPlan plan, Training training) {
        if (training.states().adapter().isPresent()) {
            return new EagerAdapterRuntime(training.states().adapter().get());
        }
        Framework framework = plan.framework();
        return switch (framework.convention()) {
            case MegatronCore _ -> megatron(framework);
            case Multiplicative _, VLlm _, SgLang _, TensorRtLlm _ ->
                    new TransformerEngineRuntime(framework);
            case DeepSpeed _ -> LegacyRuntime.DEEPSPEED;
            case TorchTitan _ -> new FullyShardedRuntime(training.kernels());
        };
    }

    /// Megatron ran its own layers before it made Transformer Engine the default of
    /// `--transformer-impl` (core 0.6, 2024).
    private static TrainingRuntime megatron(Framework framework) {
        return framework.transformerEngine().isEmpty() && framework.isBefore("0.6")
                ? LegacyRuntime.MEGATRON
                : new TransformerEngineRuntime(framework);
    }

    /// {@return whether a release is named and lies before another}
    static boolean isBefore(Optional<Version> release, String other) {
        return release.isPresent() && release.get().isBefore(Version.of(other).orElseThrow());
    }

    SavedTable table(LayerShapes shapes);

    /// Tells every moment at which the stage may hold most.
    void peaks(StagePeaks at);

    /// {@return bytes per logit at the peak of the loss}
    int logitBytes(Training training);

    /// {@return bytes per parameter of gradients}
    default int gradientBytes(TrainingStates states, boolean accumulates) {
        return states.gradientBytes();
    }

    /// {@return how far reserved memory lies above allocated}
    AllocatorSlack slack(LayerShapes shapes);

    TrainingIntervals intervals();

    /// {@return the parts that a training job has only under this runtime}
    Set<MemoryPart> own(DeploymentPlan plan, Training training);
}
