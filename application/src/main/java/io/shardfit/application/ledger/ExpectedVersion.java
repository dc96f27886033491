package io.shardfit.application.ledger;

/// What a command believes about a stream: the version is the number of events in it.
public sealed interface ExpectedVersion {
    /// Whatever it is.
    record Any() implements ExpectedVersion {}

    /// The version at which the stream was read; 0 for a stream that must not exist yet.
    record Exactly(long version) implements ExpectedVersion {
        public Exactly {
            if (version < 0) {
                throw new IllegalArgumentException("a stream has no version " + version);
            }
        }
    }

    ExpectedVersion ANY = new Any();
    ExpectedVersion ABSENT = new Exactly(0);

    static ExpectedVersion exactly(long version) {
        return new Exactly(version);
    }

    default boolean accepts(long version) {
        return switch (this) {
            case Any _ -> true;
            case Exactly(long expected) -> expected == version;
        };
    }
}
