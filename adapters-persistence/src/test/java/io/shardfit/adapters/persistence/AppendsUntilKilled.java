package io.shardfit.adapters.persistence;

import static io.shardfit.adapters.persistence.Commands.to;

import io.shardfit.application.ledger.StreamId;
import java.nio.file.Path;

/// A program that prints the position of each event after the log has answered for it.
final class AppendsUntilKilled {
    private AppendsUntilKilled() {}

    public static void main(String[] arguments) {
        EmbeddedDatabase server = EmbeddedDatabase.start(Path.of(arguments[0]), TestServer.CACHE);
        try (LedgerStore store = LedgerStore.on(server.database(), server::close)) {
            while (!Thread.interrupted()) {
                var outcome = store.events().append(Commands.of(to(StreamId.deployment("d"), "n")));
                System.out.println(Commands.appended(outcome).last());
            }
        }
    }
}
