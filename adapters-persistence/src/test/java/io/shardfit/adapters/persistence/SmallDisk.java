package io.shardfit.adapters.persistence;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.opentest4j.TestAbortedException;

/// A file system of its own in a file, so small that it is soon full. It takes root, and a machine
/// that lets root mount one.
final class SmallDisk implements AutoCloseable {
    private static final int CHUNK = 1 << 16;

    private final Path image;
    private final Path folder;

    /// @throws TestAbortedException saying why, if none can be had here
    SmallDisk(long bytes) throws IOException {
        image = Files.createTempFile("disk-", ".img");
        folder = Files.createTempDirectory("disk-");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(bytes);
        }
        try {
            run("mkfs.ext4", "-q", "-m", "0", image.toString());
            run("mount", "-o", "loop", image.toString(), folder.toString());
        } catch (IOException unable) {
            Files.delete(image);
            Files.delete(folder);
            throw new TestAbortedException(
                    "a full disk needs one that can be mounted here: " + unable.getMessage(),
                    unable);
        }
    }

    Path folder() {
        return folder;
    }

    private Path ballast() {
        return folder.resolve("ballast");
    }

    /// Leaves no byte.
    void fill() throws IOException {
        try (OutputStream file = Files.newOutputStream(ballast())) {
            while (true) {
                file.write(new byte[CHUNK]);
            }
        } catch (IOException full) {
            if (folder.toFile().getUsableSpace() >= CHUNK) {
                throw full;
            }
        }
    }

    void free() throws IOException {
        Files.delete(ballast());
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("%s: %s".formatted(List.of(command), said));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    @Override
    public void close() throws IOException {
        run("umount", folder.toString());
        Files.delete(folder);
        Files.delete(image);
    }
}
