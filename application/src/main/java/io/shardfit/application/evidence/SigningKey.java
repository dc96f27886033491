package io.shardfit.application.evidence;

import io.shardfit.application.ledger.Checkpoint;
import io.shardfit.application.ledger.SignedCheckpoint;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// The secret half of a key. It writes itself as two lines: `PRIVATE+KEY+name+keyid+base64(0x01 ‖
/// seed)`, as golang.org/x/mod/sumdb/note reads it, and the text of the {@link VerifyingKey}.
public final class SigningKey {
    private static final String ALGORITHM = "Ed25519";
    private static final String HEAD = "PRIVATE+KEY+";

    /// What stands before the seed in its PKCS #8 form (RFC 8410 section 7).
    private static final byte[] PKCS8_HEAD =
            HexFormat.of().parseHex("302e020100300506032b657004220420");

    private final VerifyingKey verifyingKey;
    private final byte[] seed;
    private final PrivateKey secret;

    private SigningKey(VerifyingKey verifyingKey, byte[] seed) throws GeneralSecurityException {
        this.verifyingKey = verifyingKey;
        this.seed = seed;
        byte[] encoded = Arrays.copyOf(PKCS8_HEAD, PKCS8_HEAD.length + VerifyingKey.KEY_BYTES);
        System.arraycopy(seed, 0, encoded, PKCS8_HEAD.length, VerifyingKey.KEY_BYTES);
        this.secret =
                KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }

    /// {@return a new key from the system's random numbers}
    ///
    /// @param name the origin of the log that it signs
    public static SigningKey generate(String name) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            byte[] pkcs8 = pair.getPrivate().getEncoded();
            byte[] seed =
                    Arrays.copyOfRange(pkcs8, pkcs8.length - VerifyingKey.KEY_BYTES, pkcs8.length);
            return new SigningKey(VerifyingKey.of(name, pair.getPublic().getEncoded()), seed);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Java has Ed25519 since 15 (JEP 339)", impossible);
        }
    }

    /// @throws IllegalArgumentException if the text is not the two lines of one key
    public static SigningKey read(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length < 2 || !lines[0].startsWith(HEAD)) {
            throw new IllegalArgumentException(
                    "not a signing key: expected a line %s... and the line of its public key"
                            .formatted(HEAD));
        }
        VerifyingKey open = new VerifyingKey(lines[1]);
        String own = HEAD + open.name() + "+" + open.id() + "+";
        if (!lines[0].startsWith(own)) {
            throw unlike(open);
        }
        return read(open, StrictBase64.read(lines[0].substring(own.length())));
    }

    private static SigningKey read(VerifyingKey open, byte[] typed) {
        if (typed.length != 1 + VerifyingKey.KEY_BYTES || typed[0] != VerifyingKey.ED25519) {
            throw unlike(open);
        }
        try {
            SigningKey key = new SigningKey(open, Arrays.copyOfRange(typed, 1, typed.length));
            if (open.check(key.sign("proof\n")) != SignatureCheck.RIGHT) {
                throw unlike(open);
            }
            return key;
        } catch (GeneralSecurityException malformed) {
            throw new IllegalArgumentException("not a signing key: " + open.name(), malformed);
        }
    }

    private static IllegalArgumentException unlike(VerifyingKey open) {
        return new IllegalArgumentException(
                "not a signing key: its first line does not belong to the public key %s"
                        .formatted(open.name()));
    }

    public VerifyingKey verifyingKey() {
        return verifyingKey;
    }

    /// {@return a note of that text with this key's signature alone}
    public SignedNote sign(String text) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(secret);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            byte[] id = HexFormat.of().parseHex(verifyingKey.id());
            byte[] signed = signature.sign();
            byte[] both = Arrays.copyOf(id, id.length + signed.length);
            System.arraycopy(signed, 0, both, id.length, signed.length);
            String base64 = Base64.getEncoder().encodeToString(both);
            return new SignedNote(text, List.of(new NoteSignature(verifyingKey.name(), base64)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Java has Ed25519 since 15 (JEP 339)", impossible);
        }
    }

    SignedCheckpoint sign(Checkpoint checkpoint) {
        return new SignedCheckpoint(checkpoint, sign(CheckpointNote.text(checkpoint)).written());
    }

    /// {@return the two lines, to be kept where only their owner can read them}
    String secretText() {
        byte[] typed = new byte[1 + seed.length];
        typed[0] = VerifyingKey.ED25519;
        System.arraycopy(seed, 0, typed, 1, seed.length);
        return "%s%s+%s+%s\n%s\n"
                .formatted(
                        HEAD,
                        verifyingKey.name(),
                        verifyingKey.id(),
                        Base64.getEncoder().encodeToString(typed),
                        verifyingKey.text());
    }

    /// Never the secret: this is what ends up in logs.
    @Override
    public String toString() {
        return verifyingKey.text();
    }
}
