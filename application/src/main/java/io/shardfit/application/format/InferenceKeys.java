package io.shardfit.application.format;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Precision;
import io.shardfit.domain.workload.WeightFormat;
import io.shardfit.domain.workload.Workload.Inference;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Keys of `workload.inference`.
final class InferenceKeys {
    static final List<PlanKey> ALL =
            List.of(
                    key("concurrentSequences", i -> Optional.of("" + i.concurrentSequences())),
                    key("contextLength", i -> Optional.of("" + i.contextLength())),
                    key("weightPrecision", i -> plain(i.weights()).map(Precision::word))
                            .without("workload.inference.quantization"),
                    key("quantization", InferenceKeys::quantization),
                    key("kvCachePrecision", i -> Optional.of(i.keyValuePrecision().word())),
                    key(
                            "memoryFraction",
                            i ->
                                    i.engine()
                                            .memoryFraction()
                                            .map(share ->
                                                    BigDecimal.valueOf(share.fraction())
                                                            .toPlainString())),
                    key("maxBatchedTokens", i -> i.engine().maxBatchedTokens().map(n -> "" + n)),
                    key("maxSequences", i -> i.engine().maxSequences().map(n -> "" + n)),
                    key("cudaGraphs", i -> Optional.of("" + i.engine().cudaGraphs())));

    private InferenceKeys() {}

    private static Optional<Inference> of(DeploymentPlan plan) {
        return plan.workload() instanceof Inference inference
                ? Optional.of(inference)
                : Optional.empty();
    }

    private static PlanKey key(String name, Function<Inference, Optional<String>> value) {
        return PlanKey.of("workload.inference." + name, plan -> of(plan).flatMap(value));
    }

    /// {@return the one precision that says it all}
    private static Optional<Precision> plain(WeightFormat format) {
        return Arrays.stream(Precision.values())
                .filter(precision -> precision != Precision.TF32)
                .filter(precision -> WeightFormat.of(precision).equals(format))
                .findFirst();
    }

    private static Optional<String> quantization(Inference inference) {
        WeightFormat format = inference.weights();
        if (plain(format).isPresent()) {
            return Optional.empty();
        }
        String group = format.groupSize() > 0 ? ", groupSize: " + format.groupSize() : "";
        return Optional.of("{format: %s%s}".formatted(format.scheme().word(), group));
    }
}
