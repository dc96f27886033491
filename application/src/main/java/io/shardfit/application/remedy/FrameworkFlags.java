package io.shardfit.application.remedy;

import io.shardfit.application.format.Setting;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.Convention;
import io.shardfit.domain.strategy.DeepSpeed;
import io.shardfit.domain.strategy.MegatronCore;
import io.shardfit.domain.strategy.Multiplicative;
import io.shardfit.domain.strategy.SgLang;
import io.shardfit.domain.strategy.TensorRtLlm;
import io.shardfit.domain.strategy.TorchTitan;
import io.shardfit.domain.strategy.VLlm;
import java.util.List;
import java.util.Optional;

/// What a framework is told for a setting of a plan, ready to paste into its command line or its
/// configuration.
sealed interface FrameworkFlags
        permits MegatronFlags,
                DeepSpeedFlags,
                TorchTitanFlags,
                VLlmFlags,
                SgLangFlags,
                TensorRtLlmFlags {

    /// {@return the words for one setting; empty where the framework has none, because it follows
    /// from others or is no matter of the framework}
    ///
    /// @param key of the plan, such as `strategy.tensorParallel`
    /// @param plan the changed plan
    Optional<String> flag(String key, String value, DeploymentPlan plan);

    /// {@return the words for all settings, each once}
    static List<String> of(DeploymentPlan plan, List<Setting> settings) {
        Optional<FrameworkFlags> framework = framework(plan.convention());
        return settings.stream()
                .filter(setting -> setting.value().isPresent())
                .flatMap(setting ->
                        framework
                                .flatMap(known ->
                                        known.flag(
                                                setting.key(), setting.value().orElseThrow(), plan))
                                .stream())
                .distinct()
                .toList();
    }

    /// The multiplicative convention is no framework.
    private static Optional<FrameworkFlags> framework(Convention convention) {
        return switch (convention) {
            case Multiplicative _ -> Optional.empty();
            case MegatronCore _ -> Optional.of(new MegatronFlags());
            case DeepSpeed _ -> Optional.of(new DeepSpeedFlags());
            case TorchTitan _ -> Optional.of(new TorchTitanFlags());
            case VLlm _ -> Optional.of(new VLlmFlags());
            case SgLang _ -> Optional.of(new SgLangFlags());
            case TensorRtLlm _ -> Optional.of(new TensorRtLlmFlags());
        };
    }

    /// {@return how many processes a launcher starts: replicas follow from them}
    static Optional<String> torchrun(DeploymentPlan plan) {
        int world = plan.convention().worldSize(plan.strategy());
        int perNode = Math.min(world, plan.cluster().gpusPerNode());
        return Optional.of(
                "torchrun --nnodes %d --nproc-per-node %d"
                        .formatted(Math.ceilDiv(world, perNode), perNode));
    }
}
