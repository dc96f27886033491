package io.shardfit.adapters.cli.remote;

import io.shardfit.application.format.JsonObject;

/// What came of a call.
public sealed interface Answer {
    /// The document that was asked for.
    ///
    /// @param text exactly as the server wrote it
    /// @param replayed whether this is the answer to the same request, sent before
    record Document(String text, JsonObject object, boolean replayed) implements Answer {}

    /// A text that is no JSON, such as a signed checkpoint.
    record Plain(String text) implements Answer {}

    /// A file that was fetched.
    record Fetched() implements Answer {}

    /// The server understood and said no.
    ///
    /// @param text exactly as the server wrote it
    record Refused(Problem problem, String text) implements Answer {}

    /// Nothing came back that a Shardfit server of this version would send.
    ///
    /// @param mayPass whether the same call may well succeed a little later
    record Failed(String problem, String remedy, boolean mayPass) implements Answer {}

    /// {@return whether to send the same call again}
    default boolean isTransient() {
        return switch (this) {
            case Document _, Plain _, Fetched _ -> false;
            case Refused(Problem problem, _) -> problem.isTransient();
            case Failed(_, _, boolean mayPass) -> mayPass;
        };
    }
}
