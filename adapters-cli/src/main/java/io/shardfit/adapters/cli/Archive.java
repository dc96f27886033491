package io.shardfit.adapters.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/// A zip archive that came from elsewhere.
final class Archive {
    private Archive() {}

    /// Writes every file of it below a folder, and none anywhere else.
    ///
    /// @throws UncheckedIOException if it is broken, or names a place outside
    static void unpack(Path archive, Path folder) {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
            int files = 0;
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                write(zip, entry, inside(folder, entry.getName()));
                files++;
            }
            if (files == 0) {
                throw new ZipException("it holds no file");
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(
                    "the export that came is not whole (%s): try again"
                            .formatted(broken.getMessage()),
                    broken);
        }
    }

    private static void write(InputStream content, ZipEntry entry, Path file) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        Files.copy(content, file);
    }

    private static Path inside(Path folder, String name) throws IOException {
        Path file = folder.resolve(name).normalize();
        if (name.contains("\\") || !file.startsWith(folder) || file.equals(folder)) {
            throw new ZipException("it names a place outside its folder");
        }
        return file;
    }
}
