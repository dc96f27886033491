package io.shardfit.application.document;

import io.shardfit.domain.quantity.Derivation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A JSON value whose numbers know how they came to be.
public sealed interface Json {
    record Fields(Map<String, Json> members) implements Json {
        public Fields {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }
    }

    record Items(List<Json> values) implements Json {
        public Items {
            values = List.copyOf(values);
        }
    }

    record Text(String value) implements Json {}

    record Flag(boolean value) implements Json {}

    record Nothing() implements Json {}

    /// A number with its arithmetic; there is no number without.
    record Figure(Derivation how) implements Json {
        public BigDecimal value() {
            return how.value();
        }
    }

    static Figure figure(Derivation how) {
        return new Figure(how);
    }

    /// {@return a number that stands in the plan or in a source}
    static Figure given(long value, String unit, String meaning, String origin) {
        return new Figure(Derivation.given(value, unit, meaning, origin));
    }

    static Text text(String value) {
        return new Text(value);
    }

    static Builder fields() {
        return new Builder();
    }

    static Items items(List<? extends Json> values) {
        return new Items(new ArrayList<>(values));
    }

    /// Collects members in the order in which they are written.
    final class Builder {
        private final Map<String, Json> members = new LinkedHashMap<>();

        private Builder() {}

        public Builder with(String key, Json value) {
            members.put(key, value);
            return this;
        }

        public Builder with(String key, String value) {
            return with(key, text(value));
        }

        public Fields build() {
            return new Fields(members);
        }
    }
}
