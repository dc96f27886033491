package io.shardfit.adapters.cli;

import picocli.CommandLine.Option;

/// The same for a verb that writes.
final class WriteOptions extends ServerOptions {
    @Option(names = "--dry-run", description = "say what would be sent, and write nothing")
    private boolean dryRun;

    @Override
    boolean dryRun() {
        return dryRun;
    }
}
