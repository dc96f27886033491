package io.shardfit.adapters.persistence;

import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.AppendOutcome.Unavailable;
import io.shardfit.application.ledger.Command;
import io.shardfit.application.ledger.TimeOrderedIds;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// A command that waits for its outcome.
///
/// @param weight about how many bytes it will send to the database
record Pending(Prepared command, long weight, CompletableFuture<AppendOutcome> outcome) {
    private static final Duration SOON = Duration.ofSeconds(1);

    static Pending of(Command command, TimeOrderedIds ids) {
        Prepared prepared = Prepared.of(command, ids);
        return new Pending(prepared, prepared.weight(), new CompletableFuture<>());
    }

    void unavailable(String reason) {
        outcome.complete(new Unavailable(reason, SOON));
    }
}
