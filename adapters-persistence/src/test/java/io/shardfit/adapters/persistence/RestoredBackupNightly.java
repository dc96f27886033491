package io.shardfit.adapters.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.evidence.CheckLedger;
import io.shardfit.application.evidence.ContinueLog;
import io.shardfit.application.evidence.KnownCheckpoint;
import io.shardfit.application.evidence.Signer;
import io.shardfit.application.evidence.SigningKey;
import io.shardfit.application.evidence.StartUpGate;
import io.shardfit.application.evidence.VerifyingKey;
import io.shardfit.application.port.LedgerTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// E20: the data directory is put back as it was some time ago, and the program starts on it.
class RestoredBackupNightly {
    private static final int BEFORE = Integer.getInteger("nightly.events.kept", 10_000);
    private static final int AFTER = BEFORE / 10;
    private static final SigningKey OLD = SigningKey.generate("test.shardfit.io/log");
    private static final SigningKey NEW = SigningKey.generate("test.shardfit.io/log-2");
    private static final List<VerifyingKey> BOTH = List.of(NEW.verifyingKey(), OLD.verifyingKey());

    private final Path directory = TestServer.temporary();
    private final Path data = directory.resolve("data");
    private final Path backup = directory.resolve("backup");

    @AfterEach
    void forget() {
        TestServer.delete(directory);
    }

    private interface Use {
        void on(LedgerStore ledger);
    }

    private void started(Use use) {
        try (EmbeddedDatabase server = EmbeddedDatabase.start(directory, TestServer.CACHE);
                LedgerStore ledger = LedgerStore.on(server.database(), () -> {})) {
            use.on(ledger);
        }
    }

    @Test
    void theGateNamesWhatIsGoneAndTheLogGoesOnUnderAnotherOrigin() throws IOException {
        started(ledger -> {
            append(ledger, BEFORE);
            sign(ledger, OLD);
        });
        copy(data, backup);
        String[] kept = new String[1];
        started(ledger -> {
            append(ledger, AFTER);
            kept[0] = sign(ledger, OLD);
        });
        KnownCheckpoint known = new KnownCheckpoint("kept.txt", kept[0]);
        TestServer.delete(data);
        Files.move(backup, data);

        started(ledger -> {
            assertThat(gate(ledger, List.of(OLD.verifyingKey()), List.of()))
                    .as("nobody can know without what was kept elsewhere")
                    .isInstanceOf(StartUpGate.Outcome.Open.class);
            assertClosed(gate(ledger, List.of(OLD.verifyingKey()), List.of(known)));
            goOn(ledger, known);
        });
        started(ledger -> {
            assertThat(gate(ledger, BOTH, List.of(known)))
                    .isEqualTo(
                            new StartUpGate.Outcome.Open(
                                    BEFORE + 1L + AFTER, NEW.verifyingKey().name()));
            append(ledger, AFTER);
            sign(ledger, NEW);
            assertThat(new CheckLedger(ledger::tables, BOTH, _ -> Set.of()).check(List.of()))
                    .isInstanceOfSatisfying(
                            CheckLedger.Outcome.Sound.class,
                            sound -> {
                                assertThat(sound.events()).isEqualTo(BEFORE + 1L + 2L * AFTER);
                                assertThat(sound.checkpoints()).isEqualTo(3);
                            });
        });
        System.out.printf(
                "E20: %d of %d events lost by the restore, named, and %d events verify across both"
                        + " origins%n",
                AFTER, BEFORE + AFTER, BEFORE + 1 + 2 * AFTER);
    }

    private static void assertClosed(StartUpGate.Outcome outcome) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        StartUpGate.Outcome.Closed.class,
                        closed ->
                                assertThat(closed.found().getFirst().message())
                                        .contains(
                                                "kept.txt",
                                                "positions %d to %d are gone"
                                                        .formatted(BEFORE + 1, BEFORE + AFTER)));
    }

    /// What the operator does who accepts the loss.
    private static void goOn(LedgerStore ledger, KnownCheckpoint known) {
        ContinueLog.Outcome outcome =
                new ContinueLog(ledger.events(), List.of(OLD.verifyingKey()))
                        .continueAs(
                                NEW.verifyingKey().name(),
                                known.note(),
                                "the backup was old",
                                Commands.ANNA,
                                UUID.randomUUID());
        assertThat(outcome)
                .isEqualTo(new ContinueLog.Outcome.Continued(BEFORE + 1L, BEFORE + AFTER));
        append(ledger, AFTER);
        sign(ledger, NEW);
    }

    private static void append(LedgerStore ledger, int events) {
        try (Parallel parallel = new Parallel()) {
            parallel.all(
                    events,
                    _ ->
                            Commands.appended(
                                    ledger.events().append(Account.command(UUID.randomUUID()))));
        }
    }

    private static String sign(LedgerStore ledger, SigningKey key) {
        try (LedgerTables tables = ledger.tables()) {
            Signer.Outcome outcome = new Signer(tables, ledger.checkpoints(), key).sign();
            assertThat(outcome).isInstanceOf(Signer.Outcome.Published.class);
            return ((Signer.Outcome.Published) outcome).signed().note();
        }
    }

    private static StartUpGate.Outcome gate(
            LedgerStore ledger, List<VerifyingKey> keys, List<KnownCheckpoint> known) {
        try (LedgerTables tables = ledger.tables()) {
            return new StartUpGate(tables, keys).check(known);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        to.resolve(from.relativize(file)),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
