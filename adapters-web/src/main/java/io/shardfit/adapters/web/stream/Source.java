package io.shardfit.adapters.web.stream;

import java.time.Duration;

/// What a stream of server-sent events is fed from.
@FunctionalInterface
public interface Source {
    /// {@return what comes next; {@link Next.Nothing} if nothing came in time}
    Next next(Duration patience) throws InterruptedException;

    /// What a stream goes on with.
    sealed interface Next {
        /// @param text an event in the form of the stream, its empty line included
        record Events(String text) implements Next {}

        record Nothing() implements Next {}

        /// It is over.
        ///
        /// @param text a last event; may be empty
        record End(String text) implements Next {}
    }
}
