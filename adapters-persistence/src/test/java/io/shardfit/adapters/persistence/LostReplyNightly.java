package io.shardfit.adapters.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

/// E9: the connection is cut between each commit and its reply, while clients append together.
class LostReplyNightly {
    private static final int CUTS = Integer.getInteger("nightly.cuts", 1_000);
    private static final int CLIENTS = 8;

    private final Account account = new Account();

    @Test
    void everyAnswerIsExactAlthoughNoReplyArrives() throws Exception {
        try (PostgresLogs.OneLog log = new PostgresLogs(TestServer.database()).empty()) {
            LedgerStore ledger = log.store();
            URI server = URI.create(log.database.url().substring("jdbc:".length()));
            long turnedAway;
            try (CuttingProxy proxy = new CuttingProxy(server.getPort(), CUTS);
                    BatchingWriter writer =
                            new BatchingWriter(
                                    through(proxy, log.database, server), LedgerStore.ids());
                    Clients clients = new Clients(CLIENTS, writer::append, account)) {
                while (proxy.cutsLeft() > 0) {
                    clients.check();
                    Thread.sleep(10);
                }
                turnedAway = clients.turnedAway();
            }
            account.check(ledger.events());
            account.sign(ledger);
            account.fsck(ledger);
            System.out.printf(
                    "E9: %d replies cut, %d events, %d answers, %d times turned away%n",
                    CUTS, account.events(), account.answers(), turnedAway);
        }
        assertThat(account.unknown()).isEmpty();
        assertThat(account.events()).isEqualTo(account.answers()).isGreaterThanOrEqualTo(CUTS);
    }

    private static Database through(CuttingProxy proxy, Database database, URI server) {
        String url = database.url().replace(":" + server.getPort(), ":" + proxy.port());
        return new Database(url, database.user(), database.password());
    }
}
