package io.shardfit.adapters.cli;

import io.shardfit.application.account.ConfiguredSecret;
import io.shardfit.application.evidence.KeyFile;
import io.shardfit.application.evidence.LogOrigins;
import io.shardfit.application.evidence.SigningKey;
import io.shardfit.application.evidence.VerifyingKey;
import io.shardfit.application.port.Ledgers;
import io.shardfit.application.port.OpenLedger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where the ledger is, and who signs for it.
final class LedgerOptions {
    private static final String KEY_FILE = "ledger.key";
    private static final String DATABASE = "data";
    private static final String SPOOL = "spool";
    private static final String KEY_VARIABLE = "SHARDFIT_SIGNING_KEY";

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
            description =
                    "the file of the signing key (default: SHARDFIT_SIGNING_KEY, which holds the key"
                            + " or file:PATH; else ledger.key in the data directory, and a file"
                            + " called after the new origin once the log was continued)")
    private @Nullable Path key;

    @Option(
            names = "--origin",
            paramLabel = "NAME",
            description =
                    "the log's first name in checkpoints; give each log its own (default:"
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
        LogOrigins origins = origins(ledger);
        Optional<SigningKey> given = givenKey(origins.current());
        if (given.isPresent()) {
            return given.get();
        }
        Path file = keyFile(origins);
        boolean signed = ledger.checkpoints().latest(origins.current()).isPresent();
        if (!Files.exists(file) && (signed || !origins.isFirst())) {
            throw new IllegalStateException(
                    "the signing key %s is not there, and this log was signed before: put the file back, name it with --key, or set %s"
                            .formatted(file, KEY_VARIABLE));
        }
        return new KeyFile(file).readOrCreate(origins.current());
    }

    /// {@return the key of the first origin, made if it is not there; asks no ledger}
    SigningKey firstKey() {
        return givenKey(origin).orElseGet(() -> new KeyFile(firstKeyFile()).readOrCreate(origin));
    }

    /// A cluster hands out secrets as variables or as files that a group can read.
    private Optional<SigningKey> givenKey(String name) {
        if (key != null) {
            return Optional.empty();
        }
        String value = Optional.ofNullable(System.getenv(KEY_VARIABLE)).orElse("");
        return ConfiguredSecret.of(KEY_VARIABLE, value).map(text -> keyOf(name, text));
    }

    private static SigningKey keyOf(String name, String text) {
        try {
            SigningKey read = SigningKey.read(text);
            if (!read.verifyingKey().name().equals(name)) {
                throw new IllegalArgumentException(
                        "holds the key of %s, not of %s"
                                .formatted(read.verifyingKey().name(), name));
            }
            return read;
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(KEY_VARIABLE + ": " + wrong.getMessage(), wrong);
        }
    }

    /// {@return the keys that the log is verified with, that of its present origin first}
    List<VerifyingKey> verifyingKeys(OpenLedger ledger) {
        List<VerifyingKey> keys = new ArrayList<>();
        keys.add(signingKey(ledger).verifyingKey());
        keys.addAll(origins(ledger).earlierKeys());
        return keys;
    }

    LogOrigins origins(OpenLedger ledger) {
        return LogOrigins.of(ledger.events(), origin);
    }

    /// {@return the key of an origin that the log does not have yet}
    SigningKey keyFor(String newOrigin) {
        return new KeyFile(keyFile(newOrigin)).readOrCreate(newOrigin);
    }

    /// Every origin has a key of its own; the old one stays where it is.
    private Path keyFile(LogOrigins origins) {
        return origins.isFirst()
                ? firstKeyFile()
                : Optional.ofNullable(key).orElseGet(() -> keyFile(origins.current()));
    }

    private Path firstKeyFile() {
        return Optional.ofNullable(key).orElseGet(() -> data.resolve(KEY_FILE));
    }

    /// {@return where the key of an origin lies that is not the first}
    Path keyFile(String laterOrigin) {
        return data.resolve(laterOrigin.replaceAll("[^A-Za-z0-9.-]", "_") + ".key");
    }

    /// An empty variable names no server.
    private Optional<String> databaseUrl() {
        return Optional.ofNullable(database).filter(url -> !url.isBlank());
    }

    /// {@return where a server keeps what it could not write into the ledger yet}
    Path spool() {
        return data.resolve(SPOOL);
    }
}
