package io.shardfit.application.accuracy;

import io.shardfit.application.Trees;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A run that others published: its plan, whether it fitted, and what they measured
/// (`cases/README.md` says what each field means).
record PublishedCase(Map<String, Object> fields) {

    /// What is compared with the program's peak of a GPU.
    ///
    /// @param gib as printed, read in its unit
    /// @param step of the printed figure, in GiB
    record Peak(double gib, double step, boolean unitCertain, String metric) {}

    String id() {
        return text("id");
    }

    String source() {
        return text("source");
    }

    String group() {
        return text("group");
    }

    String outcome() {
        return text("outcome");
    }

    String plan() {
        return Trees.json(fields.get("plan"));
    }

    boolean isTraining() {
        return plan().contains("\"training\":");
    }

    /// {@return whether the plan is whole, the outcome does not flip, and a plan can describe it}
    boolean counts() {
        return Boolean.TRUE.equals(fields.get("complete"))
                && !Boolean.TRUE.equals(fields.get("borderline"))
                && !hasScope();
    }

    /// {@return whether a plan cannot describe the run}
    boolean hasScope() {
        return fields.containsKey("scope");
    }

    /// {@return why its verdict does not count}
    String whyNotCounted() {
        if (hasScope()) {
            return text("scope");
        }
        return Boolean.TRUE.equals(fields.get("borderline"))
                ? "the outcome flips from run to run"
                : "the source leaves open: " + fields.get("missing");
    }

    /// {@return what a refusal was about, such as `shape`}
    String refusalKind() {
        return fields.get("refusal") instanceof Map<?, ?> refusal
                ? String.valueOf(refusal.get("kind"))
                : "";
    }

    List<String> inSample() {
        return fields.get("inSample") instanceof List<?> terms
                ? terms.stream().map(Object::toString).toList()
                : List.of();
    }

    /// {@return the measured peak; a full card says how large the card is, not what was needed}
    Optional<Peak> peak() {
        return measured("peak")
                .filter(peak -> !Boolean.TRUE.equals(peak.get("cardFull")))
                .map(peak -> {
                    double unit = gibOf(peak.get("unit").toString());
                    boolean certain = !Boolean.FALSE.equals(peak.get("unitCertain"));
                    return new Peak(
                            number(peak.get("value"))
                                    * (certain || !peak.get("unit").equals("GB") ? unit : 1),
                            peak.containsKey("rounded") ? number(peak.get("rounded")) : 0,
                            certain,
                            peak.get("metric").toString());
                });
    }

    /// {@return a measured component in GiB}
    Optional<Double> gib(String key) {
        return measured(key)
                .map(amount -> number(amount.get("value")) * gibOf(amount.get("unit").toString()));
    }

    /// {@return the pipeline stage that printed a component, where the source says it}
    Optional<Integer> stage(String key) {
        return measured(key)
                .flatMap(amount -> Optional.ofNullable(amount.get("stage")))
                .map(stage -> ((BigDecimal) stage).intValueExact());
    }

    Optional<Double> count(String key) {
        return fields.get("measured") instanceof Map<?, ?> measured
                        && measured.get(key) instanceof BigDecimal value
                ? Optional.of(value.doubleValue())
                : Optional.empty();
    }

    @SuppressWarnings("unchecked")
    private Optional<Map<String, Object>> measured(String key) {
        return fields.get("measured") instanceof Map<?, ?> measured
                        && measured.get(key) instanceof Map<?, ?> amount
                ? Optional.of((Map<String, Object>) amount)
                : Optional.empty();
    }

    /// PyTorch's logs say MB and mean MiB.
    private static double gibOf(String unit) {
        return switch (unit) {
            case "GB" -> 1e9 / (1 << 30);
            case "MB", "MiB" -> 1.0 / 1024;
            default -> 1;
        };
    }

    private static double number(Object value) {
        return ((BigDecimal) value).doubleValue();
    }

    private String text(String key) {
        return String.valueOf(fields.get(key));
    }
}
