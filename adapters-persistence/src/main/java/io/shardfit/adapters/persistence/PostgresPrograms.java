package io.shardfit.adapters.persistence;

import io.shardfit.application.ledger.Digest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/// The programs of PostgreSQL, unpacked once for all data directories.
///
/// @param home the folder with `bin`, `lib` and `share`
record PostgresPrograms(Path home) {
    private static final Set<PosixFilePermission> PRIVATE =
            PosixFilePermissions.fromString("rwx------");
    private static final int OWNER_EXECUTES = 0100;

    /// Unpacks those of this machine into the cache, unless they are there.
    static PostgresPrograms unpacked(Path cache) throws IOException {
        String archive = archive(System.getProperty("os.name"), System.getProperty("os.arch"));
        URL packed = find(archive);
        Path home = cache.resolve("postgresql-" + mark(packed));
        if (!Files.isDirectory(home)) {
            Path fresh = freshFolder(cache);
            unpack(packed, fresh);
            moveUnlessThere(fresh, home);
        }
        return new PostgresPrograms(home);
    }

    /// {@return what tells one archive from another}
    ///
    /// A jar knows size and checksum of what it holds; reading 10 MB at every start would cost a
    /// quarter of a second.
    private static String mark(URL packed) throws IOException {
        if (packed.openConnection() instanceof JarURLConnection jar) {
            ZipEntry entry = jar.getJarEntry();
            return "%x-%08x".formatted(entry.getSize(), entry.getCrc());
        }
        try (InputStream bytes = packed.openStream()) {
            return Digest.of(bytes.readAllBytes()).hex().substring(0, 16);
        }
    }

    /// A user without a home has no cache either.
    private static Path freshFolder(Path cache) {
        try {
            Files.createDirectories(cache, PosixFilePermissions.asFileAttribute(PRIVATE));
            return Files.createTempDirectory(cache, "unpacking-");
        } catch (IOException refused) {
            throw new IllegalStateException(
                    "PostgreSQL cannot be unpacked into %s (%s): set XDG_CACHE_HOME to a folder that you can write"
                            .formatted(cache, refused),
                    refused);
        }
    }

    static String archive(String system, String processor) {
        String name = system.toLowerCase(Locale.ROOT);
        String platform = name.contains("linux") ? "linux" : name.contains("mac") ? "darwin" : name;
        String kind = processor.equals("aarch64") ? "arm_64" : "x86_64";
        return "postgres-%s-%s.txz".formatted(platform, kind);
    }

    private static URL find(String archive) {
        return Optional.ofNullable(PostgresPrograms.class.getClassLoader().getResource(archive))
                .orElseThrow(() ->
                        new IllegalStateException(
                                "no PostgreSQL for this machine is packed with Shardfit (%s): name a server with SHARDFIT_DATABASE_URL"
                                        .formatted(archive)));
    }

    private static void unpack(URL packed, Path target) throws IOException {
        try (TarArchiveInputStream files =
                new TarArchiveInputStream(
                        new BufferedInputStream(
                                new XZCompressorInputStream(
                                        new BufferedInputStream(packed.openStream()))))) {
            for (TarArchiveEntry file = files.getNextEntry();
                    file != null;
                    file = files.getNextEntry()) {
                place(file, files, target.resolve(file.getName()).normalize());
            }
        }
    }

    private static void place(TarArchiveEntry file, InputStream bytes, Path place)
            throws IOException {
        if (file.isDirectory()) {
            Files.createDirectories(place);
            return;
        }
        Files.createDirectories(place.resolveSibling("."));
        if (file.isSymbolicLink()) {
            Files.createSymbolicLink(place, Path.of(file.getLinkName()));
            return;
        }
        Files.copy(bytes, place);
        boolean program = (file.getMode() & OWNER_EXECUTES) != 0;
        Files.setPosixFilePermissions(
                place, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
    }

    /// Another program may have been faster; both unpacked the same.
    private static void moveUnlessThere(Path fresh, Path home) throws IOException {
        try {
            Files.move(fresh, home);
        } catch (IOException taken) {
            if (!Files.isDirectory(home)) {
                throw taken;
            }
        }
    }

    String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }
}
