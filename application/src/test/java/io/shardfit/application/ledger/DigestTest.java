package io.shardfit.application.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
    /// FIPS 180-2, appendix B.1: the message "abc".
    private static final String ABC =
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void isOfTheBytes() {
        Digest digest = Digest.of("abc".getBytes(StandardCharsets.UTF_8));

        assertThat(digest.text()).isEqualTo("sha256:" + ABC);
        assertThat(digest.hex()).isEqualTo(ABC);
        assertThat(Digest.ofHash(digest.hash())).isEqualTo(digest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha256:",
                ABC,
                "SHA256:" + ABC,
                "sha512:" + ABC,
                "sha256:" + ABC + "0",
                "sha256: a7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "sha256:Ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "sha256:ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a",
                "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a٣",
            })
    void takesNothingElse(String text) {
        assertThat(Digest.isDigest(text)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new Digest(text));
    }
}
