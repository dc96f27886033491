package io.shardfit.domain.hardware;

import java.util.Optional;

/// A published figure with its source, or the fact that there is none. There is no default.
public sealed interface Figure<T> {
    Optional<T> value();

    /// @param source where the figure was read
    record Known<T>(T figure, String source) implements Figure<T> {
        @Override
        public Optional<T> value() {
            return Optional.of(figure);
        }
    }

    /// The device cannot do it at all, which is another thing than a figure that nobody published.
    ///
    /// @param source where that was read
    record Impossible<T>(String source) implements Figure<T> {
        @Override
        public Optional<T> value() {
            return Optional.empty();
        }
    }

    record Absent<T>() implements Figure<T> {
        @Override
        public Optional<T> value() {
            return Optional.empty();
        }
    }

    static <T> Figure<T> known(T figure, String source) {
        return new Known<>(figure, source);
    }

    static <T> Figure<T> absent() {
        return new Absent<>();
    }
}
