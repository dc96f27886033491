package io.shardfit.application.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.document.Json;
import io.shardfit.application.evidence.Verifiers.Answer;
import io.shardfit.application.ledger.Actor;
import io.shardfit.application.ledger.Command;
import io.shardfit.application.ledger.Document;
import io.shardfit.application.ledger.ExpectedVersion;
import io.shardfit.application.ledger.NewEvent;
import io.shardfit.application.ledger.StreamAppend;
import io.shardfit.application.ledger.StreamId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What someone may do to an export, and the place that both verifiers must name. The older
/// checkpoint covers 40 of the 100 entries.
class TamperMatrixTest {
    @TempDir private Path folder;

    private MemoryLog log;
    private Path older;
    private Evidence evidence;

    @BeforeEach
    void export() throws IOException {
        log = Logs.of(40);
        older = folder.resolve("older.txt");
        Files.writeString(older, Logs.sign(log));
        Logs.grow(log, 100);
        Logs.sign(log);
        evidence = exported("export");
    }

    private Evidence exported(String name) {
        Path bundle = folder.resolve(name);
        assertThat(new ExportLedger(log, log, List.of(Logs.KEY.verifyingKey())).export(bundle))
                .isEqualTo(new ExportLedger.Outcome.Exported(log.rows.size(), 20));
        return Evidence.inFolder(bundle).withOlder(List.of(older));
    }

    @Test
    void whatNobodyTouchedIsSound() throws Exception {
        assertThat(new Verifier().verify(evidence))
                .isEqualTo(
                        new Verifier.Outcome.Sound(
                                100,
                                2,
                                log.checkpoints.getLast().checkpoint().root(),
                                List.of(),
                                List.of()));
        assertThat(python(evidence)).isEqualTo(new Answer(0, List.of()));
    }

    @Test
    void anEditedEntryBreaksEveryCheckpointBehindIt() throws Exception {
        edit(lines -> lines.set(49, lines.get(49).replace("\"experts\":49", "\"experts\":50")));

        found(
                "checkpoint.txt: signed for 100 events, but positions 41 to 100 are not what was"
                        + " signed");
    }

    @Test
    void anEntryThatIsNoLongerCanonicalNamesItsLine() throws Exception {
        edit(lines -> lines.set(49, lines.get(49).replace("\"experts\":49", "\"experts\": 49")));

        foundAt("line 50");
    }

    @Test
    void aCutTailIsMissed() throws Exception {
        edit(lines -> lines.subList(60, 100).clear());

        found(
                "checkpoint.txt: signed for 100 events, but the log ends after 60: positions 61 to"
                        + " 100 are gone");
    }

    /// Why the newest checkpoint is to be kept elsewhere.
    @Test
    void aTailCutTogetherWithItsCheckpointIsMissedByNobody() throws Exception {
        edit(lines -> lines.subList(40, 100).clear());
        Files.copy(
                older,
                folder.resolve("export/checkpoint.txt"),
                StandardCopyOption.REPLACE_EXISTING);

        assertThat(Verifiers.java(evidence).exit()).isZero();
        assertThat(python(evidence).exit()).isZero();
    }

    /// An export ends where its checkpoint ends.
    @Test
    void linesThatNobodySignedAreNamed() throws Exception {
        Files.copy(
                older,
                folder.resolve("export/checkpoint.txt"),
                StandardCopyOption.REPLACE_EXISTING);

        found("line 41: lines 41 to 100 are beyond every checkpoint given: nobody signed them");
    }

    @Test
    void aDocumentThatALineNamesAndThatIsNotThereIsNamed() throws Exception {
        Document plan = new Document("text/plain", new byte[] {7});
        NewEvent submitted =
                new NewEvent(
                        "PlanSubmitted",
                        1,
                        Json.fields().with("rawDigest", plan.digest().text()).build());
        for (int i = 0; i < 2; i++) {
            log.append(command(submitted, plan));
        }
        Logs.sign(log);
        Path bundle = folder.resolve("named");
        new ExportLedger(log, log, List.of(Logs.KEY.verifyingKey())).export(bundle);
        evidence = Evidence.inFolder(bundle).withOlder(List.of(older));
        assertThat(Verifiers.java(evidence)).isEqualTo(new Answer(0, List.of()));
        assertThat(python(evidence)).isEqualTo(new Answer(0, List.of()));

        Files.delete(bundle.resolve("documents").resolve(plan.digest().hex()));
        found("documents/%s: is not there, and line 101 names it".formatted(plan.digest().hex()));

        for (Path document : Files.list(bundle.resolve("documents")).toList()) {
            Files.delete(document);
        }
        Files.delete(bundle.resolve("documents"));
        found("documents/%s: is not there, and line 101 names it".formatted(plan.digest().hex()));
    }

    private static Command command(NewEvent event, Document document) {
        return new Command(
                Actor.human("usr_ana"),
                UUID.randomUUID(),
                document.digest(),
                Optional.empty(),
                List.of(
                        new StreamAppend(
                                StreamId.deployment("moe-0"), ExpectedVersion.ANY, List.of(event))),
                List.of(document));
    }

    @Test
    void aTornLastLineIsNamed() throws Exception {
        String text = Files.readString(evidence.events());
        Files.writeString(evidence.events(), text.substring(0, text.length() - 1));

        foundAt("line 100");
    }

    @Test
    void swappedLinesAreNamed() throws Exception {
        edit(lines -> Collections.swap(lines, 29, 30));

        found("line 30: expected position 30, found 31");
    }

    @Test
    void aRemovedLineIsNamed() throws Exception {
        edit(lines -> lines.remove(29));

        found("line 30: expected position 30, found 31");
    }

    @Test
    void anEventThatStandsThereTwiceIsNamed() throws Exception {
        edit(lines ->
                lines.set(
                        70,
                        lines.get(70)
                                .replace(
                                        MemoryLog.eventId(71).toString(),
                                        MemoryLog.eventId(12).toString())));

        found("line 71: the event %s stands on line 12 already".formatted(MemoryLog.eventId(12)));
    }

    @Test
    void timeThatGoesBackIsNamed() throws Exception {
        edit(lines -> lines.set(70, lines.get(70).replace("T09:01:11", "T09:01:09")));

        found("line 71: its time is before that of the line before");
    }

    /// Whoever owns the database and the key can do this; only a checkpoint that they could not
    /// reach shows it.
    @Test
    void aHistoryWrittenAndSignedAnewIsExposedByAnOlderCheckpoint() throws Exception {
        log.rewrite(17, "\"experts\":16", "\"experts\":99");
        log.checkpoints.clear();
        Logs.sign(log);
        evidence = exported("again");

        assertThat(Verifiers.java(evidence.withOlder(List.of())).exit()).isZero();
        found("older.txt: signed for 40 events, but positions 1 to 40 are not what was signed");
    }

    @Test
    void anEditedNoteIsNotSigned() throws Exception {
        String note = Files.readString(evidence.checkpoint());
        Files.writeString(evidence.checkpoint(), note.replace("\n100\n", "\n99\n"));

        found(
                "checkpoint.txt: the signature is not of this text by this key",
                "line 41: lines 41 to 100 are beyond every checkpoint given: nobody signed them");
    }

    @Test
    void theKeyOfAnotherIsRefused() throws Exception {
        SigningKey other = SigningKey.generate(Logs.ORIGIN);
        Path key = folder.resolve("other.vkey");
        Files.writeString(key, other.verifyingKey().text() + "\n");
        evidence = evidence.withKey(key);

        foundAt("older.txt", "checkpoint.txt");
        assertThat(Verifiers.java(evidence).messages())
                .allMatch(message -> message.contains("no signature by the given key"));
    }

    @Test
    void aNoteOfNoSignatureIsRefused() throws Exception {
        String note = Files.readString(evidence.checkpoint());
        Files.writeString(evidence.checkpoint(), note.substring(0, note.indexOf("\u2014")));

        foundAt("checkpoint.txt", "line 41");
    }

    @Test
    void aDocumentOfOtherBytesIsNamed() throws Exception {
        Path document =
                folder.resolve("export/documents")
                        .resolve(log.documents.keySet().iterator().next().hex());
        Files.writeString(document, "another plan");

        found(
                "documents/%s: its bytes have another digest than its name"
                        .formatted(document.getFileName()));
    }

    @Test
    void aMissingFileIsNotTampering() throws Exception {
        Files.delete(evidence.checkpoint());

        Answer java = Verifiers.java(evidence);
        assertThat(java.exit()).isEqualTo(2);
        assertThat(java.messages())
                .singleElement()
                .asString()
                .contains("checkpoint.txt: there is no such file");
        assertThat(python(evidence).exit()).isEqualTo(2);
    }

    @Test
    void aLogOfNothingIsSound() throws Exception {
        log = new MemoryLog();
        Files.writeString(older, Logs.sign(log));
        Path bundle = folder.resolve("empty");
        new ExportLedger(log, log, List.of(Logs.KEY.verifyingKey())).export(bundle);
        evidence = Evidence.inFolder(bundle).withOlder(List.of(older));

        assertThat(Verifiers.java(evidence)).isEqualTo(new Answer(0, List.of()));
        assertThat(python(evidence)).isEqualTo(new Answer(0, List.of()));
    }

    private interface Edit {
        void on(List<String> lines);
    }

    private void edit(Edit edit) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(evidence.events()));
        List<String> before = List.copyOf(lines);
        edit.on(lines);
        assertThat(lines).as("the edit").isNotEqualTo(before);
        Files.writeString(
                evidence.events(), String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
    }

    private void found(String... messages) throws Exception {
        assertThat(Verifiers.java(evidence)).isEqualTo(new Answer(1, List.of(messages)));
        assertThat(python(evidence)).isEqualTo(new Answer(1, List.of(messages)));
    }

    private void foundAt(String... places) throws Exception {
        Answer java = Verifiers.java(evidence);
        assertThat(java.exit()).isEqualTo(1);
        assertThat(java.places()).containsExactly(places);
        Answer python = python(evidence);
        assertThat(python.exit()).isEqualTo(1);
        assertThat(python.places()).containsExactly(places);
    }

    /// With the package for signatures and without, as -S hides installed packages.
    private Answer python(Evidence asked) throws Exception {
        Path script = Verifiers.script(folder);
        Answer plain = Verifiers.python(script, asked, "-S");
        assertThat(Verifiers.python(script, asked)).isEqualTo(plain);
        return plain;
    }
}
