package io.shardfit.adapters.persistence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/// Files and folders that are their owner's alone. Where a file system knows no owners, nothing is
/// asked.
final class PrivateFiles {
    private static final String FOLDER = "rwx------";
    private static final String FILE = "rw-------";

    private PrivateFiles() {}

    /// Makes a folder that is not there.
    ///
    /// @throws IllegalStateException if others may enter one that is
    static void folder(Path folder) throws IOException {
        if (!knowsOwners(folder)) {
            Files.createDirectories(folder);
            return;
        }
        Files.createDirectories(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(FOLDER)));
        check(folder, FOLDER, "700");
    }

    /// @throws IllegalStateException if others may read it
    static void check(Path file) throws IOException {
        if (knowsOwners(file)) {
            check(file, FILE, "600");
        }
    }

    private static void check(Path path, String allowed, String mode) throws IOException {
        Set<PosixFilePermission> more = EnumSet.noneOf(PosixFilePermission.class);
        more.addAll(Files.getPosixFilePermissions(path));
        more.removeAll(PosixFilePermissions.fromString(allowed));
        if (!more.isEmpty()) {
            throw new IllegalStateException(
                    "others have access to %s (%s): it holds the ledger's password and key, so allow its owner alone: chmod %s %s"
                            .formatted(
                                    path,
                                    PosixFilePermissions.toString(
                                            Files.getPosixFilePermissions(path)),
                                    mode,
                                    path));
        }
    }

    private static boolean knowsOwners(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
