package io.shardfit.application.format;

import static io.shardfit.domain.workload.ActivationRecomputation.FULL;
import static io.shardfit.domain.workload.ActivationRecomputation.SELECTIVE;

import io.shardfit.domain.architecture.Attention.MultiLatent;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.workload.ActivationRecomputation;
import io.shardfit.domain.workload.Recomputation;
import io.shardfit.domain.workload.Recomputation.Method;
import io.shardfit.domain.workload.Recomputation.Module;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The keys of `workload.training` that say what is computed again.
final class RecomputationFormat {
    private final Fields fields;
    private final Optional<ModelArchitecture> model;

    RecomputationFormat(Fields fields, Optional<ModelArchitecture> model) {
        this.fields = fields;
        this.model = model;
    }

    Recomputation read() {
        Recomputation usual =
                Recomputation.of(
                        fields.word(
                                "recomputation",
                                ActivationRecomputation.values(),
                                ActivationRecomputation::word,
                                ActivationRecomputation.NONE,
                                TrainingFormat.USUAL));
        Set<Module> modules = fields.words("recomputeModules", Module.values(), Module::word);
        Optional<Method> method =
                fields.wordIfPresent(
                        "recomputeMethod",
                        Method.values(),
                        value -> value.name().toLowerCase(Locale.ROOT));
        boolean full = usual.amount() == FULL;
        fields.onlyWith(
                "recomputeModules", usual.amount() == SELECTIVE, "`recomputation: selective`");
        fields.onlyWith("recomputeMethod", full, "`recomputation: full`");
        fields.onlyWith("recomputeLayers", full, "`recomputation: full`");
        modules.forEach(this::checkAgainstModel);
        return new Recomputation(
                usual.amount(),
                modules.isEmpty() ? usual.modules() : modules,
                method.orElse(usual.method()),
                layers(method.orElse(usual.method())));
    }

    /// One layer per checkpoint is usual; how many layers of a block are computed again is not.
    private int layers(Method method) {
        return switch (method) {
            case UNIFORM -> fields.integerIfPresent("recomputeLayers", 1).orElse(1);
            case BLOCK ->
                    fields.requiredBecause("recomputeLayers", "the method is block").orElse(1);
        };
    }

    private void checkAgainstModel(Module module) {
        if (model.isEmpty()) {
            return;
        }
        boolean experts = model.orElseThrow().experts().isPresent();
        switch (module) {
            case CORE_ATTN, LAYERNORM, MLP -> {}
            case MLA_UP_PROJ ->
                    without(
                            module,
                            model.orElseThrow().attention() instanceof MultiLatent,
                            WorkloadFormat.LATENT_ATTENTION);
            case MOE_ACT, MOE, SHARED_EXPERTS -> without(module, experts, WorkloadFormat.EXPERTS);
        }
    }

    private void without(Module module, boolean has, String condition) {
        if (!has) {
            fields.error(
                    "recomputeModules",
                    "names %s, which means nothing without %s".formatted(module.word(), condition),
                    "remove the word");
        }
    }
}
