package io.shardfit.application.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardfit.application.ledger.Checkpoint;
import io.shardfit.application.ledger.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Leaves, roots and proofs are the published ones of Certificate Transparency:
/// transparency-dev/merkle@02194e9 proof/verify_test.go, hashes @78493b0 rfc6962/rfc6962_test.go.
class MerkleTreeTest {
    private static final List<byte[]> LEAVES =
            Stream.of(
                            "",
                            "00",
                            "10",
                            "2021",
                            "3031",
                            "40414243",
                            "5051525354555657",
                            "606162636465666768696a6b6c6d6e6f")
                    .map(entry -> MerkleTree.leaf(HexFormat.of().parseHex(entry)))
                    .toList();

    /// Of the first 1 to 8 leaves.
    private static final List<String> ROOTS =
            List.of(
                    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    @Test
    void hashesAsCertificateTransparencyDoes() {
        assertThat(MerkleTree.root(List.of()).hex())
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(hex(MerkleTree.leaf("L123456".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56");
        assertThat(
                        hex(
                                MerkleTree.node(
                                        "N123".getBytes(StandardCharsets.UTF_8),
                                        "N456".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyPrefixHasThePublishedRoot(int size) {
        MerkleFrontier frontier = new MerkleFrontier();
        LEAVES.subList(0, size).forEach(frontier::append);

        assertThat(frontier.size()).isEqualTo(size);
        assertThat(frontier.root().hex()).isEqualTo(ROOTS.get(size - 1));
        assertThat(frontier.root()).as("asked again").isEqualTo(tree(size).root());
    }

    /// A leaf counts from 1 there.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 8 | 96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
                        + " 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
                        + " 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
                "6 | 8 | bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
                        + " ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
                        + " d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                "3 | 3 | fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                "2 | 5 | 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
                        + " 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
                        + " bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            })
    void inclusionIsProvenAsPublished(int leaf, int size, String proof) {
        assertThat(MerkleTree.inclusion(LEAVES.subList(0, size), leaf - 1).stream().map(this::hex))
                .containsExactly(proof.split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 8 | 96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
                        + " 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
                        + " 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
                "6 | 8 | 0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
                        + " ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
                        + " d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                "2 | 5 | 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
                        + " bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "6 | 7 | 0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
                        + " b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f"
                        + " d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            })
    void consistencyIsProvenAsPublished(int older, int newer, String proof) {
        assertThat(MerkleTree.consistency(LEAVES.subList(0, newer), older).stream().map(this::hex))
                .containsExactly(proof.split(" "));
    }

    /// The corruptions are those of the published test: other places and sizes, other roots, a hash
    /// more, a hash less, a bit.
    @Test
    void everyInclusionProofHoldsForItsPlaceOnly() {
        for (int size = 1; size <= 8; size++) {
            for (int index = 0; index < size; index++) {
                List<byte[]> proof = MerkleTree.inclusion(LEAVES.subList(0, size), index);
                byte[] leaf = LEAVES.get(index);

                assertThat(MerkleProof.includes(tree(size), index, leaf, proof)).isTrue();
                assertThat(MerkleProof.includes(tree(size), index - 1, leaf, proof)).isFalse();
                assertThat(MerkleProof.includes(tree(size), index + 1, leaf, proof)).isFalse();
                assertThat(MerkleProof.includes(empty(size), index, leaf, proof)).isFalse();
                for (List<byte[]> corrupt : corruptions(proof, tree(size).root().hash())) {
                    assertThat(MerkleProof.includes(tree(size), index, leaf, corrupt)).isFalse();
                }
            }
        }
    }

    @Test
    void everyConsistencyProofHoldsForItsSizesOnly() {
        for (int newer = 1; newer <= 8; newer++) {
            for (int older = 1; older < newer; older++) {
                List<byte[]> proof = MerkleTree.consistency(LEAVES.subList(0, newer), older);
                Checkpoint now = tree(newer);

                assertThat(MerkleProof.continues(tree(older), now, proof)).isTrue();
                assertThat(MerkleProof.continues(empty(older), now, proof)).isFalse();
                assertThat(MerkleProof.continues(tree(older), empty(newer), proof)).isFalse();
                assertThat(MerkleProof.continues(now, tree(older), proof)).isFalse();
                assertThat(MerkleProof.continues(tree(older), now, List.of())).isFalse();
                for (List<byte[]> corrupt : corruptions(proof, now.root().hash())) {
                    assertThat(MerkleProof.continues(tree(older), now, corrupt)).isFalse();
                }
            }
        }
    }

    @Test
    void ofNothingEverythingIsAContinuation() {
        assertThat(MerkleProof.continues(tree(0), tree(3), List.of())).isTrue();
        assertThat(MerkleProof.continues(tree(3), tree(3), List.of())).isTrue();
        assertThat(MerkleProof.continues(tree(3), empty(3), List.of())).isFalse();
        assertThat(MerkleProof.continues(tree(3), tree(3), List.of(new byte[32]))).isFalse();
    }

    @Test
    void thereIsNoProofOfWhatIsNotThere() {
        assertThatThrownBy(() -> MerkleTree.inclusion(LEAVES, 8)).hasMessageContaining("no leaf 8");
        assertThatThrownBy(() -> MerkleTree.consistency(LEAVES, 9))
                .hasMessageContaining("no older size 9");
    }

    private static List<List<byte[]>> corruptions(List<byte[]> proof, byte[] root) {
        List<List<byte[]>> all = new ArrayList<>();
        all.add(with(proof, proof.size(), root));
        all.add(with(proof, 0, root));
        all.add(with(proof, proof.size(), new byte[0]));
        if (!proof.isEmpty()) {
            all.add(proof.subList(0, proof.size() - 1));
        }
        IntStream.range(0, proof.size()).forEach(at -> all.add(flipped(proof, at)));
        return all;
    }

    private static List<byte[]> with(List<byte[]> proof, int at, byte[] extra) {
        List<byte[]> longer = new ArrayList<>(proof);
        longer.add(at, extra);
        return longer;
    }

    private static List<byte[]> flipped(List<byte[]> proof, int at) {
        List<byte[]> other = new ArrayList<>(proof);
        byte[] hash = other.get(at).clone();
        hash[0] ^= 8;
        other.set(at, hash);
        return other;
    }

    private static Checkpoint tree(int size) {
        return new Checkpoint("log", size, MerkleTree.root(LEAVES.subList(0, size)));
    }

    private static Checkpoint empty(int size) {
        return new Checkpoint("log", size, Digest.of(new byte[0]));
    }

    private String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
