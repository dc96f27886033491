package io.shardfit.adapters.web.page;

import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.LedgerText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/// What a form was filled in with. Somebody who sends what no form of ours has gets a plain
/// refusal.
public final class FormFields {
    private final Map<String, Object> fields;

    FormFields(Map<String, Object> fields) {
        this.fields = Map.copyOf(fields);
    }

    /// {@return the text as it was typed, without the space around it}
    public Optional<String> optional(String name) {
        return Optional.ofNullable(fields.get(name))
                .map(value -> value instanceof List<?> several ? several.getFirst() : value)
                .map(Object::toString)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(text -> kept(name, text));
    }

    private static String kept(String name, String text) {
        LedgerText.obstacle(text)
                .ifPresent(found -> {
                    throw ProblemException.of(
                            ProblemKind.BAD_REQUEST, "%s holds %s".formatted(name, found));
                });
        return text;
    }

    /// {@return the text; empty if nothing was typed}
    public String text(String name) {
        return optional(name).orElse("");
    }

    /// {@return every value that was ticked under a name}
    public List<String> all(String name) {
        return switch (fields.get(name)) {
            case null -> List.of();
            case List<?> several -> several.stream().map(Object::toString).toList();
            case Object one -> List.of(one.toString());
        };
    }

    OptionalInt number(String name) {
        return number(name, text(name));
    }

    static OptionalInt number(String name, String text) {
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(text));
        } catch (NumberFormatException none) {
            throw ProblemException.of(
                    ProblemKind.BAD_REQUEST,
                    "%s is a whole number, not \"%s\"".formatted(name, text));
        }
    }

    /// {@return the digest that the form was made with}
    Digest digest(String name) {
        String text = text(name);
        if (!Digest.isDigest(text)) {
            throw ProblemException.of(
                    ProblemKind.BAD_REQUEST, "load the page again, then send the form");
        }
        return new Digest(text);
    }

    /// {@return the key that the form was made with, so that sending it twice does it once}
    UUID command() {
        try {
            return UUID.fromString(text("command"));
        } catch (IllegalArgumentException none) {
            throw ProblemException.of(
                    ProblemKind.BAD_REQUEST, "load the page again, then send the form");
        }
    }
}
