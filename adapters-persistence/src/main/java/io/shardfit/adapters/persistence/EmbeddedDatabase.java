package io.shardfit.adapters.persistence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// PostgreSQL with its own data directory, run by this program and by no other at the same time.
/// Files in the directory: `data` (the database itself), `lock`, `password`, `server.log`.
///
/// A program that was killed leaves its server running; the next one ends that and starts its own.
/// A server that ends on its own is started again ({@link ServerWatch}). Nothing that was ever a
/// database is deleted.
final class EmbeddedDatabase implements AutoCloseable {
    private static final String USER = "postgres";
    private static final String MAJOR_VERSION = "18";
    private static final int PASSWORD_BYTES = 24;
    private static final int STARTS = 5;

    private final Path directory;
    private final ServerCommands commands;
    private final FileChannel lockFile;
    private final Database database;
    private final ServerWatch watch;

    private EmbeddedDatabase(
            Path directory,
            ServerCommands commands,
            FileChannel lockFile,
            Database database,
            ServerWatch watch) {
        this.directory = directory;
        this.commands = commands;
        this.lockFile = lockFile;
        this.database = database;
        this.watch = watch;
    }

    /// @param cache where the programs of PostgreSQL get unpacked
    /// @throws IllegalStateException saying what to do, if another program uses the directory or
    ///   the server does not start
    static EmbeddedDatabase start(Path directory, Path cache) {
        try {
            return startIn(directory.toAbsolutePath().normalize(), cache);
        } catch (IOException error) {
            throw new UncheckedIOException(
                    "the database in %s cannot be started: %s"
                            .formatted(directory, error.getMessage()),
                    error);
        }
    }

    private static EmbeddedDatabase startIn(Path directory, Path cache) throws IOException {
        PrivateFiles.folder(directory);
        FileChannel lockFile = lock(directory);
        try {
            Leftovers.clear(directory);
            ServerCommands commands =
                    new ServerCommands(PostgresPrograms.unpacked(cache), directory);
            String password = password(directory);
            prepare(directory, commands);
            int port = start(commands);
            String url = "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port);
            Database database = new Database(url, Optional.of(USER), Optional.of(password));
            ServerWatch watch = new ServerWatch(commands, port);
            return new EmbeddedDatabase(directory, commands, lockFile, database, watch);
        } catch (IOException | RuntimeException failed) {
            lockFile.close();
            throw failed;
        }
    }

    /// The lock ends with the program that holds it, however that ends.
    private static FileChannel lock(Path directory) throws IOException {
        FileChannel file =
                FileChannel.open(
                        directory.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        Optional<FileLock> lock = Optional.empty();
        try {
            lock = Optional.ofNullable(file.tryLock());
        } catch (OverlappingFileLockException _) {
            // Held by this very program: no different from another.
        }
        if (lock.isEmpty()) {
            file.close();
            throw new IllegalStateException(
                    "the data directory %s is in use by another Shardfit: stop that one, name another directory, or let both use one server with SHARDFIT_DATABASE_URL"
                            .formatted(directory));
        }
        return file;
    }

    private static String password(Path directory) throws IOException {
        Path file = directory.resolve("password");
        if (!Files.exists(file)) {
            byte[] secret = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(secret);
            Path fresh = directory.resolve("password.new");
            Files.deleteIfExists(fresh);
            Files.createFile(
                    fresh,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, HexFormat.of().formatHex(secret));
            Files.move(fresh, file);
        }
        PrivateFiles.check(file);
        return Files.readString(file);
    }

    private static void prepare(Path directory, ServerCommands commands) throws IOException {
        Path version = directory.resolve("data").resolve("PG_VERSION");
        if (!Files.exists(directory.resolve("data"))) {
            commands.initialise(USER);
        } else if (!Files.exists(version)) {
            throw new IllegalStateException(
                    "%s is no database: name another directory"
                            .formatted(directory.resolve("data")));
        } else if (!Files.readString(version).strip().equals(MAJOR_VERSION)) {
            throw new IllegalStateException(
                    "%s was made by PostgreSQL %s, this program brings PostgreSQL %s: move the data with pg_dump and pg_restore"
                            .formatted(
                                    directory, Files.readString(version).strip(), MAJOR_VERSION));
        } else {
            commands.endTheServerLeftRunning();
        }
    }

    /// Somebody else may take the port between the look and the start. And what a killed program
    /// had begun to start may appear only now.
    private static int start(ServerCommands commands) throws IOException {
        for (int left = STARTS; ; left--) {
            int port = freePort();
            Optional<String> failure = commands.start(port);
            if (failure.isEmpty()) {
                return port;
            }
            if (left == 1) {
                throw new IllegalStateException(
                        "PostgreSQL does not start: " + failure.orElseThrow());
            }
            commands.endTheServerLeftRunning();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    Database database() {
        return database;
    }

    List<Path> files() {
        return List.of(directory.resolve("data"), directory.resolve("server.log"));
    }

    @Override
    public void close() {
        try {
            watch.close();
            commands.stop();
            lockFile.close();
        } catch (IOException error) {
            throw new UncheckedIOException(
                    "the database in %s did not stop".formatted(directory), error);
        }
    }
}
