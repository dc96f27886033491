package io.shardfit.adapters.cli;

import static io.shardfit.adapters.cli.ServedLedger.audit;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.cli.Program.Result;
import io.shardfit.application.document.Json;
import io.shardfit.application.ledger.Actor;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.Command;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.ExpectedVersion;
import io.shardfit.application.ledger.NewEvent;
import io.shardfit.application.ledger.StreamAppend;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.Ledgers;
import io.shardfit.application.port.OpenLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// E20 with the program that people run: an old backup is put back, and the log goes on as
/// docs/ledger-operations.md says.
class ContinuedLedgerIT {
    private static final String FIRST = "shardfit.local/log";
    private static final String SECOND = "shardfit.local/log-2";

    @TempDir private Path folder;

    @Test
    void aRestoredBackupIsRefusedAndTheDocumentedProcedureGoesOn() throws Exception {
        ServedLedger ledger = new ServedLedger(folder);
        int history = ledger.served().size();
        String data = ledger.data();
        String before = checkpoint("before.txt");
        copy(Path.of(data, "data"), folder.resolve("backup"));
        append(5);
        String kept = checkpoint("kept.txt");
        delete(Path.of(data, "data"));
        Files.move(folder.resolve("backup"), Path.of(data, "data"));
        String range = "%d-%d".formatted(history + 1, history + 5);

        Result refused = serve("--known-checkpoint", kept);
        assertThat(refused.exitCode()).as(refused.err()).isEqualTo(1);
        assertThat(refused.err())
                .contains("positions %d to %d are gone".formatted(history + 1, history + 5))
                .contains("audit continue");

        String[] toContinue = {"continue", "--data", data, "--reason", "the disk broke", kept};
        Result unsure = audit(toContinue);
        assertThat(unsure.exitCode()).isEqualTo(2);
        assertThat(unsure.err()).contains("positions " + range + " are lost", "--lost " + range);

        Result wrong = audit(and(toContinue, "--lost", "1-2"));
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("not 1-2");

        Result continued = audit(and(toContinue, "--lost", range));
        assertThat(continued.exitCode()).as(continued.err()).isZero();
        assertThat(continued.out().lines().limit(2))
                .containsExactly(SECOND, Integer.toString(history + 1));
        assertThat(continued.err()).contains("public key: " + SECOND + "+");
        Path after = Files.writeString(folder.resolve("after.txt"), continued.out());

        Result twice = audit(and(toContinue, "--lost", range));
        assertThat(twice.exitCode()).as("once is enough").isEqualTo(2);
        assertThat(twice.err()).contains("is missing that is not on the record");

        assertThat(ledger.served("--known-checkpoint", kept, "--known-checkpoint", before))
                .as("an old checkpoint of what was lost does not close the gate again")
                .hasSize(history + 1);
        append(4);
        String now = checkpoint("now.txt");
        assertThat(Files.readAllLines(Path.of(now)).getFirst()).isEqualTo(SECOND);
        Result sound = audit("fsck", "--data", data);
        assertThat(sound.exitCode()).as(sound.out() + sound.err()).isZero();

        verifiesAcrossBoth(before, kept, after.toString(), now);
    }

    private void verifiesAcrossBoth(String before, String kept, String after, String now)
            throws Exception {
        Path export = folder.resolve("export");
        Result exported =
                audit("export", "--data", new ServedLedger(folder).data(), export.toString());
        assertThat(exported.exitCode()).as(exported.err()).isZero();

        Result verified = audit("verify", export.toString(), before, kept, after, now);
        assertThat(verified.exitCode()).as(verified.out() + verified.err()).isZero();
        assertThat(verified.out())
                .contains("CONTINUED  position ", FIRST + " lost positions", "the disk broke")
                .contains("LOST  kept.txt")
                .doesNotContain("LOST  before.txt");
        Result python =
                Program.command(
                                List.of(
                                        "python3",
                                        export.resolve("verify.py").toString(),
                                        export.resolve("events.jsonl").toString(),
                                        export.resolve("checkpoint.txt").toString(),
                                        export.resolve("log.vkey").toString(),
                                        before,
                                        kept,
                                        after,
                                        now))
                        .run();
        assertThat(python.exitCode()).as(python.out() + python.err()).isZero();
        assertThat(python.out()).contains("CONTINUED: position ", "LOST: kept.txt");

        Path lines = export.resolve("events.jsonl");
        Files.writeString(
                lines,
                Files.readString(lines)
                        .replaceFirst("\"expertsPerGpu\":64", "\"expertsPerGpu\":63"));
        Result tampered = audit("verify", export.toString(), before, kept);
        assertThat(tampered.exitCode()).isEqualTo(1);
        assertThat(tampered.out()).contains("before.txt: signed for");
    }

    private Result serve(String... options) {
        String[] all =
                and(
                        new String[] {
                            "serve", "--port", "0", "--data", new ServedLedger(folder).data()
                        },
                        options);
        return Program.shardfit(all).run();
    }

    private static String[] and(String[] arguments, String... more) {
        return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
    }

    private String checkpoint(String name) throws IOException {
        Result signed = audit("checkpoint", "--data", new ServedLedger(folder).data());
        assertThat(signed.exitCode()).as(signed.err()).isZero();
        return Files.writeString(folder.resolve(name), signed.out()).toString();
    }

    private void append(int events) {
        Ledgers ledgers = ServiceLoader.load(Ledgers.class).findFirst().orElseThrow();
        try (OpenLedger ledger =
                ledgers.open(Optional.empty(), Path.of(new ServedLedger(folder).data()))) {
            for (int i = 0; i < events; i++) {
                assertThat(ledger.events().append(command("n" + i)))
                        .isInstanceOf(AppendOutcome.Appended.class);
            }
        }
    }

    private static Command command(String note) {
        return new Command(
                Actor.human("usr_ana"),
                UUID.randomUUID(),
                Digest.of(new byte[0]),
                Optional.empty(),
                List.of(
                        new StreamAppend(
                                StreamId.deployment("archived"),
                                ExpectedVersion.ANY,
                                List.of(
                                        new NewEvent(
                                                "DeploymentArchived",
                                                1,
                                                Json.fields().with("reason", note).build())))),
                List.of());
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

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
