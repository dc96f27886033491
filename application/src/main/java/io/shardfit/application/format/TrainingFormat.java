package io.shardfit.application.format;

import io.shardfit.domain.quantity.Precision;
import io.shardfit.domain.quantity.Ratio;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.strategy.Convention;
import io.shardfit.domain.workload.ActivationRecomputation;
import io.shardfit.domain.workload.Adapter;
import io.shardfit.domain.workload.Adapter.Target;
import io.shardfit.domain.workload.ExpertDispatch;
import io.shardfit.domain.workload.ExpertDispatch.Dispatcher;
import io.shardfit.domain.workload.Offload;
import io.shardfit.domain.workload.Optimizer;
import io.shardfit.domain.workload.Recomputation;
import io.shardfit.domain.workload.Recomputation.Method;
import io.shardfit.domain.workload.Recomputation.Module;
import io.shardfit.domain.workload.Routing;
import io.shardfit.domain.workload.TrainingKernels;
import io.shardfit.domain.workload.TrainingKernels.CrossEntropy;
import io.shardfit.domain.workload.TrainingPrecision;
import io.shardfit.domain.workload.TrainingStates;
import io.shardfit.domain.workload.Workload.Training;
import io.shardfit.domain.workload.ZeroStage;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// `workload.training` of a plan.
final class TrainingFormat {
    private static final String USUAL = "usual today";

    private final Fields fields;
    private final boolean shardsFully;
    private final boolean fusesLoss;

    TrainingFormat(Fields fields, Optional<Convention> convention) {
        this.fields = fields;
        String framework = convention.map(Convention::name).orElse("");
        this.shardsFully = framework.equals("torchtitan");
        this.fusesLoss = framework.equals("megatron-core") || framework.equals("multiplicative");
    }

    Training read(Routing routing) {
        Training training =
                new Training(
                        fields.integer("globalBatch", 1),
                        fields.integer("microBatch", 1),
                        fields.integer("sequenceLength", 1),
                        states(),
                        recomputation(),
                        kernels(),
                        dispatch(),
                        routing);
        fields.close();
        return training;
    }

    private TrainingStates states() {
        TrainingPrecision recipe =
                fields.word(
                        "precision",
                        TrainingPrecision.values(),
                        TrainingPrecision::word,
                        TrainingPrecision.BF16,
                        USUAL);
        Optimizer optimizer =
                fields.word(
                        "optimizer", Optimizer.values(), Optimizer::word, Optimizer.ADAMW, USUAL);
        TrainingStates usual = TrainingStates.of(recipe, optimizer, zeroStage());
        Precision weights =
                precision("weightPrecision", Precision.FP32, Precision.BF16, Precision.FP16)
                        .orElse(shardsFully ? Precision.FP32 : usual.weights());
        return new TrainingStates(
                recipe,
                weights,
                master(weights),
                precision("gradientPrecision", Precision.FP32, Precision.BF16, Precision.FP16)
                        .orElse(usual.gradients()),
                precision("momentPrecision", Precision.FP32, Precision.BF16, Precision.FP8)
                        .orElse(usual.moments()),
                optimizer,
                usual.zeroStage(),
                fields.present("reshardAfterForward", "true or false", Fields::flag).orElse(true),
                fields.childIfPresent("offload").map(TrainingFormat::offload).orElse(Offload.NONE),
                adapter());
    }

    private Optional<Precision> precision(String key, Precision... allowed) {
        return fields.wordIfPresent(key, allowed, Precision::word);
    }

    private Optional<Precision> master(Precision weights) {
        Optional<Optional<Precision>> given =
                fields.present(
                        "masterPrecision",
                        "one of fp32, bf16, none",
                        text ->
                                switch (text) {
                                    case "fp32" -> Optional.of(Optional.of(Precision.FP32));
                                    case "bf16" -> Optional.of(Optional.of(Precision.BF16));
                                    case "none" -> Optional.of(Optional.empty());
                                    case String _ -> Optional.empty();
                                });
        return given.orElse(
                weights == Precision.FP32 ? Optional.empty() : Optional.of(Precision.FP32));
    }

    private ZeroStage zeroStage() {
        boolean both = fields.has("zeroStage") && fields.has("distributedOptimizer");
        if (both) {
            fields.error(
                    "zeroStage",
                    "stands beside `distributedOptimizer`, which is stage 1",
                    "keep one of them");
        }
        if (fields.has("zeroStage")) {
            return fields.required("zeroStage", "0, 1, 2 or 3", TrainingFormat::stage)
                    .orElse(ZeroStage.NONE);
        }
        if (shardsFully && !fields.has("distributedOptimizer")) {
            return ZeroStage.WEIGHTS;
        }
        return fields.flagOr("distributedOptimizer", false, "off unless asked for")
                ? ZeroStage.OPTIMIZER
                : ZeroStage.NONE;
    }

    private static Optional<ZeroStage> stage(String text) {
        return text.matches("[0-3]")
                ? Optional.of(ZeroStage.values()[Integer.parseInt(text)])
                : Optional.empty();
    }

    private static Offload offload(Fields fields) {
        Offload offload =
                new Offload(
                        fields.present(
                                        "optimizer",
                                        "a share from 0 % to 100 %",
                                        text ->
                                                Amounts.percent(text)
                                                        .filter(share -> share.fraction() <= 1))
                                .orElse(new Share(0)),
                        fields.isTrue("parameters"),
                        fields.integerIfPresent("activationLayers", 0).orElse(0));
        fields.close();
        return offload;
    }

    private Optional<Adapter> adapter() {
        Optional<Adapter> adapter = fields.childIfPresent("adapter").map(this::adapter);
        if (adapter.isEmpty() && fields.has("frozenPrecision")) {
            fields.error(
                    "frozenPrecision", "stands without `adapter`", "add one or remove the key");
        }
        return adapter;
    }

    private Adapter adapter(Fields own) {
        int rank = own.integer("rank", 1);
        List<Target> targets =
                own.list(
                        "modules",
                        Fields.oneOf(Target.values(), TrainingFormat::word),
                        text -> Fields.named(text, Target.values(), TrainingFormat::word));
        own.close();
        int bits =
                fields.present(
                                "frozenPrecision",
                                "one of bf16, fp8, nf4",
                                text ->
                                        switch (text) {
                                            case "bf16" -> Optional.of(16);
                                            case "fp8" -> Optional.of(8);
                                            case "nf4" -> Optional.of(4);
                                            case String _ -> Optional.empty();
                                        })
                        .orElse(16);
        return new Adapter(
                rank, targets.isEmpty() ? EnumSet.allOf(Target.class) : Set.copyOf(targets), bits);
    }

    private static String word(Target target) {
        return target.name().toLowerCase(Locale.ROOT);
    }

    private Recomputation recomputation() {
        Recomputation usual =
                Recomputation.of(
                        fields.word(
                                "recomputation",
                                ActivationRecomputation.values(),
                                ActivationRecomputation::word,
                                ActivationRecomputation.NONE,
                                USUAL));
        List<Module> modules =
                fields.list(
                        "recomputeModules",
                        Fields.oneOf(Module.values(), Module::word),
                        text -> Fields.named(text, Module.values(), Module::word));
        if (!modules.isEmpty() && usual.amount() != ActivationRecomputation.SELECTIVE) {
            fields.error(
                    "recomputeModules",
                    "stands beside recomputation " + usual.amount().word(),
                    "expected recomputation: selective");
        }
        Optional<Method> method =
                fields.wordIfPresent(
                        "recomputeMethod",
                        Method.values(),
                        value -> value.name().toLowerCase(Locale.ROOT));
        Optional<Integer> layers = fields.integerIfPresent("recomputeLayers", 1);
        if ((method.isPresent() || layers.isPresent())
                && usual.amount() != ActivationRecomputation.FULL) {
            fields.error(
                    method.isPresent() ? "recomputeMethod" : "recomputeLayers",
                    "stands beside recomputation " + usual.amount().word(),
                    "expected recomputation: full");
        }
        return new Recomputation(
                usual.amount(),
                modules.isEmpty() ? usual.modules() : Set.copyOf(modules),
                method.orElse(usual.method()),
                layers.orElse(usual.layers()));
    }

    private TrainingKernels kernels() {
        boolean unfused =
                fields.present(
                                "attentionKernel",
                                "flash or unfused",
                                text ->
                                        switch (text) {
                                            case "flash" -> Optional.of(false);
                                            case "unfused" -> Optional.of(true);
                                            case String _ -> Optional.empty();
                                        })
                        .orElse(false);
        CrossEntropy crossEntropy =
                fields.wordIfPresent(
                                "crossEntropy",
                                CrossEntropy.values(),
                                value -> value.name().toLowerCase(Locale.ROOT))
                        .orElse(fusesLoss ? CrossEntropy.FUSED : CrossEntropy.UNFUSED);
        return new TrainingKernels(unfused, crossEntropy, fields.isTrue("compiled"));
    }

    private ExpertDispatch dispatch() {
        return fields.childIfPresent("experts")
                .map(TrainingFormat::dispatch)
                .orElse(ExpertDispatch.ALLTOALL);
    }

    private static ExpertDispatch dispatch(Fields own) {
        ExpertDispatch dispatch =
                new ExpertDispatch(
                        own.wordIfPresent(
                                        "dispatcher",
                                        Dispatcher.values(),
                                        value -> value.name().toLowerCase(Locale.ROOT))
                                .orElse(Dispatcher.ALLTOALL),
                        own.present(
                                "capacityFactor", "a number such as 1.25", TrainingFormat::factor),
                        own.isTrue("dropTokens"),
                        own.isTrue("padToCapacity"));
        if (dispatch.padToCapacity() && dispatch.capacityFactor().isEmpty()) {
            own.error("padToCapacity", "stands without `capacityFactor`", "expected both");
        }
        own.close();
        return dispatch;
    }

    private static Optional<Ratio> factor(String text) {
        return Amounts.number(text)
                .filter(number -> number.signum() > 0 && number.precision() <= 9)
                .filter(number -> number.scale() <= 6)
                .map(number -> Ratio.of(number.movePointRight(6).longValueExact(), 1_000_000));
    }
}
