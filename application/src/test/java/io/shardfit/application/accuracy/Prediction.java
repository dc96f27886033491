package io.shardfit.application.accuracy;

import io.shardfit.application.CheckPlan.Outcome;
import io.shardfit.application.PlanFiles;
import io.shardfit.application.Trees;
import io.shardfit.application.document.VerdictDocument;
import io.shardfit.application.format.JsonText;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// What the program says of a case, read from its published JSON answer.
///
/// @param verdict READY, TIGHT, NOT_READY, UNKNOWN, or REJECTED when the plan cannot be read
/// @param words titles of the findings, or the errors of a rejected plan
/// @param answer the answer; empty when the plan was rejected
record Prediction(String verdict, String words, Map<String, Object> answer) {
    private static final double GIB = 1 << 30;

    /// Low, expected and high bytes, in GiB.
    record Range(double low, double expected, double high) {
        boolean holds(double value, double step) {
            return low - step / 2 <= value && value <= high + step / 2;
        }
    }

    static Prediction of(PublishedCase published) {
        return switch (PlanFiles.check(published.plan())) {
            case Outcome.Rejected rejected ->
                    new Prediction("REJECTED", rejected.errors().toString(), Map.of());
            case Outcome.Checked(var checked) -> {
                Map<String, Object> answer =
                        Trees.ofJson(JsonText.pretty(VerdictDocument.of(checked)));
                yield new Prediction(checked.verdict().readiness().name(), words(answer), answer);
            }
        };
    }

    private static String words(Map<String, Object> answer) {
        return list(answer.get("findings")).stream()
                .map(finding -> finding.get("code") + " " + finding.get("message"))
                .reduce((before, next) -> before + "; " + next)
                .orElse("");
    }

    /// {@return the largest over the stages of what a metric counts}
    Optional<Range> peak(String metric) {
        return stages().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Range(
                                most(stage -> part(stage, metric, "low")),
                                most(stage -> part(stage, metric, "bytes")),
                                most(stage -> part(stage, metric, "high"))));
    }

    private double most(ToDoubleFunction<Map<String, Object>> amount) {
        return stages().stream().mapToDouble(amount).max().orElse(0) / GIB;
    }

    /// Parts of the published table up to the allocator's slack are allocated; with it, reserved.
    private static double part(Map<String, Object> stage, String metric, String end) {
        double sum = 0;
        for (Map<String, Object> part : list(stage.get("parts"))) {
            boolean slack = part.get("id").equals("allocatorSlack");
            boolean outside = Boolean.FALSE.equals(part.get("allocated"));
            boolean counted =
                    switch (metric) {
                        case "allocated" -> !slack && !outside;
                        case "reserved" -> slack || !outside;
                        default -> true;
                    };
            sum += counted ? value(part.get(end)) : 0;
        }
        return sum;
    }

    /// {@return a figure of the answer's `serving` member, in its own unit}
    Optional<Double> serving(String key) {
        return answer.get("serving") instanceof Map<?, ?> serving && serving.containsKey(key)
                ? Optional.of(value(serving.get(key)))
                : Optional.empty();
    }

    /// {@return the sum of the named parts of a stage, else of the one where it is largest, in GiB}
    Optional<Double> parts(List<String> ids, Optional<Integer> only) {
        return stages().stream()
                .filter(stage -> only.isEmpty() || value(stage.get("stage")) == only.get())
                .map(stage ->
                        list(stage.get("parts")).stream()
                                .filter(part -> ids.contains(part.get("id").toString()))
                                .mapToDouble(part -> value(part.get("bytes")))
                                .sum())
                .max(Double::compare)
                .map(bytes -> bytes / GIB);
    }

    private List<Map<String, Object>> stages() {
        return answer.get("memory") instanceof Map<?, ?> memory
                ? list(memory.get("stages"))
                : List.of();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Object items) {
        return items instanceof List<?> list ? (List<Map<String, Object>>) list : List.of();
    }

    private static double value(Object figure) {
        return figure instanceof Map<?, ?> how
                ? ((BigDecimal) how.get("value")).doubleValue()
                : ((BigDecimal) figure).doubleValue();
    }
}
