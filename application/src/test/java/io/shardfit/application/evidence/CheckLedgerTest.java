package io.shardfit.application.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.evidence.CheckLedger.Outcome;
import io.shardfit.application.ledger.Checkpoint;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.Head;
import io.shardfit.application.port.EntryTable.EntryRow;
import io.shardfit.application.port.LedgerTables.CheckpointRow;
import io.shardfit.application.port.LedgerTables.CommandRow;
import io.shardfit.application.port.LedgerTables.DocumentRow;
import io.shardfit.application.port.LedgerTables.NodeRow;
import io.shardfit.application.port.LedgerTables.StreamRow;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CheckLedgerTest {
    private MemoryLog log;
    private MemoryTables tables;

    @BeforeEach
    void fill() {
        log = Logs.of(30);
        Logs.sign(log);
        Logs.grow(log, 37);
        Logs.sign(log);
        tables = new MemoryTables(log);
    }

    @Test
    void whatNobodyTouchedIsSound() {
        assertThat(check())
                .isEqualTo(
                        new Outcome.Sound(
                                37,
                                8,
                                2,
                                log.checkpoints.getLast().checkpoint().root(),
                                List.of()));
    }

    /// 1,000 flipped bits, in entries that were signed long ago too: each row is named.
    @Test
    void everyFlippedBitIsNamed() {
        SplittableRandom random = new SplittableRandom(7);
        for (int trial = 0; trial < 1_000; trial++) {
            int at = random.nextInt(37);
            EntryRow sound = tables.entries.get(at);
            byte[] entry = sound.entry().clone();
            entry[random.nextInt(entry.length)] ^= (byte) (1 << random.nextInt(8));
            tables.entries.set(at, SignerTest.with(sound, entry));

            assertThat(messages())
                    .contains(
                            "event %d: its bytes do not have the leaf hash beside them"
                                    .formatted(at + 1));
            tables.entries.set(at, sound);
        }
    }

    /// No hash covers a copied column (ledger of the trial: actor_id was changed unnoticed).
    @Test
    void everyCopiedColumnIsHeldAgainstTheEntry() {
        expect(
                row -> copy(row, row.actor() + "x", row.type(), row.streamVersion()),
                "the column actor_id says usr_anax, the entry usr_ana");
        expect(
                row -> copy(row, row.actor(), "Approved", row.streamVersion()),
                "the column type says Approved, the entry Tried");
        expect(
                row -> copy(row, row.actor(), row.type(), 99),
                "the column stream_version says 99, the entry 4");
    }

    private void expect(UnaryOperator<EntryRow> change, String what) {
        EntryRow sound = tables.entries.get(10);
        tables.entries.set(10, change.apply(sound));
        assertThat(messages()).contains("event 11: " + what);
        tables.entries.set(10, sound);
    }

    private static EntryRow copy(EntryRow row, String actor, String type, long version) {
        return new EntryRow(
                row.position(),
                row.eventId(),
                row.stream(),
                version,
                type,
                row.schemaVersion(),
                row.recordedAt(),
                actor,
                row.commandId(),
                row.entry(),
                row.leafHash());
    }

    /// Entry, leaf hash and copies changed together: only the checkpoints know.
    @Test
    void aRewrittenEntryBreaksTheCheckpointsAndTheNodes() {
        log.rewrite(33, "\"experts\":32", "\"experts\":64");
        tables.entries.set(32, log.rows.get(32));

        assertThat(messages())
                .contains(
                        "checkpoint: size 37: signed for 37 events, but positions 31 to 37 are not"
                                + " what was signed",
                        "merkle_node 0/32: is not the hash of the entries 33 to 33");
    }

    @Test
    void aMissingEntryIsNamed() {
        tables.entries.remove(20);

        assertThat(messages()).contains("event 22: the row before it is 20");
    }

    @Test
    void streamsSayWhatTheLogSays() {
        tables.streams.set(0, new StreamRow("deployment-moe-0", 12));
        tables.streams.set(2, new StreamRow("deployment-other", 1));

        assertThat(messages())
                .containsExactly(
                        "stream deployment-moe-0: says version 12, the log has 13 entries of it",
                        "stream deployment-other: says version 1, the log has 0 entries of it",
                        "stream deployment-moe-2: has no row, the log has 12 entries of it");
    }

    @Test
    void commandsCoverTheLogEachWithItsOwn() {
        CommandRow sound = tables.commands.get(4);
        tables.commands.set(4, MemoryTables.command(sound, new UUID(1, 1)));
        assertThat(messages())
                .singleElement()
                .asString()
                .contains("covers position 5, which is of the command");
        tables.commands.set(4, sound);

        CommandRow last = tables.commands.removeLast();
        assertThat(messages()).containsExactly("event 37: no command covers it");
        tables.commands.add(MemoryTables.command(last.principal(), last.command(), 37, 38));
        assertThat(messages())
                .singleElement()
                .asString()
                .contains("covers 37 to 38, but the log ends after 37");
    }

    @Test
    void documentsAreThereAndRight() {
        DocumentRow first = tables.documents.removeFirst();
        assertThat(messages())
                .containsExactly(
                        "event 1: names the document %s, which is not there"
                                .formatted(first.digest().text()));
        tables.documents.add(
                MemoryTables.document(first.digest(), first.mediaType(), new byte[] {1}));
        assertThat(messages())
                .contains(
                        "document %s: its bytes have another digest"
                                .formatted(first.digest().hex()));
    }

    @Test
    void theHeadIsTheEnd() {
        Head sound = tables.head;
        tables.head = new Head(38, sound.recordedAt());
        assertThat(messages()).containsExactly("log_head: says position 38, the log ends after 37");
        tables.head = new Head(37, Optional.of(sound.recordedAt().orElseThrow().plusSeconds(1)));
        assertThat(messages())
                .singleElement()
                .asString()
                .contains("its time is not that of the last entry");
    }

    @Test
    void checkpointsAreSignedAndSayWhatTheirColumnsSay() {
        CheckpointRow sound = tables.checkpoints.getFirst();
        tables.checkpoints.set(0, checkpoint(Logs.ORIGIN, 29, sound.root(), sound.note()));
        assertThat(messages())
                .containsExactly("checkpoint size 29: its columns are not what its note says");
        tables.checkpoints.set(0, checkpoint("PeterNewman", 30, sound.root(), sound.note()));
        assertThat(messages())
                .containsExactly("checkpoint size 30: its columns are not what its note says");
        tables.checkpoints.set(
                0,
                checkpoint(
                        Logs.ORIGIN, 30, sound.root(), sound.note().replace("\n30\n", "\n31\n")));
        assertThat(messages()).anyMatch(line -> line.contains("the signature is not of this text"));
    }

    private static CheckpointRow checkpoint(String origin, long size, Digest root, String note) {
        return MemoryTables.checkpoint(new Checkpoint(origin, size, root), note);
    }

    @Test
    void checkpointsThatAreAllGoneAreMissed() {
        tables.checkpoints.clear();

        assertThat(messages())
                .singleElement()
                .asString()
                .startsWith("checkpoint: none is stored, and the log has 37 entries");
    }

    /// The database was cut off, checkpoints and all: only what was kept elsewhere knows.
    @Test
    void aCheckpointFromElsewhereIsHeldAgainstTheLog() {
        KnownCheckpoint kept = new KnownCheckpoint("ci.txt", log.checkpoints.getLast().note());
        assertThat(check(List.of(kept)))
                .isInstanceOfSatisfying(
                        Outcome.Sound.class, sound -> assertThat(sound.checkpoints()).isEqualTo(3));

        MemoryLog shorter = Logs.of(30);
        Logs.sign(shorter);
        tables = new MemoryTables(shorter);
        assertThat(check(List.of())).isInstanceOf(Outcome.Sound.class);
        assertThat(check(List.of(kept)))
                .isEqualTo(
                        new Outcome.Damaged(
                                List.of(
                                        new Damage(
                                                "checkpoint",
                                                "ci.txt: signed for 37 events, but the log ends"
                                                        + " after 30: positions 31 to 37 are gone"))));
    }

    @Test
    void nodesAreThoseOfTheTree() {
        NodeRow node = tables.nodes.get(5);
        tables.nodes.set(5, new NodeRow(node.level(), node.index(), new byte[32]));
        assertThat(messages())
                .containsExactly(
                        "merkle_node %d/%d: is not the hash of the entries %d to %d"
                                .formatted(
                                        node.level(),
                                        node.index(),
                                        (node.index() << node.level()) + 1,
                                        node.index() + 1 << node.level()));
        tables.nodes.set(5, node);
        tables.nodes.add(new NodeRow(3, 9, new byte[32]));
        assertThat(messages())
                .singleElement()
                .asString()
                .contains("merkle_node 3/9: is no complete subtree");
    }

    private Outcome check() {
        return check(List.of());
    }

    private Outcome check(List<KnownCheckpoint> kept) {
        return new CheckLedger(
                        () -> tables, List.of(Logs.KEY.verifyingKey()), CheckLedgerTest::plans)
                .check(kept);
    }

    /// Every fifth event names a plan that is kept.
    private static Set<Digest> plans(Entry entry) {
        return (entry.position() - 1) % 5 == 0 ? Digests.in(entry.data()) : Set.of();
    }

    private List<String> messages() {
        return check() instanceof Outcome.Damaged(List<Damage> found)
                ? found.stream().map(Damage::message).toList()
                : List.of();
    }
}
