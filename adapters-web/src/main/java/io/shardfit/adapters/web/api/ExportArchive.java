package io.shardfit.adapters.web.api;

import io.micronaut.http.MediaType;
import io.micronaut.http.server.types.files.StreamedFile;
import io.shardfit.adapters.web.Problem;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.application.evidence.ExportLedger;
import io.shardfit.application.evidence.NewestCheckpoint;
import io.shardfit.application.evidence.VerifyingKey;
import io.shardfit.application.port.CheckpointLog;
import io.shardfit.application.port.EventLog;
import io.shardfit.application.port.Server;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// The folder of `shardfit audit export` as one file. It is on the disk until it is read, never in
/// memory.
@Singleton
final class ExportArchive {
    private static final Duration RETRY = Duration.ofSeconds(10);

    private final EventLog log;
    private final CheckpointLog checkpoints;
    private final NewestCheckpoint newest;
    private final List<VerifyingKey> keys;

    ExportArchive(
            EventLog log,
            CheckpointLog checkpoints,
            NewestCheckpoint newest,
            Server.Settings settings) {
        this.log = log;
        this.newest = newest;
        this.checkpoints = checkpoints;
        this.keys = settings.verifyingKeys().stream().map(VerifyingKey::new).toList();
    }

    /// {@return the archive, whose file is gone when it is read}
    StreamedFile make() {
        if (newest.find().isEmpty()) {
            throw new ProblemException(
                    Problem.unavailable("nothing was signed yet: ask again", RETRY));
        }
        try {
            Path folder = Files.createTempDirectory("shardfit-export-");
            try {
                export(folder.resolve("ledger"));
                Path zip = folder.resolve("ledger.zip");
                pack(folder.resolve("ledger"), zip);
                Path kept = Files.createTempFile("shardfit-export-", ".zip");
                Files.move(zip, kept, StandardCopyOption.REPLACE_EXISTING);
                return new StreamedFile(
                        Files.newInputStream(kept, StandardOpenOption.DELETE_ON_CLOSE),
                        MediaType.of("application/zip"));
            } finally {
                delete(folder);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void export(Path folder) {
        switch (new ExportLedger(log, checkpoints, keys).export(folder)) {
            case ExportLedger.Outcome.Exported _ -> {
                // it is there
            }
            case ExportLedger.Outcome.Short(long size, long events) ->
                    throw ProblemException.of(
                            ProblemKind.CONFLICT,
                            "the log ends after %d entries and its checkpoint covers %d: run `shardfit audit fsck`"
                                    .formatted(events, size));
            case ExportLedger.Outcome.NoCheckpoint _, ExportLedger.Outcome.NotEmpty _ ->
                    throw new IllegalStateException("it was signed and new a moment ago");
        }
    }

    /// The same files give the same bytes: in order of their names, and without times.
    private static void pack(Path folder, Path zip) throws IOException {
        try (Stream<Path> walk = Files.walk(folder);
                OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream archive = new ZipOutputStream(out)) {
            for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
                ZipEntry entry =
                        new ZipEntry(folder.relativize(file).toString().replace('\\', '/'));
                entry.setTime(0);
                archive.putNextEntry(entry);
                Files.copy(file, archive);
                archive.closeEntry();
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
