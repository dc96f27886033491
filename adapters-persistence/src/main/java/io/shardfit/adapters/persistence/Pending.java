package io.shardfit.adapters.persistence;

import io.shardfit.application.document.Json;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.AppendOutcome.Unavailable;
import io.shardfit.application.ledger.Command;
import io.shardfit.application.ledger.Document;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// A command that waits for its outcome.
///
/// @param weight about how many bytes it will send to the database
record Pending(Command command, long weight, CompletableFuture<AppendOutcome> outcome) {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final long ENVELOPE = 600;
    private static final long SCALAR = 20;

    static Pending of(Command command) {
        return new Pending(command, weigh(command), new CompletableFuture<>());
    }

    private static long weigh(Command command) {
        long events =
                command.appends().stream()
                        .flatMap(append -> append.events().stream())
                        .mapToLong(event -> ENVELOPE + weigh(event.data()))
                        .sum();
        return events + command.documents().stream().mapToLong(Document::size).sum();
    }

    private static long weigh(Json json) {
        return switch (json) {
            case Json.Fields fields ->
                    fields.members().entrySet().stream()
                            .mapToLong(
                                    member -> member.getKey().length() + weigh(member.getValue()))
                            .sum();
            case Json.Items items -> items.values().stream().mapToLong(Pending::weigh).sum();
            case Json.Text text -> text.value().length();
            case Json.Figure _, Json.Flag _, Json.Nothing _ -> SCALAR;
        };
    }

    void unavailable(String reason) {
        outcome.complete(new Unavailable(reason, SOON));
    }
}
