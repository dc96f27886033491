package io.shardfit.application.event;

import io.shardfit.application.document.Json;

/// What an edition of the rules does to one rule.
///
/// @param rule names it
/// @param reference where the reason can be read
public record RuleChange(String rule, Kind kind, String reason, String reference) {
    /// In which direction.
    public enum Kind {
        /// The rule was wrong.
        CORRECTED,
        TIGHTENED,
        RELAXED,
        ADDED,
        REMOVED
    }

    Json data() {
        return Json.fields()
                .with("ruleId", rule)
                .with("kind", kind.name())
                .with("reason", reason)
                .with("reference", reference)
                .build();
    }

    static RuleChange of(Data data) {
        return new RuleChange(
                data.text("ruleId"),
                data.parsed("kind", "a kind of change", Kind::valueOf),
                data.text("reason"),
                data.text("reference"));
    }
}
