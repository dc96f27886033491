package io.shardfit.application.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A thousand times one byte of an export is changed, left out or added, with a fixed seed. Both
/// verifiers find each, at the same place.
class RandomManipulationsTest {
    private static final long SEED = 20_261_123;
    private static final int TRIALS = 1_000;

    @TempDir private Path folder;

    private record Manipulation(Path file, int offset, String kind, int value) {
        void applyTo(byte[] before) throws IOException {
            ByteArrayOutputStream after = new ByteArrayOutputStream();
            after.write(before, 0, offset);
            if (!kind.equals("delete")) {
                after.write(value);
            }
            int rest = kind.equals("insert") ? offset : offset + 1;
            after.write(before, rest, before.length - rest);
            Files.write(file, after.toByteArray());
        }
    }

    @Test
    void everyManipulatedByteIsFoundByBoth() throws Exception {
        Evidence evidence = export();
        List<Manipulation> all = manipulations();
        assertThat(Verifiers.java(evidence).exit()).isZero();

        List<String> java = new ArrayList<>();
        for (Manipulation one : all) {
            byte[] before = Files.readAllBytes(one.file());
            one.applyTo(before);
            Verifiers.Answer answer = Verifiers.java(evidence);
            assertThat(answer.exit()).as("%s", one).isNotZero();
            assertThat(answer.messages()).as("%s", one).isNotEmpty();
            java.add(
                    answer.exit()
                            + " "
                            + (answer.exit() == 1 ? String.join(",", answer.places()) : ""));
            Files.write(one.file(), before);
        }

        assertThat(python(all)).isEqualTo(java);
    }

    private Evidence export() throws IOException {
        MemoryLog log = Logs.of(12);
        String older = Logs.sign(log);
        Logs.grow(log, 30);
        Logs.sign(log);
        new ExportLedger(log, log, List.of(Logs.KEY.verifyingKey())).export(folder);
        Files.writeString(folder.resolve("older.txt"), older);
        return Evidence.inFolder(folder).withOlder(List.of(folder.resolve("older.txt")));
    }

    /// Most in the events; a key can be another key in no other way than by another byte.
    private List<Manipulation> manipulations() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Path> documents;
        try (Stream<Path> files = Files.list(folder.resolve("documents"))) {
            documents = files.sorted().toList();
        }
        List<Manipulation> all = new ArrayList<>();
        while (all.size() < TRIALS) {
            int choice = random.nextInt(20);
            Path file =
                    switch (choice) {
                        case 0 -> folder.resolve("log.vkey");
                        case 1, 2, 3 -> folder.resolve("checkpoint.txt");
                        case 4 -> folder.resolve("older.txt");
                        case 5 -> documents.get(random.nextInt(documents.size()));
                        default -> folder.resolve("events.jsonl");
                    };
            byte[] bytes = Files.readAllBytes(file);
            int offset = random.nextInt(bytes.length);
            int other = bytes[offset] + 1 + random.nextInt(255) & 0xff;
            String kind =
                    choice == 0
                            ? "replace"
                            : List.of("replace", "replace", "delete", "insert")
                                    .get(random.nextInt(4));
            all.add(new Manipulation(file, offset, kind, other));
        }
        return all;
    }

    private List<String> python(List<Manipulation> all) throws IOException, InterruptedException {
        Files.writeString(
                folder.resolve("manipulations.txt"),
                String.join(
                        "",
                        all.stream()
                                .map(one ->
                                        "%s %d %s %d\n"
                                                .formatted(
                                                        folder.relativize(one.file()),
                                                        one.offset(),
                                                        one.kind(),
                                                        one.value()))
                                .toList()));
        Path script = folder.resolve("manipulate.py");
        try (InputStream resource =
                Objects.requireNonNull(getClass().getResourceAsStream("manipulate.py"))) {
            Files.write(script, resource.readAllBytes());
        }
        Process process =
                new ProcessBuilder("python3", "-O", script.toString(), folder.toString())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().toList();
    }
}
