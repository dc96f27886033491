package io.shardfit.adapters.web.page;

import io.micronaut.http.HttpParameters;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What an address asks, and how to write such an address.
final class Question {
    private final HttpParameters parameters;

    Question(HttpParameters parameters) {
        this.parameters = parameters;
    }

    /// {@return what was asked for, without the space around it; blank is nothing}
    Optional<String> text(String name) {
        return parameters.getFirst(name).map(String::strip).filter(value -> !value.isEmpty());
    }

    /// @throws ProblemException if it is none
    OptionalInt number(String name) {
        return text(name)
                .map(value -> OptionalInt.of((int) whole(name, value, Integer.MAX_VALUE)))
                .orElse(OptionalInt.empty());
    }

    /// @throws ProblemException if it is none
    Optional<Long> position(String name) {
        return text(name).map(value -> whole(name, value, Long.MAX_VALUE));
    }

    private static long whole(String name, String value, long most) {
        try {
            long number = Long.parseLong(value);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException none) {
            // said below
        }
        throw ProblemException.of(
                ProblemKind.BAD_REQUEST, "%s is a whole number, not \"%s\"".formatted(name, value));
    }

    /// Writes an address.
    static final class Address {
        private final String path;
        private final List<String> pairs = new ArrayList<>();

        Address(String path) {
            this.path = path;
        }

        Address with(String name, Object value) {
            pairs.add(name + '=' + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
            return this;
        }

        Address with(String name, Optional<?> value) {
            return value.isPresent() ? with(name, value.orElseThrow()) : this;
        }

        Address with(String name, OptionalInt value) {
            return value.isPresent() ? with(name, (Object) value.getAsInt()) : this;
        }

        @Override
        public String toString() {
            return pairs.isEmpty() ? path : path + '?' + String.join("&", pairs);
        }
    }
}
