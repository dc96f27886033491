package io.shardfit.application.catalogue;

import io.shardfit.application.ledger.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;

/// One digest of the GPUs and models that ship with the program: a verdict depends on them.
public final class CatalogueDigest {
    private static final List<String> FILES = List.of("gpus.json", "models.json");

    private CatalogueDigest() {}

    /// {@return the digest over both files, each by its own digest}
    public static Digest shipped() {
        MessageDigest all = Digest.sha256();
        FILES.forEach(file -> all.update(Digest.of(bytes(file)).hash()));
        return Digest.ofHash(all.digest());
    }

    private static byte[] bytes(String name) {
        try (InputStream file =
                Objects.requireNonNull(
                        CatalogueDigest.class.getResourceAsStream(name),
                        "a catalogue is missing")) {
            return file.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
