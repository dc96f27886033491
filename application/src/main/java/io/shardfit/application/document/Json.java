package io.shardfit.application.document;

import io.shardfit.domain.quantity.Derivation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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

    /// A number with its arithmetic; there is no number without. The arithmetic may wait until
    /// somebody asks for it, and is then kept: what is stored or sent are the numbers.
    final class Figure implements Json {
        private final BigDecimal value;
        private final Supplier<Derivation> arithmetic;

        private Figure(BigDecimal value, Supplier<Derivation> arithmetic) {
            this.value = value;
            this.arithmetic = new Once<>(arithmetic);
        }

        public BigDecimal value() {
            return value;
        }

        /// {@return the arithmetic, whose value is this one}
        public Derivation how() {
            return arithmetic.get();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Figure figure
                    && figure.value.equals(value)
                    && figure.how().equals(how());
        }

        @Override
        public int hashCode() {
            return value.hashCode();
        }

        @Override
        public String toString() {
            return "Figure[how=" + how() + "]";
        }
    }

    static Figure figure(Derivation how) {
        return new Figure(how.value(), () -> how);
    }

    /// @param how gives this value
    static Figure figure(long value, Supplier<Derivation> how) {
        return new Figure(BigDecimal.valueOf(value), how);
    }

    /// @param how gives this value
    static Figure figure(double value, Supplier<Derivation> how) {
        return new Figure(BigDecimal.valueOf(value), how);
    }

    /// {@return a number that stands in the plan or in a source}
    static Figure given(long value, String unit, String meaning, String origin) {
        return figure(value, () -> Derivation.given(value, unit, meaning, origin));
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
