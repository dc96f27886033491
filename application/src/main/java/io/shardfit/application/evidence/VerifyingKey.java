package io.shardfit.application.evidence;

import io.shardfit.application.ledger.Digest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Who may sign, as anyone may know it: an Ed25519 key under a name.
///
/// @param text `name+keyid+base64(0x01 ‖ 32 bytes of RFC 8032)`, as golang.org/x/mod/sumdb/note
///   reads it; the name is the origin of the log
public record VerifyingKey(String text) {
    /// The signature type of C2SP signed-note.
    static final byte ED25519 = 1;

    static final int KEY_BYTES = 32;
    private static final int ID_BYTES = 4;
    private static final Pattern FORM =
            Pattern.compile(
                    "(?<name>[^+\\s\\p{Z}]+)\\+(?<id>[0-9a-f]{8})\\+(?<key>[A-Za-z0-9+/=]+)");

    /// What stands before the key in its X.509 form (RFC 8410 section 10.1).
    private static final byte[] X509_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    public VerifyingKey {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "not a key: expected name+keyid+base64 on one line, as log.vkey has it");
        }
        byte[] typed = StrictBase64.read(parts.group("key"));
        if (typed.length != 1 + KEY_BYTES || typed[0] != ED25519) {
            throw new IllegalArgumentException(
                    "the key %s is not an Ed25519 key (type 1 and 32 bytes)"
                            .formatted(parts.group("name")));
        }
        String id = id(parts.group("name"), typed);
        if (!id.equals(parts.group("id"))) {
            throw new IllegalArgumentException(
                    "the key %s says that its id is %s, but name and key give %s"
                            .formatted(parts.group("name"), parts.group("id"), id));
        }
    }

    static VerifyingKey of(String name, byte[] key) {
        byte[] typed = new byte[1 + KEY_BYTES];
        typed[0] = ED25519;
        System.arraycopy(key, key.length - KEY_BYTES, typed, 1, KEY_BYTES);
        return new VerifyingKey(
                "%s+%s+%s"
                        .formatted(
                                name, id(name, typed), Base64.getEncoder().encodeToString(typed)));
    }

    private static String id(String name, byte[] typed) {
        MessageDigest hash = Digest.sha256();
        hash.update((name + "\n").getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash.digest(typed), 0, ID_BYTES);
    }

    public String name() {
        return text.substring(0, text.indexOf('+'));
    }

    /// {@return eight hexadecimal digits; with the name they single out the key}
    public String id() {
        int start = text.indexOf('+') + 1;
        return text.substring(start, start + 2 * ID_BYTES);
    }

    /// {@return whether this key signed that note}
    public SignatureCheck check(SignedNote note) {
        byte[] id = HexFormat.of().parseHex(id());
        SignatureCheck answer = SignatureCheck.ABSENT;
        for (NoteSignature signature : note.signatures()) {
            byte[] bytes = signature.bytes();
            if (!signature.name().equals(name())
                    || !Arrays.equals(bytes, 0, ID_BYTES, id, 0, ID_BYTES)) {
                continue;
            }
            if (!signed(note.text(), Arrays.copyOfRange(bytes, ID_BYTES, bytes.length))) {
                return SignatureCheck.WRONG;
            }
            answer = SignatureCheck.RIGHT;
        }
        return answer;
    }

    private boolean signed(String noteText, byte[] signature) {
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(
                    KeyFactory.getInstance("Ed25519")
                            .generatePublic(new X509EncodedKeySpec(x509())));
            check.update(noteText.getBytes(StandardCharsets.UTF_8));
            return check.verify(signature);
        } catch (SignatureException malformed) {
            return false;
        } catch (GeneralSecurityException notAPoint) {
            throw new IllegalArgumentException(
                    "the key %s is not a point of the curve".formatted(name()), notAPoint);
        }
    }

    private byte[] x509() {
        byte[] typed =
                StrictBase64.read(text.substring(text.indexOf('+', name().length() + 1) + 1));
        byte[] whole = Arrays.copyOf(X509_HEAD, X509_HEAD.length + KEY_BYTES);
        System.arraycopy(typed, 1, whole, X509_HEAD.length, KEY_BYTES);
        return whole;
    }
}
