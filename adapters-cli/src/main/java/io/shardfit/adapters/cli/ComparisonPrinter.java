package io.shardfit.adapters.cli;

import io.shardfit.adapters.cli.Terminal.Style;
import io.shardfit.application.comparison.Comparison;
import io.shardfit.application.comparison.Comparison.Capacity;
import io.shardfit.application.comparison.Comparison.LeftOut;
import io.shardfit.application.comparison.Comparison.Room;
import io.shardfit.application.comparison.Explanation;
import io.shardfit.application.comparison.Explanation.MeasuredApart;
import io.shardfit.application.comparison.Explanation.NotInThePlan;
import io.shardfit.application.comparison.Explanation.OtherValue;
import io.shardfit.application.comparison.Explanation.WideInterval;
import io.shardfit.application.comparison.Row;
import io.shardfit.application.measurement.Measurement;
import io.shardfit.application.measurement.Quantity;
import io.shardfit.domain.plan.DeploymentPlan;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;

/// A comparison as a person reads it: the table first, then what explains the differences.
record ComparisonPrinter(Terminal terminal) {
    private static final String ROW = "  %-23s %8s %8s %8s %8s %8s  %s";

    /// An explanation of more accounts for a residual by itself.
    private static final double BY_ITSELF = 0.8;

    void print(Comparison comparison) {
        headline(comparison);
        table(comparison);
        comparison.capacity().forEach(this::capacity);
        comparison.rows().stream().filter(this::wantsExplanation).forEach(this::explanations);
        leftOut(comparison.leftOut());
        notes(comparison.notes());
        terminal.finish();
    }

    private void headline(Comparison comparison) {
        DeploymentPlan plan = comparison.plan().file().plan();
        String answer =
                comparison.isEmpty()
                        ? "NOTHING TO COMPARE"
                        : comparison.agrees() ? "AGREES" : "DIFFERS";
        terminal.line(
                terminal.styled(comparison.agrees() ? Style.GOOD : Style.DOUBTFUL, answer)
                        + "  "
                        + terminal.styled(Style.STRONG, Terminal.named(plan.name())));
        terminal.line(
                "  %s, convention %s, tolerance %s"
                        .formatted(
                                plan.strategy().shorthand(),
                                plan.convention().name(),
                                comparison.tolerance()));
    }

    private void table(Comparison comparison) {
        List<Row> rows = comparison.rows();
        if (comparison.isEmpty()) {
            return;
        }
        terminal.line("");
        terminal.line(ROW.formatted("GiB", "low", "expected", "high", "measured", "differ", ""));
        for (Row row : rows) {
            Quantity quantity = row.predicted().quantity();
            terminal.line(
                    ROW.formatted(
                            quantity.label(),
                            shown(row.predicted().low(), quantity),
                            shown(row.predicted().expected(), quantity),
                            shown(row.predicted().high(), quantity),
                            shown(row.measured().amount().value(), quantity),
                            signed(row.residual(), quantity),
                            standing(row.standing())));
            terminal.wrapped("    ", "    ", provenance(row));
        }
        comparison.capacity().forEach(this::tokens);
    }

    private void tokens(Capacity capacity) {
        capacity.predicted().ifPresent(room -> tokens(capacity, room));
    }

    private void tokens(Capacity capacity, Room room) {
        terminal.line(
                ROW.formatted(
                        Quantity.CACHE_TOKENS.label(),
                        room.low().value(),
                        room.expected().value(),
                        room.high().value(),
                        capacity.tokens(),
                        "%+d"
                                .formatted(
                                        capacity.tokens()
                                                - room.expected().value().longValueExact()),
                        standing(room.standing())));
        terminal.wrapped(
                "    ",
                "    ",
                "%s: %s, %s %s"
                        .formatted(
                                Terminal.harmless(capacity.measured().origin().label()),
                                Terminal.harmless(capacity.measured().amount().written()),
                                capacity.measured().program(),
                                Terminal.harmless(capacity.measured().place())));
    }

    private String standing(Row.Standing standing) {
        return switch (standing) {
            case WITHIN -> terminal.styled(Style.GOOD, standing.word());
            case ABOVE, BELOW ->
                    terminal.styled(Style.BAD, standing.word().toUpperCase(Locale.ROOT));
        };
    }

    private static String provenance(Row row) {
        Measurement measured = row.measured();
        String which =
                row.of() > 1
                        ? ", the %s of %d"
                                .formatted(
                                        row.predicted().quantity().smallestCounts()
                                                ? "smallest"
                                                : "largest",
                                        row.of())
                        : "";
        return "%s against stage %d: %s, %s %s%s"
                .formatted(
                        Terminal.harmless(measured.origin().label()),
                        row.predicted().stage().layers().stage(),
                        Terminal.harmless(measured.amount().written()),
                        measured.program(),
                        Terminal.harmless(measured.place()),
                        which);
    }

    private void capacity(Capacity capacity) {
        terminal.wrapped(
                "  ",
                "    ",
                "cache: the plan holds %,d tokens at once, the engine has room for %,d (%s): %s"
                        .formatted(
                                capacity.needed(),
                                capacity.tokens(),
                                Terminal.harmless(capacity.measured().place()),
                                capacity.suffices() ? "enough" : "NOT ENOUGH"));
    }

    private boolean wantsExplanation(Row row) {
        return row.standing() != Row.Standing.WITHIN || !row.explanations().isEmpty();
    }

    private void explanations(Row row) {
        long residual = row.residual();
        Quantity quantity = row.predicted().quantity();
        terminal.line("");
        terminal.line(
                terminal.styled(
                        Style.STRONG,
                        "what could explain %s of %s on stage %d"
                                .formatted(
                                        amount(residual, quantity),
                                        quantity.label(),
                                        row.predicted().stage().layers().stage())));
        int number = 0;
        for (Explanation explanation : row.explanations()) {
            number++;
            terminal.wrapped(
                    "  %d. ".formatted(number), "     ", sentence(explanation, residual, quantity));
        }
        verdict(row.explanations(), residual);
    }

    private void verdict(List<Explanation> explanations, long residual) {
        List<Explanation> measured =
                explanations.stream().filter(MeasuredApart.class::isInstance).toList();
        long sum = measured.stream().mapToLong(Explanation::change).sum();
        long accountedFor = Math.abs(residual) - Math.abs(residual - sum);
        if (measured.size() > 1 && enough(accountedFor, residual)) {
            terminal.wrapped(
                    "  ",
                    "  ",
                    "What was measured by itself adds up to %s, %.0f %% of it."
                            .formatted(
                                    amount(sum, Quantity.DEVICE_USED),
                                    100.0 * accountedFor / Math.abs(residual)));
        } else if (explanations.isEmpty()) {
            terminal.line("  None of the plan's assumptions explains it.");
        } else if (explanations.stream()
                .noneMatch(one -> enough(one.accountsFor(residual), residual))) {
            terminal.line("  None of them explains it alone.");
        }
    }

    private static boolean enough(long accountedFor, long residual) {
        return accountedFor >= BY_ITSELF * Math.abs(residual);
    }

    private static String sentence(Explanation explanation, long residual, Quantity quantity) {
        String share =
                "%s, %s %.0f %%"
                        .formatted(
                                amount(explanation.change(), quantity),
                                explanation instanceof WideInterval
                                        ? "could account for up to"
                                        : "accounts for",
                                100.0 * explanation.accountsFor(residual) / Math.abs(residual));
        return switch (explanation) {
            case OtherValue other ->
                    "%s: %s instead of %s%s: %s"
                            .formatted(
                                    other.key(),
                                    other.value(),
                                    Terminal.harmless(other.before()),
                                    other.assumed() ? " (assumed)" : "",
                                    share);
            case WideInterval wide ->
                    "%s, up to the end of its interval: %s (%s)"
                            .formatted(wide.part(), share, wide.reason());
            case MeasuredApart apart ->
                    "%s, measured by itself: %s (%s)"
                            .formatted(apart.what(), share, Terminal.harmless(apart.place()));
            case NotInThePlan missing ->
                    "%s, which the plan has no part for: %s (%s)"
                            .formatted(missing.what(), share, Terminal.harmless(missing.place()));
        };
    }

    private void leftOut(List<LeftOut> leftOut) {
        if (leftOut.isEmpty()) {
            return;
        }
        terminal.line("");
        terminal.line(terminal.styled(Style.STRONG, "printed, but not compared"));
        for (LeftOut one : leftOut) {
            terminal.wrapped(
                    "  ",
                    "    ",
                    "%s %s (%s): %s"
                            .formatted(
                                    one.measured().quantity().label(),
                                    Terminal.harmless(one.measured().amount().written()),
                                    Terminal.harmless(one.measured().place()),
                                    one.reason()));
        }
    }

    private void notes(List<String> notes) {
        if (!notes.isEmpty()) {
            terminal.line("");
        }
        notes.forEach(note -> terminal.wrapped("  note: ", "    ", Terminal.harmless(note)));
    }

    private static String shown(long bytes, Quantity quantity) {
        int power = quantity == Quantity.CACHE_PER_TOKEN ? 10 : 30;
        return BigDecimal.valueOf(bytes)
                .divide(BigDecimal.TWO.pow(power), 2, RoundingMode.HALF_UP)
                .toPlainString();
    }

    private static String signed(long bytes, Quantity quantity) {
        return (bytes >= 0 ? "+" : "") + shown(bytes, quantity);
    }

    private static String amount(long bytes, Quantity quantity) {
        return signed(bytes, quantity) + (quantity == Quantity.CACHE_PER_TOKEN ? " KiB" : " GiB");
    }
}
