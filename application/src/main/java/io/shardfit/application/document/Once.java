package io.shardfit.application.document;

import java.util.Optional;
import java.util.function.Supplier;

/// Works something out when it is first asked for, and keeps it. Threads that ask at the same time
/// may each do so; what is worked out does not change.
final class Once<T> implements Supplier<T> {
    private final Supplier<T> work;
    private Optional<T> done = Optional.empty();

    Once(Supplier<T> work) {
        this.work = work;
    }

    @Override
    public T get() {
        Optional<T> kept = done;
        if (kept.isPresent()) {
            return kept.get();
        }
        T result = work.get();
        done = Optional.of(result);
        return result;
    }
}
