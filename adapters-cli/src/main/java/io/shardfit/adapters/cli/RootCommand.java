package io.shardfit.adapters.cli;

import io.shardfit.application.Engine;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/// The commands and what they share: options, exit codes, and the answer to a bug.
@Command(
        name = "shardfit",
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.Version.class,
        description = "Will this model run on these GPUs? Judges a deployment plan before launch.",
        subcommands = {
            CheckCommand.class,
            ReportCommand.class,
            ExplainCommand.class,
            HardwareCommand.class,
            CommandLine.HelpCommand.class,
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:READY or TIGHT",
            " 1:NOT_READY",
            " 2:usage or unreadable input",
            " 3:UNKNOWN, cannot be judged",
            "70:a bug in Shardfit",
        },
        footer = {
            "",
            "Start with:",
            "  shardfit check examples/founding/ep16-dp4.yaml",
            "  shardfit report examples/founding/*.yaml",
        })
final class RootCommand implements Runnable {
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"shardfit " + Engine.version()};
        }
    }

    static int run(String... arguments) {
        return new CommandLine(new RootCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler((bug, command, parsed) -> Main.reported(bug))
                .execute(arguments);
    }

    /// Without a command: a short screen, not the full help.
    @Override
    public void run() {
        new CommandLine(this).usage(System.out);
    }
}
