package io.shardfit.application.ledger;

import java.time.Duration;
import java.util.Optional;

/// How a ledger does at the moment it is asked. Times are by the database's clock.
public sealed interface LedgerHealth {
    /// The database answers.
    ///
    /// @param position of the last entry
    /// @param signed up to which position the newest checkpoint covers the log; 0 if there is none
    /// @param sinceSignature how old the newest checkpoint is; it may be old where nothing was
    ///   added since
    /// @param unsignedFor how long the first entry beyond that checkpoint has waited for the next;
    ///   zero if none waits. The signer looks every ten seconds, so a minute means that it has
    ///   stopped or refuses
    record Answering(
            long position, long signed, Optional<Duration> sinceSignature, Duration unsignedFor)
            implements LedgerHealth {}

    /// It does not answer in time: nothing can be read or written now.
    record Silent(String reason) implements LedgerHealth {}
}
