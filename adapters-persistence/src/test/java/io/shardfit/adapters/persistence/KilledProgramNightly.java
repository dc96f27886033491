package io.shardfit.adapters.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.ledger.AppendOutcome.Appended;
import java.nio.file.Path;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// E6: the program is killed again and again, while it starts and while it writes.
class KilledProgramNightly {
    private static final int ROUNDS = Integer.getInteger("nightly.program.kills", 200);
    private static final int MOST_MILLIS = 1_500;
    private static final int ROUNDS_PER_CHECK = 20;

    private final Path directory = TestServer.temporary();
    private final Account account = new Account();
    private final Random random = new Random(6);
    private int settled;
    private int written;

    @AfterEach
    void forget() {
        TestServer.delete(directory);
    }

    @Test
    void nothingAnsweredIsLostAndNothingIsThereTwice() throws Exception {
        for (int round = 1; round <= ROUNDS; round++) {
            Victim victim = new Victim(directory);
            if (round % 4 != 0) {
                victim.awaitAnswers(1);
            }
            Thread.sleep(random.nextInt(MOST_MILLIS));
            victim.kill();
            victim.settle(account);
            afterwards(round % ROUNDS_PER_CHECK == 0 || round == ROUNDS);
        }
        System.out.printf(
                "E6: %d kills, %d events, %d answers; of %d commands without an answer %d had been written%n",
                ROUNDS, account.events(), account.answers(), settled, written);
        assertThat(account.answers()).isGreaterThan(ROUNDS);
    }

    private void afterwards(boolean thoroughly) {
        try (EmbeddedDatabase server = EmbeddedDatabase.start(directory, TestServer.CACHE);
                LedgerStore ledger = LedgerStore.on(server.database(), () -> {})) {
            account.check(ledger.events());
            account.unknown().forEach(id -> settle(ledger, id));
            account.check(ledger.events());
            account.sign(ledger);
            if (thoroughly) {
                account.fsck(ledger);
            }
        }
    }

    /// Whoever got no answer sends again; the command log says which it was.
    private void settle(LedgerStore ledger, UUID id) {
        long before = account.events();
        assertThat(account.send(ledger.events()::append, id))
                .isInstanceOfSatisfying(
                        Appended.class,
                        answer ->
                                assertThat(answer.replayed())
                                        .as("in the log before")
                                        .isEqualTo(answer.first() <= before));
        settled++;
        written += account.wasFound(id) ? 1 : 0;
    }
}
