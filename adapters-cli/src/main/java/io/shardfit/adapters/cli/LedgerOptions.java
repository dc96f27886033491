package io.shardfit.adapters.cli;

import io.shardfit.application.evidence.KeyFile;
import io.shardfit.application.evidence.SigningKey;
import io.shardfit.application.port.Ledgers;
import io.shardfit.application.port.OpenLedger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where the ledger is, and who signs for it.
final class LedgerOptions {
    private static final String KEY_FILE = "ledger.key";
    private static final String DATABASE = "data";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "the ledger's own data directory (default: ${DEFAULT-VALUE})")
    private Path data = Path.of(".shardfit");

    @Option(
            names = "--database",
            paramLabel = "URL",
            defaultValue = "${env:SHARDFIT_DATABASE_URL}",
            description =
                    "a PostgreSQL server instead, jdbc:postgresql://… (default:"
                            + " SHARDFIT_DATABASE_URL)")
    private @Nullable String database;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "the signing key (default: ledger.key in the data directory)")
    private @Nullable Path key;

    @Option(
            names = "--origin",
            paramLabel = "NAME",
            description =
                    "the log's name in checkpoints, for ever; give each log its own (default:"
                            + " ${DEFAULT-VALUE})")
    private String origin = "shardfit.local/log";

    /// {@return the ledger, made if it is not there}
    OpenLedger openOrCreate() {
        return ServiceLoader.load(Ledgers.class)
                .findFirst()
                .orElseThrow()
                .open(databaseUrl(), data);
    }

    /// @throws IllegalStateException if there is none
    OpenLedger open() {
        if (databaseUrl().isEmpty() && !Files.isDirectory(data.resolve(DATABASE))) {
            throw new IllegalStateException(
                    "there is no ledger in %s: name its directory with --data, or start one with `shardfit serve`"
                            .formatted(data));
        }
        return openOrCreate();
    }

    /// {@return the key of the log; a log that was never signed gets one}
    ///
    /// @throws IllegalStateException if the key of a log that was signed is not there
    SigningKey signingKey(OpenLedger ledger) {
        Path file = key == null ? data.resolve(KEY_FILE) : key;
        if (!Files.exists(file) && ledger.checkpoints().latest().isPresent()) {
            throw new IllegalStateException(
                    "the signing key %s is not there, and this log was signed before: put the file back or name it with --key"
                            .formatted(file));
        }
        try {
            Files.createDirectories(file.toAbsolutePath().normalize().getParent());
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot make the folder of " + file, failed);
        }
        return new KeyFile(file).readOrCreate(origin);
    }

    /// An empty variable names no server.
    private Optional<String> databaseUrl() {
        return Optional.ofNullable(database).filter(url -> !url.isBlank());
    }
}
