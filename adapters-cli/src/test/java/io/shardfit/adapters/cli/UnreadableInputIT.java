package io.shardfit.adapters.cli;

import static io.shardfit.adapters.cli.Program.shardfit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.shardfit.adapters.cli.Program.Result;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnreadableInputIT {
    @TempDir private Path folder;

    @Test
    void aMissingFile() {
        refused(folder.resolve("missing.yaml"), "does not exist");
    }

    @Test
    void aFolder() {
        refused(folder, "is a directory");
    }

    @Test
    void aFileThatMayNotBeRead() throws IOException {
        Path locked = Files.writeString(folder.resolve("locked.yaml"), "apiVersion: x");
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
        assumeThat(Files.isReadable(locked)).as("root reads everything").isFalse();

        refused(locked, "may not be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\n\n", "\t\n", "\uFEFF"})
    void anEmptyFile(String nothing) throws IOException {
        refused(Files.writeString(folder.resolve("empty.yaml"), nothing), "is empty");
    }

    @Test
    void aFileOfAHundredMegabytes() throws IOException {
        Path sparse = folder.resolve("sparse.yaml");
        try (RandomAccessFile file = new RandomAccessFile(sparse.toFile(), "rw")) {
            file.setLength(100_000_000);
        }

        refused(sparse, "has more than 1048576 bytes");
    }

    @Test
    void textThatIsNotUtf8() throws IOException {
        Path latin = folder.resolve("latin1.yaml");
        Files.write(latin, "metadata: {name: Zürich}".getBytes(StandardCharsets.ISO_8859_1));

        refused(latin, "is not UTF-8 text");
    }

    @Test
    void aProgramInsteadOfAPlan() throws IOException {
        Path program = Path.of(System.getProperty("java.home"), "bin", "java");

        refused(Files.copy(program, folder.resolve("plan.yaml")), "");
    }

    @Test
    void controlCharactersInsteadOfAPlan() throws IOException {
        Path controls = folder.resolve("controls.yaml");
        Files.write(controls, new byte[] {0, 1, 2, 3, 7, 8, 27, 91, 51, 49, 109});

        refused(controls, "");
    }

    @Test
    void aDeviceThatNeverEnds() {
        Path zeros = Path.of("/dev/zero");
        assumeThat(zeros).exists();

        refused(zeros, "has more than 1048576 bytes");
    }

    @Test
    void aPipeThatNeverEnds() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe");
        Process made = new ProcessBuilder("mkfifo", pipe.toString()).start();
        assertThat(made.waitFor(10, TimeUnit.SECONDS)).isTrue();
        String endless = "while :; do yes >\"$0\"; done 2>/dev/null";
        Process writer = new ProcessBuilder("sh", "-c", endless, pipe.toString()).start();

        try {
            refused(pipe, "has more than 1048576 bytes");
        } finally {
            writer.descendants().forEach(ProcessHandle::destroyForcibly);
            writer.destroyForcibly();
        }
    }

    @Test
    void standardInputThatNeverEnds() {
        String endless = "yes 2>/dev/null | " + shardfit("check", "-").asShellWords();

        Result result = Program.command(List.of("sh", "-c", endless)).run();

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("<stdin>").contains("has more than 1048576 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "just a sentence",
                "- a\n- list",
                "42",
                "a: [1, 2",
                "a: b: c",
                "{\"apiVersion\": ",
                "{} {}",
                "a: &anchor [1]\nb: *anchor",
                "a: 1\na: 2",
                "--- \na: 1\n--- \nb: 2",
                "? [complex]\n: key",
                "a: !!javax.script.ScriptEngineManager []",
            })
    void textThatIsNotAPlan(String text) throws IOException {
        refused(Files.writeString(folder.resolve("plan.yaml"), text), "");
    }

    @Test
    void deepNesting() throws IOException {
        refused(Files.writeString(folder.resolve("plan.yaml"), "[".repeat(100_000)), "");
        refused(Files.writeString(folder.resolve("plan.json"), "{\"a\":".repeat(100_000)), "");
    }

    @Test
    void everyMistakeIsReportedAtOnceWithItsPlace() throws IOException {
        String plan = Files.readString(Program.FOUNDING.resolve("ep16-dp1.yaml"));
        Files.writeString(
                folder.resolve("wrong.yaml"),
                plan.replace("layers: 16", "layers: sixteen")
                        .replace("hiddenSize: 4096", "hiddensize: 4096")
                        .replace("A100-SXM-80GB", "A100-SXM-80G"));

        Result result = shardfit("check", "wrong.yaml").in(folder).run();

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.stdout()).isEmpty();
        assertThat(result.err())
                .contains("wrong.yaml:7:11: model.layers: is \"sixteen\"")
                .contains("wrong.yaml:8:3: model.hiddensize")
                .contains("did you mean `hiddenSize`?")
                .contains("did you mean `A100-SXM-80GB`?");
    }

    @Test
    void oneMistakeIsNotReportedAsTwo() throws IOException {
        String plan = Files.readString(Program.FOUNDING.resolve("ep16-dp1.yaml"));
        Files.writeString(
                folder.resolve("plan.yaml"),
                plan.replace("name: multiplicative", "name: megatron"));

        Result result = shardfit("check", "plan.yaml").in(folder).run();

        assertThat(result.err()).contains("framework.name").hasLineCount(1);
    }

    @Test
    void anEmptyFileName() {
        assertThat(shardfit("check", "").run().err()).doesNotContain("is a directory");
    }

    private static void refused(Path file, String reason) {
        for (String command : List.of("check", "report")) {
            Result result = shardfit(command, file.toString()).run();

            assertThat(result.exitCode()).as(result.err()).isEqualTo(2);
            assertThat(result.stdout()).isEmpty();
            assertThat(result.err())
                    .startsWith("error: " + file)
                    .contains(reason)
                    .doesNotContain("Exception", "\tat ");
        }
    }
}
