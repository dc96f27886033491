package io.shardfit.application.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log of several pieces: nothing may be lost or joined wrongly where one ends. A piece holds
/// about 450 of these lines, so that every seam is among the lines tried.
class LongLogTest {
    private static final int ENTRIES = 1_500;
    private static final int STEP = 50;

    @TempDir private Path folder;

    private Evidence evidence;
    private List<String> lines;

    @BeforeEach
    void export() throws Exception {
        MemoryLog log = Logs.of(ENTRIES);
        Logs.sign(log);
        new ExportLedger(log, log, List.of(Logs.KEY.verifyingKey())).export(folder);
        evidence = Evidence.inFolder(folder);
        lines = Files.readAllLines(evidence.events());
    }

    @Test
    void isSound() throws Exception {
        assertThat(Files.size(evidence.events())).isGreaterThan(2 << 18);
        assertThat(Verifiers.java(evidence).messages()).isEmpty();
        assertThat(Verifiers.python(Verifiers.script(folder), evidence).exit()).isZero();
    }

    @Test
    void swappedLinesAreNamedWhereverTheyStand() throws Exception {
        for (int at = 0; at < ENTRIES - 1; at += STEP - 1) {
            List<String> swapped = new ArrayList<>(lines);
            Collections.swap(swapped, at, at + 1);

            assertThat(found(swapped))
                    .containsExactly(
                            "line %d: expected position %d, found %d"
                                    .formatted(at + 1, at + 1, at + 2));
        }
    }

    @Test
    void anEventOfTheFirstLinesIsNamedWhereItComesAgain() throws Exception {
        for (int at = STEP; at < ENTRIES; at += STEP) {
            List<String> twice = new ArrayList<>(lines);
            String again = MemoryLog.eventId(3).toString();
            twice.set(at, lines.get(at).replace(MemoryLog.eventId(at + 1).toString(), again));

            assertThat(found(twice))
                    .containsExactly(
                            "line %d: the event %s stands on line 3 already"
                                    .formatted(at + 1, again));
        }
    }

    @Test
    void aLineTooLongForAnyPieceIsNamed() throws Exception {
        List<String> longer = new ArrayList<>(lines.subList(0, 20));
        longer.set(9, longer.get(9).replace("\"Tried\"", "\"" + "T".repeat(1 << 20) + "\""));

        assertThat(found(longer)).singleElement().asString().startsWith("line 10: ");
    }

    @Test
    void everyIdIsNewOnce() {
        EventIds ids = new EventIds(11);
        SplittableRandom random = new SplittableRandom(12);
        for (int i = 0; i < 200_000; i++) {
            assertThat(ids.add(random.nextLong(), random.nextLong())).isTrue();
        }
        SplittableRandom again = new SplittableRandom(12);
        for (int i = 0; i < 200_000; i++) {
            assertThat(ids.add(again.nextLong(), again.nextLong())).isFalse();
        }
    }

    private List<String> found(List<String> changed) throws Exception {
        Files.writeString(evidence.events(), String.join("\n", changed) + "\n");
        return Verifiers.java(evidence).messages();
    }
}
