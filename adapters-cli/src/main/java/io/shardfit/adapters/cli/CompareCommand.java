package io.shardfit.adapters.cli;

import io.shardfit.application.CheckedPlan;
import io.shardfit.application.CompareMeasurements.Outcome;
import io.shardfit.application.comparison.Comparison;
import io.shardfit.application.document.ComparisonDocument;
import io.shardfit.application.document.ErrorDocument;
import io.shardfit.application.document.VerdictDocument;
import io.shardfit.application.format.InputError;
import io.shardfit.application.format.JsonText;
import io.shardfit.application.measurement.MeasuredFile;
import io.shardfit.domain.quantity.Share;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Sets a plan beside what its run printed.
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Compares what a plan predicts with what a run printed, and says which assumption"
                    + " explains the difference.",
            "Reads nvidia-smi (CSV, XML, table), torch memory_summary, memory_stats and snapshots,"
                    + " and the logs of Megatron, DeepSpeed, torchtitan, vLLM and SGLang."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:every measurement lies in its interval",
            " 1:at least one lies outside",
            " 2:usage or unreadable input",
            " 3:nothing to compare: the plan has no amounts, or the files none of its kind",
            "70:a bug in Shardfit",
            "74:the answer could not be written",
        })
final class CompareCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PLAN", description = "a plan in YAML or JSON")
    private String plan = "";

    @Option(
            names = "--measured",
            paramLabel = "FILE",
            required = true,
            description = "what a run printed; may be repeated; - reads standard input")
    private List<String> measured = List.of();

    @Option(
            names = "--tolerance",
            paramLabel = "PERCENT",
            converter = PercentOption.class,
            description =
                    "how far beyond its interval a measurement still agrees, as a part of it such"
                            + " as 2%% (default: 1%%)")
    private Share tolerance = new Share(0.01);

    @Option(
            names = {"-o", "--output", "--format"},
            paramLabel = "FORMAT",
            description = "text or json (default: ${DEFAULT-VALUE})")
    private Output output = Output.TEXT;

    @Option(names = "--color", description = "auto, always or never (text only)")
    private Terminal.Colour colour = Terminal.Colour.AUTO;

    @Override
    public Integer call() {
        Optional<InputError> twice =
                InputFile.namedTwice(
                        Stream.concat(Stream.of(plan), measured.stream()).toArray(String[]::new));
        if (twice.isPresent()) {
            return reject(List.of(twice.orElseThrow()));
        }
        return switch (InputFile.read(plan, "<stdin>")) {
            case InputFile.Unreadable(InputError error) -> reject(List.of(error));
            case InputFile.Content(String name, byte[] bytes) -> {
                try (OpenFiles files = OpenFiles.of(measured)) {
                    yield files.errors().isEmpty()
                            ? compare(name, bytes, files.opened())
                            : reject(files.errors());
                }
            }
        };
    }

    private int compare(String name, byte[] bytes, List<MeasuredFile> files) {
        return switch (UseCases.compareMeasurements().compare(name, bytes, files, tolerance)) {
            case Outcome.Rejected(List<InputError> errors) -> reject(errors);
            case Outcome.Unjudged(CheckedPlan checked) -> unjudged(checked);
            case Outcome.Compared(Comparison comparison) -> answer(comparison);
        };
    }

    private int answer(Comparison comparison) {
        switch (output) {
            case TEXT -> new ComparisonPrinter(Terminal.ofProcess(colour)).print(comparison);
            case JSON -> StandardOutput.write(JsonText.pretty(ComparisonDocument.of(comparison)));
        }
        if (comparison.isEmpty()) {
            return ExitCode.UNKNOWN;
        }
        return comparison.agrees() ? ExitCode.PASSED : ExitCode.NOT_READY;
    }

    /// The verdict says why there are no amounts.
    private int unjudged(CheckedPlan checked) {
        switch (output) {
            case TEXT -> new VerdictPrinter(Terminal.ofProcess(colour)).print(checked);
            case JSON -> StandardOutput.write(JsonText.pretty(VerdictDocument.of(checked)));
        }
        return ExitCode.UNKNOWN;
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
