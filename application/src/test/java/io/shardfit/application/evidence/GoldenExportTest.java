package io.shardfit.application.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.format.EntryFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An export of schema version 1, as it was once written. It must stay verifiable and readable for
/// ever: never write these files anew, add a folder for the next version.
class GoldenExportTest {
    /// Computed by pairing the hashes of the lines level by level (RFC 6962 section 2.1) in Python.
    private static final String ROOT =
            "304c30c7308009228c514a82a9b46ac733d33e5161713acac2b19de9d9978611";

    @TempDir private Path scratch;

    @Test
    void theFirstVersionVerifiesToday() throws Exception {
        Path folder = folder("export-v1");
        Path older = folder.resolve("older.txt");
        Evidence evidence = Evidence.inFolder(folder).withOlder(List.of(older));

        assertThat(new Verifier().verify(evidence))
                .isInstanceOfSatisfying(
                        Verifier.Outcome.Sound.class,
                        sound -> {
                            assertThat(sound.events()).isEqualTo(20);
                            assertThat(sound.checkpoints()).isEqualTo(2);
                            assertThat(sound.root().hex()).isEqualTo(ROOT);
                        });
        assertThat(Verifiers.python(Verifiers.script(scratch), evidence).exit()).isZero();
    }

    @Test
    void itsEntriesAreReadAndWrittenByteForByte() throws Exception {
        for (String line : Files.readAllLines(folder("export-v1").resolve("events.jsonl"))) {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);

            assertThat(EntryFormat.write(EntryFormat.read(bytes))).isEqualTo(bytes);
        }
    }

    private Path folder(String name) throws Exception {
        return Path.of(getClass().getResource(name).toURI());
    }
}
