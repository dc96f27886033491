package io.shardfit.application.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.evidence.InclusionProof.Side;
import io.shardfit.application.evidence.InclusionProof.Step;
import io.shardfit.application.evidence.ProveEntry.Outcome;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Proofs are checked here by the text of RFC 6962 section 2.1 alone, with none of our own hashing.
class ProveEntryTest {
    /// Whole and broken blocks of the 1,024 leaves that are kept, and one leaf beside them.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 6, 7, 8, 13, 1_023, 1_024, 1_025, 2_050, 3_077})
    void aProofLeadsFromTheEntryToTheSignedRoot(int size) throws Exception {
        MemoryLog log = Logs.of(size);
        Logs.sign(log);
        String root = hex(treeHash(log.bytesAfter(0, size)));
        ProveEntry prove = over(log);

        for (long position : List.of(1L, 2L, size / 2L, size - 1L, (long) size)) {
            if (position >= 1 && position <= size) {
                InclusionProof proof = proven(prove.prove(position));
                byte[] entry = log.bytesAfter(position - 1, 1).getFirst();

                assertThat(proof.position()).isEqualTo(position);
                assertThat(hex(joined(hash(0, entry), proof.path()))).isEqualTo(root);
                assertThat(proof.checkpoint().checkpoint().root().hex()).isEqualTo(root);
                assertThat(proof.checkpoint().note()).contains("\n" + size + "\n");
            }
        }
    }

    /// Blocks of four leaves, so that small trees have everything that large ones have.
    @Test
    void everyLeafOfEverySmallTreeHasItsPath() throws Exception {
        MemoryLog log = Logs.of(70);
        AuditPaths paths = new AuditPaths(4);
        for (int size = 1; size <= 70; size++) {
            String root = hex(treeHash(log.bytesAfter(0, size)));
            for (int index = 0; index < size; index++) {
                byte[] leaf = hash(0, log.bytesAfter(index, 1).getFirst());
                List<Step> path = paths.path(new MemoryTables(log), index, size);

                assertThat(hex(joined(leaf, path))).as("%d of %d", index, size).isEqualTo(root);
                assertThat(path).hasSizeLessThanOrEqualTo(7);
            }
        }
    }

    @Test
    void aSignedLogThatGrewIsProvenAsItWasSigned() throws Exception {
        MemoryLog log = Logs.of(6);
        Logs.sign(log);
        Logs.grow(log, 9);
        ProveEntry prove = over(log);

        assertThat(hex(joined(leaf(log, 6), proven(prove.prove(6)).path())))
                .isEqualTo(hex(treeHash(log.bytesAfter(0, 6))));
        assertThat(prove.prove(7)).isEqualTo(new Outcome.NotYetSigned(6));
        Logs.sign(log);
        assertThat(hex(joined(leaf(log, 7), proven(prove.prove(7)).path())))
                .isEqualTo(hex(treeHash(log.bytesAfter(0, 9))));
    }

    @Test
    void whatIsNotThereOrNotSignedHasNone() {
        MemoryLog log = Logs.of(3);

        assertThat(over(log).prove(3)).isEqualTo(new Outcome.NotYetSigned(0));
        assertThat(over(log).prove(4)).isEqualTo(new Outcome.Missing(3));
        assertThat(over(log).prove(0)).isEqualTo(new Outcome.Missing(3));
        assertThat(
                        new ProveEntry(
                                        log,
                                        new NewestCheckpoint(log, Optional.empty()),
                                        () -> new MemoryTables(log))
                                .prove(1))
                .isEqualTo(new Outcome.NotYetSigned(0));
    }

    /// Another entry was rewritten, or the end is gone: nothing is shown that does not hold, and
    /// what was put right is proven again.
    @Test
    void aLogThatIsNotTheSignedOneProvesNothing() {
        MemoryLog log = Logs.of(3_000);
        Logs.sign(log);
        ProveEntry prove = over(log);
        var kept = log.rows.get(9);
        log.rewrite(10, "moe-0", "moe-9");
        assertThat(prove.prove(2_000)).isInstanceOf(Outcome.Disagrees.class);
        log.rows.set(9, kept);
        assertThat(prove.prove(2_000)).isInstanceOf(Outcome.Proven.class);

        log.rows.removeLast();
        assertThat(prove.prove(2_999)).isInstanceOf(Outcome.Disagrees.class);
    }

    private static ProveEntry over(MemoryLog log) {
        return new ProveEntry(
                log,
                new NewestCheckpoint(log, Optional.of(Logs.ORIGIN)),
                () -> new MemoryTables(log));
    }

    private static InclusionProof proven(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Proven.class);
        return ((Outcome.Proven) outcome).proof();
    }

    private static byte[] leaf(MemoryLog log, long position) throws NoSuchAlgorithmException {
        return hash(0, log.bytesAfter(position - 1, 1).getFirst());
    }

    private static byte[] joined(byte[] leaf, List<Step> path) throws NoSuchAlgorithmException {
        byte[] hash = leaf;
        for (Step step : path) {
            hash =
                    step.side() == Side.LEFT
                            ? hash(1, step.hash(), hash)
                            : hash(1, hash, step.hash());
        }
        return hash;
    }

    /// MTH(D\[n\]) = SHA-256(0x01 || MTH(D\[0:k\]) || MTH(D\[k:n\])), k the largest power of two
    /// below n.
    private static byte[] treeHash(List<byte[]> entries) throws NoSuchAlgorithmException {
        if (entries.size() == 1) {
            return hash(0, entries.getFirst());
        }
        int k = 1;
        while (2 * k < entries.size()) {
            k = 2 * k;
        }
        return hash(
                1, treeHash(entries.subList(0, k)), treeHash(entries.subList(k, entries.size())));
    }

    private static byte[] hash(int prefix, byte[]... parts) throws NoSuchAlgorithmException {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update((byte) prefix);
        for (byte[] part : parts) {
            sha256.update(part);
        }
        return sha256.digest();
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
