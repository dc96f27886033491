package io.shardfit.adapters.cli;

import io.shardfit.adapters.cli.remote.Call;
import io.shardfit.application.event.Role;
import io.shardfit.application.evidence.Evidence;
import io.shardfit.application.evidence.Tampering;
import io.shardfit.application.evidence.Verifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The evidence of a ledger that a server holds, through that server.
final class RemoteAudit {
    private RemoteAudit() {}

    static int checkpoint(ConnectionOptions server) {
        return TeamServer.talk(
                server,
                Role.AUDITOR,
                talk ->
                        talk.text(
                                Call.get("audit", "checkpoint"),
                                note -> {
                                    StandardOutput.write(note);
                                    return ExitCode.PASSED;
                                }));
    }

    static int export(ConnectionOptions server, Path folder) {
        return LedgerTrouble.told(() -> {
            if (!isFree(folder)) {
                Errors.print("%s is not empty: name a new folder".formatted(folder));
                return ExitCode.USAGE;
            }
            return TeamServer.talkAtLength(
                    server,
                    Role.AUDITOR,
                    talk -> export(talk, folder.toAbsolutePath().normalize()));
        });
    }

    private static int export(TeamServer talk, Path folder) throws InterruptedException {
        Path archive = beside(folder);
        try {
            return talk.fetch(
                    Call.get("audit", "export"),
                    archive,
                    () -> {
                        Archive.unpack(archive, folder);
                        return verified(folder);
                    });
        } finally {
            forget(archive);
        }
    }

    /// An export that lost something on the way is none.
    private static int verified(Path folder) {
        return switch (new Verifier().verify(Evidence.inFolder(folder))) {
            case Verifier.Outcome.Sound(long events, _, _, _, _) -> {
                StandardOutput.write(
                        "%d events in %s, verified by the key that came with them%nverify again with `shardfit audit verify %s` and a checkpoint that was kept elsewhere%n"
                                .formatted(events, folder, folder));
                yield ExitCode.PASSED;
            }
            case Verifier.Outcome.Tampered(List<Tampering> found) -> {
                found.forEach(one -> Errors.print("not sound: " + one.message()));
                yield ExitCode.NOT_READY;
            }
            case Verifier.Outcome.Unreadable(String file, String why) -> {
                Errors.print("%s: %s".formatted(file, why));
                yield ExitCode.USAGE;
            }
        };
    }

    private static boolean isFree(Path folder) {
        if (!Files.exists(folder)) {
            return true;
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.findAny().isEmpty();
        } catch (IOException noFolder) {
            return false;
        }
    }

    /// On the same disk, because the temporary one may be small.
    private static Path beside(Path folder) {
        try {
            Path parent = folder.getParent() == null ? folder : folder.getParent();
            return Files.createTempFile(
                    Files.createDirectories(parent), "." + folder.getFileName(), ".zip");
        } catch (IOException unable) {
            throw new UncheckedIOException(
                    "cannot write beside %s: name another folder".formatted(folder), unable);
        }
    }

    private static void forget(Path archive) {
        try {
            Files.deleteIfExists(archive);
        } catch (IOException unable) {
            TeamServer.warn("%s is left over and can be deleted".formatted(archive));
        }
    }
}
