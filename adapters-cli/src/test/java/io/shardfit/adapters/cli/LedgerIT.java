package io.shardfit.adapters.cli;

import static io.shardfit.adapters.cli.Program.javaWith;
import static io.shardfit.adapters.cli.ServedLedger.address;
import static io.shardfit.adapters.cli.ServedLedger.audit;
import static io.shardfit.adapters.cli.ServedLedger.stop;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.cli.Program.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A ledger from its first start to a check of its export by someone else.
class LedgerIT {
    @TempDir private Path folder;

    @Test
    void aLedgerStartsWithItsHistoryAndCanBeVerifiedElsewhere() throws Exception {
        List<String> events = served();

        assertThat(events.stream().map(LedgerIT::type))
                .as("the order of the founding correction")
                .containsSubsequence(
                        "RuleSetPublished",
                        "PlanSubmitted",
                        "VerdictComputed",
                        "RuleSetPublished",
                        "ReevaluationStarted",
                        "VerdictSuperseded",
                        "ReevaluationCompleted");
        assertThat(served()).as("a second start adds nothing").isEqualTo(events);

        Result checkpoint = audit("checkpoint", "--data", data());
        assertThat(checkpoint.exitCode()).as(checkpoint.err()).isZero();
        assertThat(checkpoint.out().lines().limit(2))
                .containsExactly("shardfit.local/log", Integer.toString(events.size()));
        Path kept = Files.writeString(folder.resolve("kept.txt"), checkpoint.out());

        Result sound = audit("fsck", "--data", data());
        assertThat(sound.exitCode()).as(sound.out() + sound.err()).isZero();
        assertThat(sound.out()).startsWith("OK  " + events.size() + " events");

        Path export = folder.resolve("export");
        Result exported = audit("export", "--data", data(), export.toString());
        assertThat(exported.exitCode()).as(exported.err()).isZero();
        assertThat(Files.readAllLines(export.resolve("events.jsonl"))).isEqualTo(events);
        assertThat(audit("export", "--data", data(), export.toString()).exitCode())
                .as("nothing is overwritten")
                .isEqualTo(2);

        Result verified = audit("verify", export.toString(), kept.toString());
        assertThat(verified.exitCode()).as(verified.out() + verified.err()).isZero();
        assertThat(verified.out()).startsWith("OK  " + events.size() + " events");
    }

    /// People and webhooks are the server's, and only they are asked for through Micronaut Data.
    @Test
    void commandsThatReadALedgerStartNoFramework() throws Exception {
        served();
        Path log = folder.resolve("classes.log");
        Result sound =
                javaWith(List.of("-Xlog:class+load:file=" + log), "audit", "fsck", "--data", data())
                        .run();

        assertThat(sound.exitCode()).as(sound.err()).isZero();
        assertThat(Files.readAllLines(log))
                .anyMatch(loaded -> loaded.contains(" io.shardfit.adapters.persistence."))
                .noneMatch(loaded -> loaded.contains(" io.micronaut."));
    }

    @Test
    void aChangedExportNamesTheLine() throws Exception {
        served();
        Path export = folder.resolve("export");
        assertThat(audit("export", "--data", data(), export.toString()).exitCode()).isZero();
        Path lines = export.resolve("events.jsonl");
        Files.writeString(
                lines,
                Files.readString(lines)
                        .replaceFirst("\"expertsPerGpu\":64", "\"expertsPerGpu\":63"));

        Result verified = audit("verify", export.toString());

        assertThat(verified.exitCode()).isEqualTo(1);
        assertThat(verified.out()).startsWith("TAMPERED");
    }

    @Test
    void whatIsNotThereIsSaidInOneLine() {
        Result nothing = audit("fsck", "--data", folder.resolve("none").toString());
        assertThat(nothing.exitCode()).isEqualTo(2);
        assertThat(nothing.err()).contains("there is no ledger in").contains("shardfit serve");
        assertThat(folder.resolve("none")).as("looking makes nothing").doesNotExist();

        Result nowhere =
                audit("fsck", "--database", "jdbc:postgresql://127.0.0.1:1/none?user=a&password=b");
        assertThat(nowhere.exitCode()).isEqualTo(2);
        assertThat(nowhere.err()).startsWith("error: ").doesNotContain("bug");

        Result verified = audit("verify", folder.resolve("none").toString());
        assertThat(verified.exitCode()).isEqualTo(2);
    }

    /// The log of a restored backup ends before what somebody has seen of it.
    @Test
    void aLogThatLostItsEndIsNotServed() throws Exception {
        served();
        Result checkpoint = audit("checkpoint", "--data", data());
        String longer = folder.resolve("other").toString();
        Path kept = Files.writeString(folder.resolve("kept.txt"), checkpoint.out());
        Files.createDirectories(
                Path.of(longer),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.copy(Path.of(data(), "ledger.key"), Path.of(longer, "ledger.key"));

        Result refused =
                Program.shardfit(
                                "serve",
                                "--port",
                                "0",
                                "--data",
                                longer,
                                "--known-checkpoint",
                                kept.toString())
                        .run();

        assertThat(refused.exitCode()).as(refused.err()).isEqualTo(1);
        assertThat(refused.err()).contains("not this log").contains("kept.txt");
    }

    /// The database itself still knows that it was longer.
    @Test
    void aLogShorterThanItsOwnCheckpointIsNotServed() throws Exception {
        Process server = ledger().serve();
        try {
            address(server);
            try (Connection superuser = superuser();
                    Statement statement = superuser.createStatement()) {
                awaitCheckpoint(statement);
                statement.execute("SET session_replication_role = replica");
                statement.execute("DELETE FROM evlog.event WHERE position > 5");
                statement.execute(
                        "UPDATE evlog.log_head SET position = 5, recorded_at ="
                                + " (SELECT recorded_at FROM evlog.event WHERE position = 5)");
            }
        } finally {
            stop(server);
        }

        Result refused = Program.shardfit("serve", "--port", "0", "--data", data()).run();

        assertThat(refused.exitCode()).as(refused.err()).isEqualTo(1);
        assertThat(refused.err())
                .contains("not this log")
                .as("7 entries of the founding case, 5 local roles and the policy of staging")
                .contains("checkpoint of size 13");
    }

    private Connection superuser() throws Exception {
        Path directory = Path.of(data());
        String port = Files.readAllLines(directory.resolve("data/postmaster.pid")).get(3);
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%s/postgres".formatted(port.strip()),
                "postgres",
                Files.readString(directory.resolve("password")).strip());
    }

    private static void awaitCheckpoint(Statement statement) throws Exception {
        for (int i = 0; i < 300; i++) {
            try (ResultSet rows = statement.executeQuery("SELECT 1 FROM evlog.checkpoint")) {
                if (rows.next()) {
                    return;
                }
            }
            Thread.sleep(100);
        }
        throw new AssertionError("nothing was signed for half a minute");
    }

    @Test
    void aLostKeyIsNotReplaced() throws Exception {
        served();
        assertThat(audit("checkpoint", "--data", data()).exitCode()).isZero();
        Files.delete(Path.of(data(), "ledger.key"));

        for (String verb : List.of("fsck", "checkpoint")) {
            Result refused = audit(verb, "--data", data());
            assertThat(refused.exitCode()).as(refused.out() + refused.err()).isEqualTo(2);
            assertThat(refused.err()).contains("ledger.key").contains("signed before");
        }
        assertThat(Path.of(data(), "ledger.key")).doesNotExist();
    }

    @Test
    void aFolderWithoutALedgerIsNoEmptyLedger() throws Exception {
        Result refused = audit("fsck", "--data", folder.toString());

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("there is no ledger in");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aDirectoryInUseIsRefused() throws Exception {
        Process server = ledger().serve();
        try {
            address(server);
            Result second = audit("fsck", "--data", data());
            assertThat(second.exitCode()).isEqualTo(2);
            assertThat(second.err()).contains("in use by another Shardfit");
        } finally {
            stop(server);
        }
    }

    private ServedLedger ledger() {
        return new ServedLedger(folder);
    }

    private String data() {
        return ledger().data();
    }

    private List<String> served() throws Exception {
        return ledger().served();
    }

    private static String type(String entry) {
        return JsonDocument.of(entry).at("type");
    }
}
