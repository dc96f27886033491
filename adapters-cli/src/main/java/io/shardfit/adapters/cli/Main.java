package io.shardfit.adapters.cli;

import io.shardfit.application.Engine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/// The program. Commands that judge files start no framework and open no connection.
@Command(
        name = "shardfit",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Will this model run on these GPUs? Judges a deployment plan before launch.",
        subcommands = {
            CheckCommand.class,
            ReportCommand.class,
            ExplainCommand.class,
            HardwareCommand.class,
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
public final class Main implements Runnable {
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"shardfit " + Engine.version()};
        }
    }

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler((bug, command, parsed) -> reportBug(bug))
                .execute(arguments);
    }

    /// Without a command: a short screen, not the full help.
    @Override
    public void run() {
        new CommandLine(this).usage(System.out);
    }

    private static int reportBug(Exception bug) throws IOException {
        StringWriter trace = new StringWriter();
        bug.printStackTrace(new PrintWriter(trace));
        Path report = Files.createTempFile("shardfit-bug-", ".txt");
        Files.writeString(
                report, "shardfit " + Engine.version() + "\n" + trace, StandardCharsets.UTF_8);
        System.err.println(
                "shardfit: this is a bug in Shardfit, not in your plan; please report it with "
                        + report);
        return ExitCode.BUG;
    }
}
