package io.shardfit.application.time;

import io.shardfit.application.CheckPlan.Outcome;
import io.shardfit.application.PlanFiles;
import io.shardfit.application.Trees;
import io.shardfit.application.document.VerdictDocument;
import io.shardfit.application.format.JsonText;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A published time or throughput, and what the program answers for the same plan.
///
/// @param error of the time: positive where the program is slower than the run
/// @param inside whether the published figure lies in the interval
record PublishedTime(
        String id,
        String group,
        double value,
        String unit,
        String source,
        String note,
        List<?> inSample,
        Optional<Answer> answer) {
    private static final Path RESOURCES = Path.of("src/test/resources/io/shardfit/application");

    /// The interval in the unit of the published figure.
    record Answer(double low, double expected, double high) {}

    static List<PublishedTime> all() {
        Map<String, Object> plans = new HashMap<>();
        for (String file :
                List.of(
                        "megatron-bridge",
                        "simumax",
                        "torchtitan",
                        "primus",
                        "megatron",
                        "bigscience",
                        "other-training")) {
            rows(RESOURCES.resolve("cases").resolve(file + ".jsonl"))
                    .forEach(row -> plans.put(row.get("id").toString(), row.get("plan")));
        }
        return rows(RESOURCES.resolve("time/published-times.jsonl")).stream()
                .map(row -> of(row, plans))
                .toList();
    }

    private static List<Map<String, Object>> rows(Path file) {
        return PlanFiles.text(file).lines().filter(l -> !l.isBlank()).map(Trees::ofJson).toList();
    }

    private static PublishedTime of(Map<String, Object> row, Map<String, Object> plans) {
        Object plan =
                row.containsKey("plan") ? row.get("plan") : plans.get(row.get("case").toString());
        return new PublishedTime(
                row.get("id").toString(),
                row.get("group").toString(),
                ((BigDecimal) row.get("value")).doubleValue(),
                row.get("unit").toString(),
                row.get("source").toString(),
                row.get("note").toString(),
                (List<?>) row.get("inSample"),
                answer(row.get("unit").toString(), plan));
    }

    private static Optional<Answer> answer(String unit, Object plan) {
        return switch (PlanFiles.check(Trees.json(plan))) {
            case Outcome.Rejected rejected ->
                    throw new IllegalStateException(rejected.errors().toString());
            case Outcome.Checked(var checked) ->
                    read(unit, Trees.ofJson(JsonText.pretty(VerdictDocument.of(checked))));
        };
    }

    private static Optional<Answer> read(String unit, Map<String, Object> document) {
        if (!(document.get("compute") instanceof Map<?, ?> compute)
                || !(compute.get("time") instanceof Map<?, ?> time)
                || time.containsKey("unknown")) {
            return Optional.empty();
        }
        Map<?, ?> interval =
                (Map<?, ?>)
                        time.get(
                                switch (unit) {
                                    case "s", "ms" -> "stepSeconds";
                                    case "tokens/s" -> "tokensPerSecond";
                                    case "tokens/s/GPU" -> "tokensPerSecondPerGpu";
                                    case "prompt tokens/s" -> "promptTokensPerSecond";
                                    default -> throw new IllegalStateException(unit);
                                });
        double scale = unit.equals("ms") ? 1000 : 1;
        return Optional.of(
                new Answer(
                        scale * value(interval.get("low")),
                        scale * value(interval.get("expected")),
                        scale * value(interval.get("high"))));
    }

    private static double value(Object figure) {
        return figure instanceof Map<?, ?> how
                ? ((BigDecimal) how.get("value")).doubleValue()
                : ((BigDecimal) figure).doubleValue();
    }

    double error() {
        double expected = answer.orElseThrow().expected();
        return unit.contains("tokens") ? value / expected - 1 : expected / value - 1;
    }

    boolean isInside() {
        Answer interval = answer.orElseThrow();
        return interval.low() <= value && value <= interval.high();
    }
}
