package io.shardfit.application.comparison;

import io.shardfit.application.CompareMeasurements;
import io.shardfit.application.CompareMeasurements.Outcome;
import io.shardfit.application.PlanFiles;
import io.shardfit.application.measurement.MeasuredFile;
import io.shardfit.application.measurement.Quantity;
import io.shardfit.domain.quantity.Share;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Plans beside what runs printed.
public final class Runs {
    private static final Path EXAMPLES = Path.of("..", "examples");

    private Runs() {}

    public static String example(String name) {
        return PlanFiles.text(EXAMPLES.resolve(name + ".yaml"));
    }

    public static String log(String name) {
        return PlanFiles.text(EXAMPLES.resolve("measured").resolve(name + ".log"));
    }

    public static Outcome outcome(String plan, String... logs) {
        List<MeasuredFile> files =
                Arrays.stream(logs)
                        .map(log ->
                                new MeasuredFile(
                                        "run.log",
                                        new ByteArrayInputStream(
                                                log.getBytes(StandardCharsets.UTF_8))))
                        .toList();
        return new CompareMeasurements(PlanFiles.CATALOGUE)
                .compare(
                        "plan.yaml", plan.getBytes(StandardCharsets.UTF_8), files, new Share(0.01));
    }

    public static Comparison compared(String plan, String... logs) {
        return switch (outcome(plan, logs)) {
            case Outcome.Compared(Comparison comparison) -> comparison;
            case Outcome.Unjudged unjudged -> throw new AssertionError(unjudged);
            case Outcome.Rejected rejected -> throw new AssertionError(rejected);
        };
    }

    static Row row(Comparison comparison, Quantity quantity) {
        return comparison.rows().stream()
                .filter(row -> row.predicted().quantity() == quantity)
                .findFirst()
                .orElseThrow(() -> new AssertionError(quantity + " in " + comparison.rows()));
    }

    /// {@return Megatron's line for a rank with these peaks}
    static String megatron(int rank, long allocated, long reserved) {
        return "[Rank %d] (after 2 iterations) memory (MB) | max allocated: %s | max reserved: %s\n"
                .formatted(rank, mebibytes(allocated), mebibytes(reserved));
    }

    private static String mebibytes(long bytes) {
        return BigDecimal.valueOf(bytes)
                .divide(BigDecimal.valueOf(1 << 20), 2, RoundingMode.HALF_UP)
                .toPlainString();
    }
}
