package io.shardfit.domain.remedy;

import io.shardfit.domain.architecture.Attention.MultiLatent;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.remedy.RecomputationRemedy.RecomputeBlock;
import io.shardfit.domain.remedy.RecomputationRemedy.RecomputeModules;
import io.shardfit.domain.remedy.Remedy.Recompute;
import io.shardfit.domain.strategy.DeepSpeed;
import io.shardfit.domain.strategy.MegatronCore;
import io.shardfit.domain.strategy.Multiplicative;
import io.shardfit.domain.strategy.SgLang;
import io.shardfit.domain.strategy.TensorRtLlm;
import io.shardfit.domain.strategy.TorchTitan;
import io.shardfit.domain.strategy.VLlm;
import io.shardfit.domain.workload.ActivationRecomputation;
import io.shardfit.domain.workload.Recomputation;
import io.shardfit.domain.workload.Recomputation.Module;
import io.shardfit.domain.workload.Workload.Training;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// What may be computed again instead of kept: in amounts everywhere, in modules and layers where
/// the framework can.
final class RecomputationLevers {
    private RecomputationLevers() {}

    static List<Remedy> of(DeploymentPlan plan, Training training) {
        List<Remedy> edits = new ArrayList<>();
        Recomputation now = training.recomputed();
        if (isFine(plan)) {
            modules(plan, now).forEach(set -> edits.add(new RecomputeModules(set)));
            blocks(plan, now).forEach(layers -> edits.add(new RecomputeBlock(layers)));
        } else if (now.amount() == ActivationRecomputation.NONE && isSelective(plan)) {
            edits.add(new Recompute(ActivationRecomputation.SELECTIVE));
        }
        if (!now.equals(Recomputation.of(ActivationRecomputation.FULL))) {
            edits.add(new Recompute(ActivationRecomputation.FULL));
        }
        return edits;
    }

    private static boolean isFine(DeploymentPlan plan) {
        return switch (plan.convention()) {
            case MegatronCore _, Multiplicative _ -> true;
            case DeepSpeed _, TorchTitan _, VLlm _, SgLang _, TensorRtLlm _ -> false;
        };
    }

    /// DeepSpeed checkpoints whole layers.
    private static boolean isSelective(DeploymentPlan plan) {
        return !(plan.convention() instanceof DeepSpeed);
    }

    /// From what costs nothing but element-wise work to whole blocks.
    private static List<Set<Module>> modules(DeploymentPlan plan, Recomputation now) {
        if (now.amount() == ActivationRecomputation.FULL) {
            return List.of();
        }
        boolean experts = plan.model().experts().isPresent();
        EnumSet<Module> cheap = EnumSet.of(Module.LAYERNORM);
        if (experts) {
            cheap.add(Module.MOE_ACT);
        }
        if (plan.model().attention() instanceof MultiLatent) {
            cheap.add(Module.MLA_UP_PROJ);
        }
        List<Set<Module>> sets = new ArrayList<>();
        sets.add(EnumSet.of(Module.CORE_ATTN));
        cheap.forEach(module -> sets.add(EnumSet.of(module)));
        sets.add(cheap);
        EnumSet<Module> withAttention = EnumSet.copyOf(cheap);
        withAttention.add(Module.CORE_ATTN);
        sets.add(withAttention);
        sets.add(EnumSet.of(experts ? Module.MOE : Module.MLP));
        return sets.stream().distinct().filter(set -> !now.modules().containsAll(set)).toList();
    }

    /// A quarter, half and three quarters of the layers of the fullest chunk.
    private static SortedSet<Integer> blocks(DeploymentPlan plan, Recomputation now) {
        SortedSet<Integer> layers = new TreeSet<>();
        int chunk =
                Math.ceilDiv(
                        plan.model().layers(),
                        plan.strategy().pipeline() * plan.strategy().virtualStages());
        boolean block = now.method() == Recomputation.Method.BLOCK;
        for (int quarters = 1; quarters < 4; quarters++) {
            int some = chunk * quarters / 4;
            boolean more =
                    now.amount() != ActivationRecomputation.FULL || block && some > now.layers();
            if (some > 0 && more) {
                layers.add(some);
            }
        }
        return layers;
    }
}
