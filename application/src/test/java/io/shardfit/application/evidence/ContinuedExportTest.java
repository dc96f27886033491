package io.shardfit.application.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.evidence.Verifiers.Answer;
import io.shardfit.application.ledger.Actor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log of 20 entries of which 16 to 20 were lost; it went on to 30 under another origin. Whoever
/// kept a checkpoint of the old one holds the export against it.
class ContinuedExportTest {
    private static final SigningKey NEXT = SigningKey.generate("PeterNeumann-2");

    @TempDir private Path folder;

    private final MemoryLog log = Logs.of(15);
    private Evidence evidence = Evidence.inFolder(Path.of(""));
    private Path at15 = Path.of("");
    private Path at20 = Path.of("");

    @BeforeEach
    void export() throws IOException {
        at15 = Files.writeString(folder.resolve("at15.txt"), Logs.sign(log));
        Logs.grow(log, 20);
        String last = Logs.sign(log);
        at20 = Files.writeString(folder.resolve("at20.txt"), last);
        log.rows.subList(15, 20).clear();
        new ContinueLog(log, List.of(Logs.KEY.verifyingKey()))
                .continueAs(
                        "PeterNeumann-2",
                        last,
                        "the disk broke",
                        Actor.human("usr_ana"),
                        new UUID(9, 9));
        Logs.grow(log, 30);
        Logs.sign(log, NEXT);
        evidence = exported("export");
    }

    private Evidence exported(String name) {
        Path bundle = folder.resolve(name);
        new ExportLedger(log, log, List.of(NEXT.verifyingKey(), Logs.KEY.verifyingKey()))
                .export(bundle);
        return Evidence.inFolder(bundle);
    }

    @Test
    void aCheckpointFromBeforeTheLossHolds() throws Exception {
        evidence = evidence.withOlder(List.of(at15));

        assertThat(new Verifier().verify(evidence))
                .isInstanceOfSatisfying(
                        Verifier.Outcome.Sound.class,
                        sound -> {
                            assertThat(sound.checkpoints()).isEqualTo(2);
                            assertThat(sound.lost()).isEmpty();
                            assertThat(sound.continued())
                                    .extracting(Continuation::message)
                                    .containsExactly(
                                            "position 16: PeterNeumann lost positions 16 to 20, and"
                                                    + " the log goes on as PeterNeumann-2: the disk"
                                                    + " broke");
                        });
        assertThat(python())
                .isEqualTo(
                        new Answer(
                                0,
                                List.of(
                                        "CONTINUED: position 16: PeterNeumann lost positions 16 to"
                                                + " 20, and the log goes on as PeterNeumann-2: the disk"
                                                + " broke")));
    }

    @Test
    void aCheckpointOfWhatWasLostIsSaidToBeSo() throws Exception {
        evidence = evidence.withOlder(List.of(at20, at15));
        String lost =
                "at20.txt: signed for 20 events; positions 16 to 20 of them were lost, as position"
                        + " 16 says";

        assertThat(new Verifier().verify(evidence))
                .isInstanceOfSatisfying(
                        Verifier.Outcome.Sound.class,
                        sound -> {
                            assertThat(sound.checkpoints()).isEqualTo(2);
                            assertThat(sound.lost())
                                    .extracting(Loss::message)
                                    .containsExactly(lost);
                        });
        assertThat(python().exit()).isZero();
        assertThat(python().messages()).contains("LOST: " + lost);
    }

    @Test
    void whatWasNotLostIsHeldAgainstTheOldCheckpoint() throws Exception {
        log.rewrite(3, "\"experts\":2", "\"experts\":3");
        log.checkpoints.clear();
        Logs.sign(log, NEXT);
        evidence = exported("again").withOlder(List.of(at15, at20));

        found("at15.txt: signed for 15 events, but positions 1 to 15 are not what was signed");
    }

    /// The loss was put on the record up to 20, no further.
    @Test
    void moreThanWasGivenUpIsNotExcused() throws Exception {
        MemoryLog longer = Logs.of(25);
        Path at25 = Files.writeString(folder.resolve("at25.txt"), Logs.sign(longer));
        MemoryLog other = Logs.of(20);
        other.rewrite(20, "\"experts\":19", "\"experts\":64");
        Path otherAt20 = Files.writeString(folder.resolve("other20.txt"), Logs.sign(other));
        evidence = evidence.withOlder(List.of(at25, otherAt20));

        found(
                "other20.txt: signed for 20 events, but positions 1 to 20 are not what was signed",
                "at25.txt: signed for 25 events, but positions 1 to 25 are not what was signed");
    }

    /// Who kept the old key alone cannot tell whether the new one is of the same people.
    @Test
    void theOldKeyAloneDoesNotVouchForTheNewOrigin() throws Exception {
        Path key = folder.resolve("old.vkey");
        Files.writeString(key, Logs.KEY.verifyingKey().text() + "\n");
        evidence = evidence.withKey(key).withOlder(List.of(at15));

        assertThat(Verifiers.java(evidence).exit()).isEqualTo(1);
        assertThat(Verifiers.java(evidence).places()).contains("checkpoint.txt");
        assertThat(python().exit()).isEqualTo(1);
    }

    private void found(String... messages) throws Exception {
        assertThat(Verifiers.java(evidence)).isEqualTo(new Answer(1, List.of(messages)));
        assertThat(python()).isEqualTo(new Answer(1, List.of(messages)));
    }

    private Answer python() throws Exception {
        Path script = Verifiers.script(folder);
        Answer plain = Verifiers.python(script, evidence, "-S");
        assertThat(Verifiers.python(script, evidence)).isEqualTo(plain);
        return plain;
    }
}
