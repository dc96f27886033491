package io.shardfit.adapters.persistence;

import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.AppendOutcome.Appended;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;

/// A program whose clients print each command before it goes to the log, and its position after the
/// log has answered: `sent <id>`, `done <id> <position>`. Arguments: the directory, the clients.
final class AppendsUntilKilled {
    private static final FileOutputStream JOURNAL = new FileOutputStream(FileDescriptor.out);

    private AppendsUntilKilled() {}

    public static void main(String[] arguments) {
        EmbeddedDatabase server = EmbeddedDatabase.start(Path.of(arguments[0]), TestServer.CACHE);
        int clients = Integer.parseInt(arguments[1]);
        try (LedgerStore store = LedgerStore.on(server.database(), server::close);
                Parallel parallel = new Parallel()) {
            List<Callable<Void>> all = Collections.nCopies(clients, () -> appendForEver(store));
            parallel.results(parallel.start(all));
        }
    }

    private static Void appendForEver(LedgerStore store) throws IOException {
        while (true) {
            UUID id = UUID.randomUUID();
            say("sent %s\n".formatted(id));
            AppendOutcome outcome = store.events().append(Account.command(id));
            if (outcome instanceof Appended(long first, long _, boolean _)) {
                say("done %s %d\n".formatted(id, first));
            }
        }
    }

    /// One write each: whoever kills us finds whole lines, but for the last.
    private static void say(String line) throws IOException {
        JOURNAL.write(line.getBytes(StandardCharsets.UTF_8));
    }
}
