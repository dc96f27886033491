package io.shardfit.application;

import io.shardfit.application.CheckPlan.Outcome;
import io.shardfit.application.catalogue.GpuCatalogue;
import io.shardfit.application.format.InputError;
import io.shardfit.domain.verdict.RuleSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Plan files as people write them, and what becomes of them.
public final class PlanFiles {
    public static final GpuCatalogue CATALOGUE = GpuCatalogue.shipped();
    private static final Path EXAMPLES = Path.of("..", "examples");
    private static final CheckPlan CHECK = new CheckPlan(CATALOGUE);

    private PlanFiles() {}

    /// {@return the founding case `name`, such as `ep16-dp4`}
    public static String founding(String name) {
        return text(EXAMPLES.resolve("founding").resolve(name + ".yaml"));
    }

    public static List<Path> examples() {
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.startsWith(EXAMPLES.resolve("kubernetes")))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// {@return `plan` with `old` replaced, which it must have}
    public static String with(String plan, String old, String other) {
        if (!plan.contains(old)) {
            throw new IllegalArgumentException("the plan does not have \"" + old + "\"");
        }
        return plan.replace(old, other);
    }

    public static Outcome check(byte[] bytes) {
        return CHECK.check("plan.yaml", bytes, RuleSet.current(), Overrides.NONE);
    }

    public static Outcome check(String text) {
        return check(text.getBytes(StandardCharsets.UTF_8));
    }

    public static CheckedPlan checked(String text) {
        return switch (check(text)) {
            case Outcome.Checked(CheckedPlan plan) -> plan;
            case Outcome.Rejected(List<InputError> errors) -> throw new AssertionError(errors);
        };
    }

    public static List<InputError> rejected(String text) {
        return switch (check(text)) {
            case Outcome.Checked checked -> throw new AssertionError("accepted: " + checked);
            case Outcome.Rejected(List<InputError> errors) -> errors;
        };
    }

    public static InputError onlyError(String text) {
        List<InputError> errors = rejected(text);
        if (errors.size() != 1) {
            throw new AssertionError("not one error: " + errors);
        }
        return errors.getFirst();
    }
}
