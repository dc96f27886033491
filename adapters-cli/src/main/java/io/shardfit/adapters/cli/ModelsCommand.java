package io.shardfit.adapters.cli;

import io.shardfit.application.catalogue.ModelCatalogue;
import io.shardfit.application.format.ModelEntry;
import io.shardfit.application.format.Spelling;
import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.architecture.ParameterBreakdown;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Lists the models that plans may name.
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        description =
                "Lists the models of the catalogue, whose names a plan may give as `model`; with a"
                        + " part of a name, also their other names and sources.")
final class ModelsCommand implements Callable<Integer> {
    private static final String ROW = "%-47s %10s %10s %7s";

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "TEXT",
            description = "list only models with this in a name")
    private @Nullable String wanted;

    @Override
    public Integer call() {
        List<ModelEntry> found =
                ModelCatalogue.shipped().entries().stream().filter(this::isWanted).toList();
        if (found.isEmpty()) {
            Errors.print(nothing());
            return ExitCode.USAGE;
        }
        Terminal terminal = Terminal.ofProcess();
        terminal.line(ROW.formatted("name", "parameters", "active", "experts"));
        found.forEach(entry -> print(terminal, entry));
        if (found.stream().anyMatch(ModelsCommand::isNotModelled)) {
            terminal.line("");
            terminal.wrapped(
                    "",
                    "  ",
                    "*  has a structure that plan keys cannot describe: its parameters are not"
                            + " counted, and a plan with it is UNKNOWN");
        }
        terminal.finish();
        return ExitCode.PASSED;
    }

    private String nothing() {
        List<String> names =
                ModelCatalogue.shipped().entries().stream()
                        .flatMap(entry -> entry.names().stream())
                        .toList();
        return "no model has \"%s\" in a name; %s"
                .formatted(
                        wanted,
                        Spelling.closest(String.valueOf(wanted), names)
                                .map(meant -> "did you mean `" + meant + "`?")
                                .orElse("list all of them with `shardfit models`"));
    }

    private static boolean isNotModelled(ModelEntry entry) {
        return entry.model().additions().notModelled().isPresent();
    }

    private boolean isWanted(ModelEntry entry) {
        String text = wanted == null ? "" : wanted.toLowerCase(Locale.ROOT);
        return entry.names().stream()
                .anyMatch(name -> name.toLowerCase(Locale.ROOT).contains(text));
    }

    private void print(Terminal terminal, ModelEntry entry) {
        ModelArchitecture model = entry.model();
        ParameterBreakdown parameters = model.parameters();
        terminal.line(
                ROW.formatted(
                        entry.name(),
                        isNotModelled(entry) ? "*" : parameters.total(),
                        isNotModelled(entry) ? "*" : parameters.active(),
                        model.experts().map(Experts::count).map(Object::toString).orElse("-")));
        if (wanted != null) {
            List<String> others = entry.names().subList(1, entry.names().size());
            if (!others.isEmpty()) {
                terminal.wrapped("  ", "    ", "also " + String.join(", ", others));
            }
            model.additions()
                    .notModelled()
                    .ifPresent(reason -> terminal.wrapped("  ", "    ", "not modelled: " + reason));
            terminal.wrappedPaths("  ", "    ", "from " + entry.source());
        }
    }
}
