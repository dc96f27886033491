package io.shardfit.domain.memory;

import io.shardfit.domain.architecture.Attention.GroupedQuery;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.architecture.Normalization;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.workload.ActivationRecomputation;
import io.shardfit.domain.workload.TrainingPrecision;
import io.shardfit.domain.workload.Workload.Training;

/// The shapes among the published Megatron runs: plain 1F1B with at most two stages, one of
/// pipeline and context parallel, sequence parallel, no recomputation; experts and latent attention
/// only without TP and CP; gated blocks, RMS norms, untied embeddings.
final class MeasuredShapes {
    private MeasuredShapes() {}

    static boolean contain(DeploymentPlan plan, Training training, TrainingRuntime runtime) {
        return switch (runtime) {
            case TransformerEngineRuntime _ -> isFixture(plan, training);
            case LegacyRuntime _, EagerAdapterRuntime _, FullyShardedRuntime _ -> isPlain(plan);
        };
    }

    /// Dense layers with full attention.
    private static boolean isPlain(DeploymentPlan plan) {
        return plan.model().experts().isEmpty()
                && plan.model().stack().counts().full() == plan.model().layers();
    }

    private static boolean isFixture(DeploymentPlan plan, Training training) {
        ParallelStrategy strategy = plan.strategy();
        ModelArchitecture model = plan.model();
        boolean plainSplit =
                strategy.pipeline() <= 2
                        && strategy.virtualStages() == 1
                        && (strategy.pipeline() == 1 || strategy.context() == 1)
                        && strategy.normShards() == strategy.tensor();
        boolean plainLayers =
                model.experts().isEmpty() && model.attention() instanceof GroupedQuery;
        boolean unsplitLayers = strategy.tensor() == 1 && strategy.context() == 1;
        boolean usualModel =
                model.feedForward().gated()
                        && !model.tiedEmbeddings()
                        && model.normalization() == Normalization.RMSNORM;
        return plainSplit
                && (plainLayers || unsplitLayers)
                && usualModel
                && training.microBatch() == 1
                && training.precision() == TrainingPrecision.BF16
                && training.recomputation() == ActivationRecomputation.NONE;
    }
}
