package io.shardfit.adapters.cli;

import io.shardfit.application.CompareConventions.Outcome;
import io.shardfit.application.document.ConventionsDocument;
import io.shardfit.application.document.ErrorDocument;
import io.shardfit.application.format.InputError;
import io.shardfit.application.format.JsonText;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows what every framework makes of the same degrees.
@Command(
        name = "conventions",
        mixinStandardHelpOptions = true,
        description = {
            "Shows one strategy under every convention: GPUs, groups, experts per GPU, and what each"
                    + " framework refuses in its own words.",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:compared, whatever the frameworks refuse",
            " 2:usage or unreadable input",
            "70:a bug in Shardfit",
            "74:the answer could not be written",
        })
final class ConventionsCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PLAN", description = "a plan in YAML or JSON; - reads standard input")
    private String plan = "";

    @Option(
            names = {"--format", "-o", "--output"},
            description = "text or json (default: ${DEFAULT-VALUE})")
    private Output output = Output.TEXT;

    @Option(
            names = "--stdin-name",
            paramLabel = "NAME",
            description = "what to call standard input in messages")
    private String standardInputName = "<stdin>";

    @Option(names = "--color", description = "auto, always or never (text only)")
    private Terminal.Colour colour = Terminal.Colour.AUTO;

    @Override
    public Integer call() {
        return switch (InputFile.read(plan, standardInputName)) {
            case InputFile.Unreadable(InputError error) -> reject(List.of(error));
            case InputFile.Content(String name, byte[] bytes) ->
                    switch (UseCases.compareConventions().compare(name, bytes)) {
                        case Outcome.Rejected(List<InputError> errors) -> reject(errors);
                        case Outcome.Compared compared -> answer(compared);
                    };
        };
    }

    private int answer(Outcome.Compared compared) {
        switch (output) {
            case TEXT -> new ConventionsPrinter(Terminal.ofProcess(colour)).print(compared);
            case JSON -> StandardOutput.write(JsonText.pretty(ConventionsDocument.of(compared)));
        }
        return ExitCode.PASSED;
    }

    private int reject(List<InputError> errors) {
        if (output == Output.JSON) {
            StandardOutput.write(JsonText.pretty(ErrorDocument.of(errors)));
        } else {
            Errors.print(errors);
        }
        return ExitCode.USAGE;
    }
}
