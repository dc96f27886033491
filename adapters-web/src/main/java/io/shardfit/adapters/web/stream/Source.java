package io.shardfit.adapters.web.stream;

import java.time.Duration;

/// What a stream of server-sent events is fed from.
public interface Source {
    /// {@return what there is to be sent now; it is never interrupted, so it may read a database}
    Next next();

    /// Returns when there is more to be sent, or nothing came in time.
    void await(Duration patience) throws InterruptedException;

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
