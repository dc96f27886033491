package io.shardfit.adapters.cli;

import io.shardfit.application.SearchRequest;
import io.shardfit.application.SearchStrategies.Outcome;
import io.shardfit.application.SearchedPlan;
import io.shardfit.application.document.ErrorDocument;
import io.shardfit.application.document.SearchDocument;
import io.shardfit.application.format.InputError;
import io.shardfit.application.format.JsonText;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.search.Objective;
import io.shardfit.domain.verdict.RuleSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Searches every lawful strategy around a plan.
@Command(
        name = "search",
        mixinStandardHelpOptions = true,
        description = {
            "Judges every lawful strategy of the plan's framework, ranks what passes and counts what"
                    + " rejects the rest.",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:a strategy is READY or TIGHT",
            " 1:NOT_READY, none passes",
            " 2:usage or unreadable input",
            " 3:UNKNOWN, none can be judged",
            "70:a bug in Shardfit",
            "74:the answer could not be written",
        })
final class SearchCommand implements Callable<Integer> {
    enum Output {
        TEXT,
        JSON
    }

    /// How many GPUs: so many or up to so many, not both.
    static final class Gpus {
        @Option(
                names = "--gpus",
                paramLabel = "N",
                converter = CountOption.class,
                description = "use exactly N GPUs (default: the plan's hardware.gpus)")
        private @Nullable Integer exactly;

        @Option(
                names = "--max-gpus",
                paramLabel = "N",
                converter = CountOption.class,
                description = "use at most N GPUs: equal parts of a node, or whole nodes")
        private @Nullable Integer most;
    }

    @Parameters(paramLabel = "PLAN", description = "a plan in YAML or JSON; - reads standard input")
    private String plan = "";

    @ArgGroup private Gpus gpus = new Gpus();

    @Option(
            names = "--objective",
            paramLabel = "WORD",
            converter = ObjectiveOption.class,
            description =
                    "best first by margin, gpus, step-time, throughput or balance (default:"
                            + " step-time)")
    private Objective objective = Objective.STEP_TIME;

    @Option(
            names = "--top",
            paramLabel = "K",
            converter = CountOption.class,
            description = "show the K best strategies (default: ${DEFAULT-VALUE})")
    private int top = 5;

    @Option(
            names = "--minimum-gpus",
            description =
                    "say the smallest cluster on which a strategy is READY, and why the next"
                            + " smaller one fails")
    private boolean minimum;

    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = CountOption.class,
            description = "search on N threads; the answer is the same (default: all processors)")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--rule-set",
            converter = RuleSetOption.class,
            description = "judge by this edition of the rules (default: the current one)")
    private RuleSet ruleSet = RuleSet.current();

    @Option(
            names = "--margin",
            paramLabel = "PERCENT",
            converter = MarginOption.class,
            description =
                    "leave this part of the allocatable memory free, 0 to 50, instead of the plan's"
                            + " hardware.safetyMargin")
    private @Nullable Share margin;

    @Option(
            names = {"-o", "--output", "--format"},
            paramLabel = "FORMAT",
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
                    switch (searched(name, bytes)) {
                        case Outcome.Rejected(List<InputError> errors) -> reject(errors);
                        case Outcome.Searched(SearchedPlan searched) -> answer(searched);
                    };
        };
    }

    private Outcome searched(String name, byte[] bytes) {
        try (ProgressLine progress = ProgressLine.ofProcess()) {
            return UseCases.searchStrategies().search(name, bytes, request(), progress::update);
        }
    }

    private SearchRequest request() {
        return new SearchRequest(
                count(gpus.exactly),
                count(gpus.most),
                objective,
                top,
                minimum,
                threads,
                ruleSet,
                Optional.ofNullable(margin));
    }

    private static OptionalInt count(@Nullable Integer given) {
        return given == null ? OptionalInt.empty() : OptionalInt.of(given);
    }

    private int answer(SearchedPlan searched) {
        switch (output) {
            case TEXT -> new SearchPrinter(Terminal.ofProcess(colour)).print(searched);
            case JSON -> StandardOutput.write(JsonText.pretty(SearchDocument.of(searched)));
        }
        return ExitCode.of(searched.readiness());
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
