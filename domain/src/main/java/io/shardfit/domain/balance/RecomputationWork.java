package io.shardfit.domain.balance;

import io.shardfit.domain.architecture.Attention.MultiLatent;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.architecture.ParameterBreakdown;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.FlopCount;
import io.shardfit.domain.workload.Recomputation;
import io.shardfit.domain.workload.Recomputation.Method;
import io.shardfit.domain.workload.Recomputation.Module;
import io.shardfit.domain.workload.Workload.Inference;
import io.shardfit.domain.workload.Workload.Training;

/// Operations of a step on one GPU that only compute again what was there before: a forward pass
/// for full recomputation, the named products for a selective one (Korthikanti et al., arXiv
/// 2205.05198 §5). Norms and activation functions have no matrix products and count as nothing.
public final class RecomputationWork {
    private RecomputationWork() {}

    public static FlopCount of(DeploymentPlan plan) {
        return switch (plan.workload()) {
            case Inference _ -> new FlopCount(0);
            case Training training -> new FlopCount(operations(plan, training));
        };
    }

    private static double operations(DeploymentPlan plan, Training training) {
        Recomputation how = training.recomputed();
        return switch (how.amount()) {
            case NONE -> 0;
            case FULL -> forward(plan) * share(plan, how);
            case SELECTIVE -> {
                double sum = 0;
                for (Module module : how.modules()) {
                    sum += operations(plan, training, module);
                }
                yield sum;
            }
        };
    }

    private static double forward(DeploymentPlan plan) {
        return ComputeHeadroom.withoutRecomputation(plan).operations() / 3;
    }

    /// {@return layers that are computed again over all layers}
    private static double share(DeploymentPlan plan, Recomputation how) {
        int chunk =
                Math.ceilDiv(
                        plan.model().layers(),
                        plan.strategy().pipeline() * plan.strategy().virtualStages());
        return how.method() == Method.BLOCK ? Math.min(1.0, (double) how.layers() / chunk) : 1;
    }

    private static double operations(DeploymentPlan plan, Training training, Module module) {
        ParameterBreakdown parameters = plan.model().parameters();
        double multiplied =
                switch (module) {
                    case CORE_ATTN -> 0;
                    case LAYERNORM, MOE_ACT -> 0;
                    case MLA_UP_PROJ -> upProjections(plan.model());
                    case MLP -> parameters.denseFeedForward().count();
                    case SHARED_EXPERTS -> parameters.sharedExperts().count();
                    case MOE ->
                            parameters.routedExperts().count()
                                    - parameters.idleExperts().count()
                                    + (double) parameters.sharedExperts().count();
                };
        double tokens = (double) training.globalBatch() * training.sequenceLength();
        double products = 2 * multiplied * tokens / plan.groups().worldSize();
        return module == Module.CORE_ATTN
                ? ComputeHeadroom.attentionScores(plan).operations()
                : products;
    }

    /// {@return weights that rebuild queries, keys and values from their latents (DeepSeek-V2,
    /// arXiv 2405.04434 §2.1)}
    private static double upProjections(ModelArchitecture model) {
        return model.attention() instanceof MultiLatent latent
                ? (double) model.layers()
                        * latent.heads()
                        * ((double) latent.queryRank()
                                        * (latent.nopeHeadDim() + latent.ropeHeadDim())
                                + (double) latent.keyValueRank()
                                        * (latent.nopeHeadDim() + latent.valueHeadDim()))
                : 0;
    }
}
