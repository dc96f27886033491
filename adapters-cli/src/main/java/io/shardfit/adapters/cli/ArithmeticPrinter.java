package io.shardfit.adapters.cli;

import io.shardfit.application.document.ArithmeticText;
import io.shardfit.application.document.Json;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Derivation.Derived;
import io.shardfit.domain.quantity.Derivation.Given;
import io.shardfit.domain.quantity.Derivation.Term;

/// Prints a number as its equation, the values put in, and where each came from.
record ArithmeticPrinter(Terminal terminal) {
    void print(String path, Json value) {
        switch (value) {
            case Json.Figure figure -> {
                Derivation how = figure.how();
                terminal.line(path + " = " + ArithmeticText.amount(how));
                steps(how, "  ");
            }
            case Json.Text(String text) -> terminal.line(path + " = " + text);
            case Json.Flag(boolean flag) -> terminal.line(path + " = " + flag);
            case Json.Nothing _ -> terminal.line(path + " is not known for this plan");
            case Json.Fields _, Json.Items _ -> throw new IllegalArgumentException(path);
        }
    }

    private void steps(Derivation how, String indent) {
        if (ArithmeticText.isGiven(how)) {
            Term only = how.terms().getFirst();
            wrapped(indent, "%s  [%s]".formatted(only.meaning(), how.source()));
            return;
        }
        wrapped(indent, "= " + how.equation());
        wrapped(indent, "= " + ArithmeticText.substituted(how));
        wrapped(indent, "source: " + how.source());
        for (Term term : how.terms()) {
            wrapped(
                    indent + "  ",
                    "%s = %s  %s%s"
                            .formatted(
                                    term.symbol(),
                                    ArithmeticText.plain(term.value()),
                                    term.meaning(),
                                    origin(term)));
            if (term instanceof Derived(_, _, Derivation nested)) {
                steps(nested, indent + "    ");
            }
        }
    }

    private void wrapped(String indent, String text) {
        terminal.wrapped(indent, indent + "    ", text);
    }

    private static String origin(Term term) {
        return switch (term) {
            case Given(_, _, _, String origin) -> "  [" + origin + "]";
            case Derived _ -> "";
        };
    }
}
