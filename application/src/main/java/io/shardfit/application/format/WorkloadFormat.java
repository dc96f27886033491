package io.shardfit.application.format;

import io.shardfit.domain.quantity.Precision;
import io.shardfit.domain.workload.ActivationRecomputation;
import io.shardfit.domain.workload.Optimizer;
import io.shardfit.domain.workload.TrainingPrecision;
import io.shardfit.domain.workload.Workload;
import io.shardfit.domain.workload.Workload.Inference;
import io.shardfit.domain.workload.Workload.Training;
import io.shardfit.domain.workload.ZeroStage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The `workload` section of a plan: either `training` or `inference`.
final class WorkloadFormat {
    private final Fields workload;

    WorkloadFormat(Fields workload) {
        this.workload = workload;
    }

    Optional<Workload> read() {
        boolean trains = workload.has("training");
        boolean serves = workload.has("inference");
        if (trains == serves) {
            workload.error(
                    trains ? "inference" : "training",
                    trains ? "stands beside `training`" : "is missing, and so is `inference`",
                    "expected exactly one of them");
        }
        Optional<Workload> result =
                trains
                        ? workload.childIfPresent("training").map(WorkloadFormat::training)
                        : workload.childIfPresent("inference").map(WorkloadFormat::inference);
        workload.close();
        return result;
    }

    private static Workload training(Fields fields) {
        Training training =
                new Training(
                        fields.integer("globalBatch", 1),
                        fields.integer("microBatch", 1),
                        fields.integer("sequenceLength", 1),
                        word(
                                fields,
                                "precision",
                                TrainingPrecision.values(),
                                TrainingPrecision::word,
                                TrainingPrecision.BF16),
                        word(
                                fields,
                                "optimizer",
                                Optimizer.values(),
                                Optimizer::word,
                                Optimizer.ADAMW),
                        zeroStage(fields),
                        word(
                                fields,
                                "recomputation",
                                ActivationRecomputation.values(),
                                ActivationRecomputation::word,
                                ActivationRecomputation.NONE));
        fields.close();
        return training;
    }

    private static ZeroStage zeroStage(Fields fields) {
        boolean both = fields.has("zeroStage") && fields.has("distributedOptimizer");
        if (both) {
            fields.error(
                    "zeroStage",
                    "stands beside `distributedOptimizer`, which is stage 1",
                    "keep one of them");
        }
        if (fields.has("zeroStage")) {
            return fields.required("zeroStage", "0, 1, 2 or 3", WorkloadFormat::stage)
                    .orElse(ZeroStage.NONE);
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

    private static Workload inference(Fields fields) {
        List<Precision> stored =
                List.of(
                        Precision.BF16,
                        Precision.FP16,
                        Precision.FP32,
                        Precision.FP8,
                        Precision.INT8,
                        Precision.FP4,
                        Precision.INT4);
        List<Precision> cached =
                List.of(
                        Precision.BF16,
                        Precision.FP16,
                        Precision.FP32,
                        Precision.FP8,
                        Precision.INT8);
        Inference inference =
                new Inference(
                        fields.integer("concurrentSequences", 1),
                        fields.integer("contextLength", 1),
                        precision(fields, "weightPrecision", stored),
                        precision(fields, "kvCachePrecision", cached),
                        fields.integerOr("kvCacheBlock", 1, 16, "vLLM's default block size"));
        fields.close();
        return inference;
    }

    private static Precision precision(Fields fields, String key, List<Precision> allowed) {
        return word(
                fields, key, allowed.toArray(Precision[]::new), Precision::word, Precision.BF16);
    }

    private static <T> T word(
            Fields fields, String key, T[] values, Function<T, String> word, T fallback) {
        List<String> words = Arrays.stream(values).map(word).toList();
        return fields.optional(
                key,
                "one of " + String.join(", ", words),
                text ->
                        Arrays.stream(values)
                                .filter(value -> word.apply(value).equals(text))
                                .findFirst(),
                fallback,
                "usual today");
    }
}
