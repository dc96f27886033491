package io.shardfit.application.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.evidence.Signer.Outcome;
import io.shardfit.application.ledger.Checkpoint;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.SignedCheckpoint;
import io.shardfit.application.port.EntryTable.EntryRow;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SignerTest {
    private final MemoryLog log = Logs.of(10);
    private final Signer signer = new Signer(log, log, Logs.KEY);

    @Test
    void publishesTheRootOverAllLeaves() {
        assertThat(signer.sign()).isInstanceOf(Outcome.Published.class);

        List<byte[]> leaves = log.rows.stream().map(row -> MerkleTree.leaf(row.entry())).toList();
        SignedCheckpoint signed = log.checkpoints.getLast();
        assertThat(signed.checkpoint())
                .isEqualTo(new Checkpoint(Logs.ORIGIN, 10, MerkleTree.root(leaves)));
        assertThat(Logs.KEY.verifyingKey().check(SignedNote.read(signed.note())))
                .isEqualTo(SignatureCheck.RIGHT);
    }

    @Test
    void signsAgainOnlyWhatHasGrown() {
        signer.sign();
        assertThat(signer.sign()).isInstanceOf(Outcome.UpToDate.class);
        Logs.grow(log, 13);
        assertThat(signer.sign()).isInstanceOf(Outcome.Published.class);
        assertThat(log.checkpoints)
                .extracting(one -> one.checkpoint().size())
                .containsExactly(10L, 13L);
    }

    @Test
    void aNewSignerGoesOnWhereAnotherEnded() {
        signer.sign();
        Logs.grow(log, 25);

        assertThat(new Signer(log, log, Logs.KEY).sign()).isInstanceOf(Outcome.Published.class);
    }

    /// Two processes sign by turns; the first has read past what the second publishes.
    @Test
    void whatAnotherProcessPublishedIsProvenFirst() {
        signer.sign();
        Logs.grow(log, 12);
        Checkpoint meanwhile = tree(12);
        Logs.grow(log, 14);
        signer.sign();
        log.checkpoints.add(1, Logs.KEY.sign(meanwhile));
        Logs.grow(log, 15);

        assertThat(signer.sign()).isInstanceOf(Outcome.Published.class);
        log.checkpoints.add(
                1, Logs.KEY.sign(new Checkpoint(Logs.ORIGIN, 11, Digest.of(new byte[0]))));
        assertThat(signer.sign()).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void refusesAHistoryThatIsNotTheOneItSigned() {
        signer.sign();
        log.rewrite(4, "\"experts\":3", "\"experts\":8");
        Logs.grow(log, 12);

        assertThat(new Signer(log, log, Logs.KEY).sign())
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> {
                            assertThat(refused.position()).isEqualTo(10);
                            assertThat(refused.reason()).contains("not those that were signed");
                        });
        assertThat(log.checkpoints).hasSize(1);
    }

    @Test
    void refusesALogThatLostItsEnd() {
        signer.sign();
        log.rows.removeLast();

        assertThat(new Signer(log, log, Logs.KEY).sign())
                .isEqualTo(new Outcome.Refused(10, "signed up to here, but the log ends after 9"));
    }

    @Test
    void refusesACheckpointThatItsKeyDidNotSign() {
        signer.sign();
        SignedCheckpoint own = log.checkpoints.removeLast();
        log.checkpoints.add(SigningKey.generate(Logs.ORIGIN).sign(own.checkpoint()));

        assertThat(new Signer(log, log, Logs.KEY).sign())
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).contains("not what PeterNeumann"));
    }

    /// E18 for rows after the last signed size: 1,000 flipped bits, each refused at its row.
    @Test
    void noFlippedBitIsEverSigned() {
        signer.sign();
        Logs.grow(log, 20);
        SplittableRandom random = new SplittableRandom(5);
        List<EntryRow> sound = List.copyOf(log.rows);
        for (int trial = 0; trial < 1_000; trial++) {
            int at = 10 + random.nextInt(10);
            byte[] entry = sound.get(at).entry().clone();
            entry[random.nextInt(entry.length)] ^= (byte) (1 << random.nextInt(8));
            log.rows.set(at, with(sound.get(at), entry));

            assertThat(new Signer(log, log, Logs.KEY).sign())
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            refused -> assertThat(refused.position()).isEqualTo(at + 1L));
            log.rows.set(at, sound.get(at));
        }
        assertThat(signer.sign()).isInstanceOf(Outcome.Published.class);
    }

    @Test
    void onceRefusedNothingIsSignedAnyMore() {
        signer.sign();
        Logs.grow(log, 12);
        EntryRow sound = log.rows.get(11);
        log.rows.set(11, with(sound, new byte[] {'{', '}'}));
        assertThat(signer.sign()).isInstanceOf(Outcome.Refused.class);
        log.rows.set(11, sound);

        assertThat(signer.sign()).isInstanceOf(Outcome.Refused.class);
    }

    static EntryRow with(EntryRow row, byte[] entry) {
        return new EntryRow(
                row.position(),
                row.eventId(),
                row.stream(),
                row.streamVersion(),
                row.type(),
                row.schemaVersion(),
                row.recordedAt(),
                row.actor(),
                row.commandId(),
                entry,
                row.leafHash());
    }

    private Checkpoint tree(int size) {
        return new Checkpoint(
                Logs.ORIGIN,
                size,
                MerkleTree.root(
                        log.rows.stream()
                                .limit(size)
                                .map(row -> MerkleTree.leaf(row.entry()))
                                .toList()));
    }
}
