package io.shardfit.adapters.cli;

import io.shardfit.application.Engine;
import io.shardfit.application.document.ErrorDocument;
import io.shardfit.application.format.InputError;
import io.shardfit.application.format.JsonText;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The commands and what they share: options, exit codes, and the answer to a bug.
@Command(
        name = "shardfit",
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.Version.class,
        description = "Will this model run on these GPUs? Judges a deployment plan before launch.",
        subcommands = {
            CheckCommand.class,
            FixCommand.class,
            ReportCommand.class,
            SearchCommand.class,
            CompareCommand.class,
            ExplainCommand.class,
            ConventionsCommand.class,
            HardwareCommand.class,
            ModelsCommand.class,
            ServeCommand.class,
            SubmitCommand.class,
            StatusCommand.class,
            HistoryCommand.class,
            ApproveCommand.class,
            RejectCommand.class,
            RevokeCommand.class,
            WaiveCommand.class,
            MeasureCommand.class,
            RulesCommand.class,
            TokenCommand.class,
            ConfigCommand.class,
            AuditCommand.class,
            CommandLine.HelpCommand.class,
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:READY or TIGHT",
            " 1:NOT_READY",
            " 2:usage or unreadable input",
            " 3:UNKNOWN, cannot be judged",
            " 4:a server asks to sign in, or refuses",
            " 5:no answer of a server; try again",
            " 8:an approval is pending",
            "70:a bug in Shardfit",
            "74:the answer could not be written",
        },
        footer = {
            "",
            "Start with:",
            "  shardfit check examples/founding/ep16-dp4.yaml",
            "  shardfit report examples/founding/*.yaml",
        })
final class RootCommand implements Runnable {
    private static final Pattern JSON_WANTED =
            Pattern.compile("(-o|--output|--format)[ =]?json", Pattern.CASE_INSENSITIVE);

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"shardfit " + Engine.version()};
        }
    }

    static int run(String... arguments) {
        return new CommandLine(new RootCommand())
                .registerConverter(Output.class, new WordOption<>(Output.class))
                .registerConverter(
                        CheckCommand.FailOn.class, new WordOption<>(CheckCommand.FailOn.class))
                .registerConverter(Terminal.Colour.class, new WordOption<>(Terminal.Colour.class))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler((wrong, given) ->
                        JSON_WANTED.matcher(String.join(" ", given)).find()
                                ? refusedAsJson(wrong)
                                : refused(wrong))
                .setExecutionExceptionHandler((bug, command, parsed) -> Main.reported(bug))
                .execute(arguments);
    }

    /// What is wrong, what was meant if that can be told, and where to read on; the whole help
    /// would bury it.
    private static int refused(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        Errors.print(message(wrong));
        command.getErr().flush();
        UnmatchedArgumentException.printSuggestions(wrong, command.getErr());
        command.getErr()
                .println("see `%s --help`".formatted(command.getCommandSpec().qualifiedName()));
        return ExitCode.USAGE;
    }

    /// Picocli begins some of its sentences with the word that every error begins with here.
    private static String message(ParameterException wrong) {
        return String.valueOf(wrong.getMessage()).replaceFirst("^Error: ", "");
    }

    /// One document on standard output, also when the command line is wrong.
    private static int refusedAsJson(ParameterException wrong) {
        InputError error = InputError.ofCommandLine("", message(wrong), "see `shardfit --help`");
        StandardOutput.write(JsonText.pretty(ErrorDocument.of(List.of(error))));
        return ExitCode.USAGE;
    }

    /// Without a command: a short screen, not the full help.
    @Override
    public void run() {
        new CommandLine(this).usage(System.out);
    }
}
