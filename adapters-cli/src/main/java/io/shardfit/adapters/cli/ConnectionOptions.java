package io.shardfit.adapters.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which server a verb talks to, and as whom. Holds words only: what sends them is loaded by the
/// commands that need it.
class ConnectionOptions {
    @Option(
            names = "--server",
            paramLabel = "URL",
            description =
                    "where the server is (default: SHARDFIT_SERVER, `server` in .shardfit.yaml,"
                            + " else http://127.0.0.1:8080)")
    private @Nullable String server;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description =
                    "as whom; others on this machine can see options, so better SHARDFIT_TOKEN or"
                            + " `token` in a file that only you can read")
    private @Nullable String token;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "instead of .shardfit.yaml or ~/.config/shardfit/config.yaml (default:"
                            + " SHARDFIT_CONFIG)")
    private @Nullable String file;

    Optional<String> server() {
        return Optional.ofNullable(server);
    }

    Optional<String> token() {
        return Optional.ofNullable(token);
    }

    Optional<String> file() {
        return Optional.ofNullable(file);
    }

    /// {@return how an answer is written}
    Output output() {
        return Output.TEXT;
    }

    /// {@return whether nothing may be written}
    boolean dryRun() {
        return false;
    }
}
