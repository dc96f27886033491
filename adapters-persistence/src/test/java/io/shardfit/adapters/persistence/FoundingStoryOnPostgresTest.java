package io.shardfit.adapters.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.deployment.FoundingStory;
import io.shardfit.application.event.KeptDocuments;
import io.shardfit.application.evidence.CheckLedger;
import io.shardfit.application.evidence.Evidence;
import io.shardfit.application.evidence.ExportLedger;
import io.shardfit.application.evidence.Signer;
import io.shardfit.application.evidence.SigningKey;
import io.shardfit.application.evidence.Verifier;
import io.shardfit.application.port.EventLog;
import io.shardfit.application.port.LedgerTables;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// The founding story on a real PostgreSQL, then checked in place, exported, and verified twice: by
/// our verifier and by the script that goes with the export.
class FoundingStoryOnPostgresTest extends FoundingStory {
    private static final SigningKey KEY = SigningKey.generate("test.shardfit.io/log");

    private PostgresLogs.OneLog database;
    private LedgerStore ledger;

    @TempDir private Path folder;

    @BeforeEach
    void open() {
        database = new PostgresLogs(TestServer.database()).empty();
        ledger = database.store();
    }

    @Override
    protected EventLog log() {
        return ledger.events();
    }

    @Override
    protected InstantSource clock() {
        return InstantSource.system();
    }

    @AfterEach
    void theStoryCanBeVerified() throws Exception {
        long events = ledger.events().head().position();
        assertThat(events).as("events of the story").isGreaterThan(10);
        assertThat(sign()).isInstanceOf(Signer.Outcome.Published.class);
        assertThat(fsck())
                .isInstanceOfSatisfying(
                        CheckLedger.Outcome.Sound.class,
                        sound -> assertThat(sound.events()).isEqualTo(events));
        Path export = folder.resolve("export");
        assertThat(
                        new ExportLedger(
                                        ledger.events(),
                                        ledger.checkpoints(),
                                        List.of(KEY.verifyingKey()))
                                .export(export))
                .isInstanceOf(ExportLedger.Outcome.Exported.class);
        assertThat(new Verifier().verify(Evidence.inFolder(export)))
                .isInstanceOf(Verifier.Outcome.Sound.class);
        Process script =
                new ProcessBuilder(
                                "python3",
                                "verify.py",
                                "events.jsonl",
                                "checkpoint.txt",
                                "log.vkey")
                        .directory(export.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(script.waitFor()).as(said).isZero();
        assertThat(said).contains("OK").contains(Long.toString(events));
        database.close();
    }

    private Signer.Outcome sign() {
        try (LedgerTables tables = ledger.tables()) {
            return new Signer(tables, ledger.checkpoints(), KEY).sign();
        }
    }

    private CheckLedger.Outcome fsck() {
        return new CheckLedger(ledger::tables, List.of(KEY.verifyingKey()), KeptDocuments::of)
                .check(List.of());
    }
}
