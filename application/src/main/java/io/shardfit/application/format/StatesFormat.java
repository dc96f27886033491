package io.shardfit.application.format;

import io.shardfit.domain.quantity.Precision;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.strategy.Convention;
import io.shardfit.domain.workload.Adapter;
import io.shardfit.domain.workload.Adapter.Target;
import io.shardfit.domain.workload.Offload;
import io.shardfit.domain.workload.Optimizer;
import io.shardfit.domain.workload.TrainingPrecision;
import io.shardfit.domain.workload.TrainingStates;
import io.shardfit.domain.workload.ZeroStage;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The keys of `workload.training` that say what lives for the whole run, in which formats, and who
/// shares it.
final class StatesFormat {
    private static final String FULLY_SHARDED = "`zeroStage: 3`";

    private final Problems problems;
    private final Fields fields;
    private final boolean shardsFully;

    StatesFormat(Problems problems, Fields fields, Optional<Convention> convention) {
        this.problems = problems;
        this.fields = fields;
        this.shardsFully =
                convention.map(Convention::name).filter("torchtitan"::equals).isPresent();
    }

    TrainingStates read() {
        TrainingPrecision recipe =
                fields.word(
                        "precision",
                        TrainingPrecision.values(),
                        TrainingPrecision::word,
                        TrainingPrecision.BF16,
                        TrainingFormat.USUAL);
        Optimizer optimizer =
                fields.word(
                        "optimizer",
                        Optimizer.values(),
                        Optimizer::word,
                        Optimizer.ADAMW,
                        TrainingFormat.USUAL);
        TrainingStates usual = TrainingStates.of(recipe, optimizer, zeroStage());
        boolean sharded = usual.zeroStage() == ZeroStage.WEIGHTS;
        fields.onlyWith("reshardAfterForward", sharded, FULLY_SHARDED);
        Precision weights = weights(usual);
        return new TrainingStates(
                recipe,
                weights,
                master(weights),
                precision("gradientPrecision", Precision.FP32, Precision.BF16, Precision.FP16)
                        .orElse(usual.gradients()),
                moments(optimizer).orElse(usual.moments()),
                optimizer,
                usual.zeroStage(),
                fields.present("reshardAfterForward", "true or false", Fields::flag).orElse(true),
                fields.childIfPresent("offload")
                        .map(own -> offload(own, sharded))
                        .orElse(Offload.NONE),
                adapter());
    }

    private Optional<Precision> precision(String key, Precision... allowed) {
        return fields.wordIfPresent(key, allowed, Precision::word);
    }

    private Precision weights(TrainingStates usual) {
        Precision[] allowed = {Precision.FP32, Precision.BF16, Precision.FP16, Precision.FP8};
        return shardsFully
                ? fields.word(
                        "weightPrecision",
                        allowed,
                        Precision::word,
                        Precision.FP32,
                        "FSDP keeps its shards in fp32 and casts what it gathers")
                : precision("weightPrecision", allowed).orElse(usual.weights());
    }

    private Optional<Precision> moments(Optimizer optimizer) {
        boolean open = optimizer.momentBytes(Precision.FP32) > optimizer.momentBytes(Precision.FP8);
        fields.onlyWith("momentPrecision", open, "an optimizer whose moments leave it open");
        return precision("momentPrecision", Precision.FP32, Precision.BF16, Precision.FP8);
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
            return stage(fields.required("zeroStage", "0, 1, 2 or 3", StatesFormat::digit));
        }
        if (shardsFully && !fields.has("distributedOptimizer")) {
            problems.assume(fields.pathOf("zeroStage"), 3, "FSDP shards the weights");
            return ZeroStage.WEIGHTS;
        }
        return fields.flagOr("distributedOptimizer", false, "off unless asked for")
                ? ZeroStage.OPTIMIZER
                : ZeroStage.NONE;
    }

    private static Optional<Integer> digit(String text) {
        return text.matches("[0-3]") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    }

    private static ZeroStage stage(Optional<Integer> number) {
        return ZeroStage.values()[number.orElse(0)];
    }

    private static Offload offload(Fields own, boolean sharded) {
        own.onlyWith("parameters", sharded, FULLY_SHARDED);
        Offload offload =
                new Offload(
                        own.present(
                                        "optimizer",
                                        "a share from 0 % to 100 %, such as 50 %",
                                        text ->
                                                Amounts.percent(text)
                                                        .filter(share -> share.fraction() <= 1))
                                .orElse(new Share(0)),
                        own.isTrue("parameters"),
                        own.integerIfPresent("activationLayers", 0).orElse(0));
        own.close();
        return offload;
    }

    private Optional<Adapter> adapter() {
        fields.onlyWith("frozenPrecision", fields.has("adapter"), "`adapter`");
        Optional<Integer> frozen =
                fields.present("frozenPrecision", "one of bf16, nf4, fp8", StatesFormat::bits);
        return fields.childIfPresent("adapter").map(own -> adapter(own, frozen));
    }

    private Adapter adapter(Fields own, Optional<Integer> frozen) {
        int rank = own.integer("rank", 1);
        Set<Target> targets = own.words("modules", Target.values(), StatesFormat::word);
        if (!own.has("modules")) {
            problems.assume(
                    own.pathOf("modules"),
                    String.join(
                            ", ",
                            EnumSet.allOf(Target.class).stream().map(StatesFormat::word).toList()),
                    "every linear layer, as QLoRA adapts them (arXiv 2305.14314)");
        }
        if (frozen.isEmpty()) {
            problems.assume(fields.pathOf("frozenPrecision"), "bf16", TrainingFormat.USUAL);
        }
        own.close();
        return new Adapter(
                rank, targets.isEmpty() ? EnumSet.allOf(Target.class) : targets, frozen.orElse(16));
    }

    private static Optional<Integer> bits(String word) {
        return switch (word) {
            case "bf16" -> Optional.of(16);
            case "fp8" -> Optional.of(8);
            case "nf4" -> Optional.of(4);
            case String _ -> Optional.empty();
        };
    }

    private static String word(Target target) {
        return target.name().toLowerCase(Locale.ROOT);
    }
}
