package io.shardfit.adapters.cli;

import io.shardfit.application.evidence.KnownCheckpoint;
import io.shardfit.application.evidence.StartUpGate;
import io.shardfit.application.evidence.VerifyingKey;
import io.shardfit.application.port.LedgerTables;
import io.shardfit.application.port.OpenLedger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What a log was signed for before, as far as anybody still says.
final class KnownCheckpoints {
    private KnownCheckpoints() {}

    /// {@return those of the files, and those that the ledger's own database still has}
    static List<KnownCheckpoint> all(OpenLedger ledger, List<Path> files) {
        return Stream.concat(kept(files).stream(), signedHere(ledger)).toList();
    }

    static StartUpGate.Outcome gate(
            OpenLedger ledger, List<VerifyingKey> keys, List<KnownCheckpoint> known) {
        try (LedgerTables tables = ledger.tables()) {
            return new StartUpGate(tables, keys).check(known);
        }
    }

    private static Stream<KnownCheckpoint> signedHere(OpenLedger ledger) {
        return ledger.checkpoints().all().stream()
                .map(signed ->
                        new KnownCheckpoint(
                                "the database's checkpoint of size " + signed.checkpoint().size(),
                                signed.note()));
    }

    /// @throws UncheckedIOException naming the file that cannot be read
    static List<KnownCheckpoint> kept(List<Path> files) {
        return files.stream().map(KnownCheckpoints::kept).toList();
    }

    private static KnownCheckpoint kept(Path file) {
        try {
            return new KnownCheckpoint(file.toString(), Files.readString(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(
                    "cannot read %s: is it the file that `audit checkpoint` wrote?".formatted(file),
                    unreadable);
        }
    }
}
