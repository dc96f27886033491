package io.shardfit.application.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardfit.application.ledger.Checkpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Keys, text and signatures are those of golang/mod@02c9913 sumdb/note/note_test.go; the
/// checkpoint is the example of C2SP/C2SP@2793893 tlog-checkpoint.md.
class SignedNoteTest {
    private static final VerifyingKey PETER =
            new VerifyingKey("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
    private static final VerifyingKey ENOCH =
            new VerifyingKey("EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop");
    private static final String PETERS_SECRET =
            "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    private static final String TEXT =
            """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.
            """;
    private static final String BY_PETER =
            "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    private static final String BY_ENOCH =
            "\u2014 EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

    @Test
    void signsAsPublished() {
        SigningKey key = SigningKey.read(PETERS_SECRET + "\n" + PETER.text() + "\n");

        assertThat(key.sign(TEXT).written()).isEqualTo(TEXT + "\n" + BY_PETER);
        assertThat(key.secretText()).isEqualTo(PETERS_SECRET + "\n" + PETER.text() + "\n");
        assertThat(key.toString()).doesNotContain("PRIVATE");
    }

    @Test
    void severalSignaturesAreCheckedEachByItsKey() {
        SignedNote note = SignedNote.read(TEXT + "\n" + BY_PETER + BY_ENOCH);

        assertThat(note.text()).isEqualTo(TEXT);
        assertThat(PETER.check(note)).isEqualTo(SignatureCheck.RIGHT);
        assertThat(ENOCH.check(note)).isEqualTo(SignatureCheck.RIGHT);
        assertThat(note.written()).isEqualTo(TEXT + "\n" + BY_PETER + BY_ENOCH);
    }

    @Test
    void signaturesOfOthersAreIgnored() {
        SignedNote note = SignedNote.read(TEXT + "\n" + BY_ENOCH);

        assertThat(PETER.check(note)).isEqualTo(SignatureCheck.ABSENT);
        assertThat(ENOCH.check(note)).isEqualTo(SignatureCheck.RIGHT);
    }

    @Test
    void aChangedTextIsNotSigned() {
        SignedNote note = SignedNote.read(TEXT.replace("answer", "Answer") + "\n" + BY_PETER);

        assertThat(PETER.check(note)).isEqualTo(SignatureCheck.WRONG);
    }

    @Test
    void oneWrongSignatureOfAKeySpoilsTheNote() {
        String wrong = BY_PETER.replace("ZJku", "ZJkv");

        assertThat(PETER.check(SignedNote.read(TEXT + "\n" + BY_PETER + wrong)))
                .isEqualTo(SignatureCheck.WRONG);
    }

    /// The published malformed messages, and a last letter with unused bits set.
    @ParameterizedTest
    @ValueSource(
            strings = {
                TEXT,
                TEXT + "\n",
                TEXT + "\n\u2014 PeterNeumann x08g",
                "\u0001" + TEXT + "\n" + BY_PETER,
                TEXT + "\n\u2014 Bad Name x08go/ZJ\n",
                TEXT + "\n" + BY_PETER + "Unexpected line.\n",
                TEXT
                        + "\n\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAN=\n",
            })
    void whatIsNoNoteIsRefused(String text) {
        assertThatThrownBy(() -> SignedNote.read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not ");
    }

    @Test
    void noPartOfAKeyIsAKey() {
        String key = PETER.text();
        for (int from = 0; from < key.length(); from++) {
            for (int to = from + 1; to <= key.length(); to++) {
                if (to - from < key.length()) {
                    String part = key.substring(from, to);
                    assertThatThrownBy(() -> new VerifyingKey(part))
                            .isInstanceOf(IllegalArgumentException.class);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
                "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumanm+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            })
    void aKeyOfAnotherLengthTypeOrIdIsRefused(String text) {
        assertThatThrownBy(() -> new VerifyingKey(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSecretThatIsNotOfThePublicKeyIsRefused() {
        String other =
                SigningKey.generate("PeterNeumann").secretText().lines().findFirst().orElseThrow();

        assertThatThrownBy(() -> SigningKey.read(other + "\n" + PETER.text() + "\n"))
                .hasMessageContaining("does not belong to the public key PeterNeumann");
    }

    @Test
    void readsThePublishedCheckpoint() {
        SignedNote note =
                SignedNote.read(
                        """
                        example.com/behind-the-sofa
                        20852163
                        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

                        \u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
                        """);

        Checkpoint checkpoint = CheckpointNote.read(note);

        assertThat(checkpoint.origin()).isEqualTo("example.com/behind-the-sofa");
        assertThat(checkpoint.size()).isEqualTo(20_852_163);
        assertThat(CheckpointNote.text(checkpoint)).isEqualTo(note.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "log\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "log\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
                "log\n1\nCsUY\n",
                "log\n1\n",
            })
    void whatIsNoCheckpointIsRefused(String text) {
        SignedNote note = SigningKey.generate("log").sign(text);

        assertThatThrownBy(() -> CheckpointNote.read(note))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
