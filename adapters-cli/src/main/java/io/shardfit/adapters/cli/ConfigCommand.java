package io.shardfit.adapters.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// What is set where.
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description = "Shows which server the team verbs talk to, and where that is set.",
        subcommands = ConfigShowCommand.class)
final class ConfigCommand implements Runnable {
    /// Without a command: what there is.
    @Override
    public void run() {
        new CommandLine(this).usage(System.out);
    }
}
