package io.shardfit.adapters.cli;

import io.shardfit.application.document.Json;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Derivation.Derived;
import io.shardfit.domain.quantity.Derivation.Given;
import io.shardfit.domain.quantity.Derivation.Term;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Prints a number as its equation, the values put in, and where each came from.
record ArithmeticPrinter(Terminal terminal) {
    void print(String path, Json value) {
        switch (value) {
            case Json.Figure(Derivation how) -> {
                terminal.line(path + " = " + amount(how));
                steps(how, "  ");
            }
            case Json.Text(String text) -> terminal.line(path + " = " + text);
            case Json.Flag(boolean flag) -> terminal.line(path + " = " + flag);
            case Json.Nothing _ -> terminal.line(path + " is not known for this plan");
            case Json.Fields _, Json.Items _ -> throw new IllegalArgumentException(path);
        }
    }

    private void steps(Derivation how, String indent) {
        if (how.equation().equals("given")) {
            Term only = how.terms().getFirst();
            wrapped(indent, "%s  [%s]".formatted(only.meaning(), how.source()));
            return;
        }
        wrapped(indent, "= " + how.equation());
        wrapped(indent, "= " + substituted(how));
        wrapped(indent, "source: " + how.source());
        for (Term term : how.terms()) {
            wrapped(
                    indent + "  ",
                    "%s = %s  %s%s"
                            .formatted(
                                    term.symbol(),
                                    plain(term.value()),
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

    /// Whole words only, so that `P` is not replaced inside `PP`.
    private static String substituted(Derivation how) {
        StringBuilder text = new StringBuilder();
        Matcher words = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*").matcher(how.equation());
        while (words.find()) {
            words.appendReplacement(text, valueOf(how, words.group()));
        }
        words.appendTail(text);
        return text.toString();
    }

    private static String valueOf(Derivation how, String word) {
        return how.terms().stream()
                .filter(term -> term.symbol().equals(word))
                .map(term -> plain(term.value()))
                .findFirst()
                .orElse(word);
    }

    private static String amount(Derivation how) {
        String number = plain(how.value()) + (how.unit().isEmpty() ? "" : " " + how.unit());
        return how.unit().equals("bytes") && how.value().signum() >= 0
                ? number + " (" + ByteSize.ofBytes(how.value().longValueExact()) + ")"
                : number;
    }

    private static String plain(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }
}
