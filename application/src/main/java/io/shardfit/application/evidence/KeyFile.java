package io.shardfit.application.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// A signing key in a file that only its owner can read. Where a file system knows no owners, the
/// folder must see to it.
public final class KeyFile {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private static final Set<PosixFilePermission> OWNER_ENTERS =
            PosixFilePermissions.fromString("rwx------");

    private final Path path;

    public KeyFile(Path path) {
        this.path = path;
    }

    /// {@return the key of the file; makes both if there is no file}
    ///
    /// @param name the origin of the log
    /// @throws IllegalArgumentException if the file holds no key, the key of another origin, or can
    ///   be read by others
    public SigningKey readOrCreate(String name) {
        SigningKey key = Files.exists(path) ? read() : create(name);
        if (!key.verifyingKey().name().equals(name)) {
            throw new IllegalArgumentException(
                    "%s: holds the key of %s, not of %s: give the file of this log"
                            .formatted(path, key.verifyingKey().name(), name));
        }
        return key;
    }

    private SigningKey create(String name) {
        SigningKey key = SigningKey.generate(name);
        makeFolder();
        ByteBuffer text = ByteBuffer.wrap(key.secretText().getBytes(StandardCharsets.UTF_8));
        try (SeekableByteChannel file =
                Files.newByteChannel(
                        path,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        permissions(OWNER_ONLY))) {
            while (text.hasRemaining()) {
                file.write(text);
            }
            return key;
        } catch (FileAlreadyExistsException madeMeanwhile) {
            return read();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// A folder that is there already is its owner's business.
    private void makeFolder() {
        try {
            Files.createDirectories(
                    path.toAbsolutePath().normalize().getParent(), permissions(OWNER_ENTERS));
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot make the folder of " + path, failed);
        }
    }

    private FileAttribute<?>[] permissions(Set<PosixFilePermission> allowed) {
        return knowsOwners()
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(allowed)}
                : new FileAttribute<?>[0];
    }

    private SigningKey read() {
        try {
            if (knowsOwners() && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(path))) {
                throw new IllegalArgumentException(
                        "others can read the signing key: allow its owner alone (chmod 600)");
            }
            return SigningKey.read(Files.readString(path));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException(path + ": " + malformed.getMessage(), malformed);
        }
    }

    private boolean knowsOwners() {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
