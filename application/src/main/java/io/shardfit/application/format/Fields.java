package io.shardfit.application.format;

import io.shardfit.application.format.SourceNode.Entry;
import io.shardfit.application.format.SourceNode.Mapping;
import io.shardfit.application.format.SourceNode.Scalar;
import io.shardfit.application.format.SourceNode.Sequence;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Reads the keys of one mapping. Every error is recorded and a harmless value returned, so that
/// one pass finds all errors; the caller builds nothing unless there were none. {@link #close()}
/// reports the keys that nobody asked for.
final class Fields {
    static final int LARGEST = 1_000_000_000;

    private final Problems problems;
    private final String path;
    private final Mapping mapping;
    private final Set<String> known = new LinkedHashSet<>();

    Fields(Problems problems, String path, Mapping mapping) {
        this.problems = problems;
        this.path = path;
        this.mapping = mapping;
    }

    String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    Position at() {
        return mapping.at();
    }

    /// {@return the value node, when the key is present and not null}
    Optional<SourceNode> node(String key) {
        known.add(key);
        return mapping.entry(key)
                .map(Entry::value)
                .filter(node -> !(node instanceof Scalar scalar && scalar.isNothing()));
    }

    boolean has(String key) {
        return node(key).isPresent();
    }

    void error(String key, String problem, String remedy) {
        Position at = mapping.entry(key).map(entry -> entry.value().at()).orElse(mapping.at());
        problems.error(at, pathOf(key), problem, remedy);
    }

    /// {@return the key's value read by `reader`; a missing or unreadable value is an error}
    <T> Optional<T> required(String key, String expected, Function<String, Optional<T>> reader) {
        Optional<SourceNode> node = node(key);
        if (node.isEmpty()) {
            error(key, "is missing", "expected " + expected);
            return Optional.empty();
        }
        return scalar(key, node.orElseThrow(), expected, reader);
    }

    /// {@return the key's value, or `fallback`, which is noted as assumed}
    <T> T optional(
            String key,
            String expected,
            Function<String, Optional<T>> reader,
            T fallback,
            String origin) {
        Optional<SourceNode> node = node(key);
        if (node.isEmpty()) {
            problems.assume(pathOf(key), printed(fallback), origin);
            return fallback;
        }
        return scalar(key, node.orElseThrow(), expected, reader).orElse(fallback);
    }

    /// {@return the key's value when present; nothing is assumed otherwise}
    <T> Optional<T> present(String key, String expected, Function<String, Optional<T>> reader) {
        return node(key).flatMap(node -> scalar(key, node, expected, reader));
    }

    private static String printed(Object value) {
        return value instanceof Enum<?> word
                ? word.name().toLowerCase(Locale.ROOT)
                : String.valueOf(value);
    }

    private <T> Optional<T> scalar(
            String key, SourceNode node, String expected, Function<String, Optional<T>> reader) {
        if (!(node instanceof Scalar scalar)) {
            error(key, "is " + node.kind(), "expected " + expected);
            return Optional.empty();
        }
        Optional<T> value = reader.apply(scalar.text());
        if (value.isEmpty()) {
            error(key, "is " + shortened(scalar.text()), "expected " + expected);
        }
        return value;
    }

    private static String shortened(String text) {
        String line = text.lines().findFirst().orElse("");
        return "\"" + (line.length() > 40 ? line.substring(0, 40) + "…" : line) + "\"";
    }

    int integer(String key, int least) {
        return required(key, wholeNumber(least), wholeNumberFrom(least)).orElse(Math.max(1, least));
    }

    int integer(String key, int least, int most) {
        return required(key, wholeNumber(least, most), wholeNumberFrom(least, most))
                .orElse(Math.max(1, least));
    }

    int integerOr(String key, int least, int fallback, String origin) {
        return optional(key, wholeNumber(least), wholeNumberFrom(least), fallback, origin);
    }

    boolean flagOr(String key, boolean fallback, String origin) {
        return optional(key, "true or false", Fields::flag, fallback, origin);
    }

    static Optional<Boolean> flag(String text) {
        return switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            case String _ -> Optional.empty();
        };
    }

    /// {@return whether a flag stands and is true; nothing is assumed otherwise}
    boolean isTrue(String key) {
        return present(key, "true or false", Fields::flag).orElse(false);
    }

    /// {@return the whole number from `least` when the key is present; nothing is assumed
    /// otherwise}
    Optional<Integer> integerIfPresent(String key, int least) {
        return present(key, wholeNumber(least), wholeNumberFrom(least));
    }

    /// {@return the whole number from `least` to `most` when the key is present; nothing is assumed
    /// otherwise}
    Optional<Integer> integerIfPresent(String key, int least, int most) {
        return present(key, wholeNumber(least, most), wholeNumberFrom(least, most));
    }

    /// Reports a key that stands although what it depends on does not. What it depends on may be a
    /// guess where something could not be read, and no second error is due then.
    ///
    /// @param holds whether the condition does
    /// @param condition what the key depends on
    void onlyWith(String key, boolean holds, String condition) {
        if (has(key) && !holds && problems.none()) {
            error(key, "means nothing without " + condition, "add that or remove the key");
        }
    }

    /// {@return the values of a list of at least one word or number; empty when the key is absent}
    <T> List<T> list(String key, String expected, Function<String, Optional<T>> reader) {
        Optional<SourceNode> node = node(key);
        if (node.isEmpty()) {
            return List.of();
        }
        if (!(node.orElseThrow() instanceof Sequence sequence)) {
            error(key, "is " + node.orElseThrow().kind(), "expected a list of " + expected);
            return List.of();
        }
        if (sequence.items().isEmpty()) {
            error(key, "is an empty list", "expected " + expected + ", or no such key");
            return List.of();
        }
        List<T> values = new ArrayList<>();
        for (SourceNode item : sequence.items()) {
            Optional<T> value =
                    item instanceof Scalar scalar ? reader.apply(scalar.text()) : Optional.empty();
            if (value.isEmpty()) {
                itemError(key, item, "expected " + expected);
            }
            value.ifPresent(values::add);
        }
        return values;
    }

    /// {@return a number of layers}
    static Optional<Integer> layers(String text) {
        return wholeNumberFrom(0, StackFormat.MOST_LAYERS).apply(text);
    }

    /// {@return the words of a list that names each at most once; empty when the key is absent}
    <T> Set<T> words(String key, T[] values, Function<T, String> word) {
        List<T> named = list(key, oneOf(values, word), text -> named(text, values, word));
        Set<T> once = new LinkedHashSet<>(named);
        if (once.size() < named.size()) {
            error(key, "names a word twice", "keep one of each");
        }
        return once;
    }

    private void itemError(String key, SourceNode item, String remedy) {
        String found = item instanceof Scalar scalar ? shortened(scalar.text()) : item.kind();
        problems.error(item.at(), pathOf(key), "holds " + found, remedy);
    }

    /// {@return the constant that a word stands for, when the key is present}
    <T> Optional<T> wordIfPresent(String key, T[] values, Function<T, String> word) {
        return present(key, oneOf(values, word), text -> named(text, values, word));
    }

    /// {@return the constant that a word stands for, or `fallback`, which is noted as assumed}
    <T> T word(String key, T[] values, Function<T, String> word, T fallback, String origin) {
        return optional(
                key, oneOf(values, word), text -> named(text, values, word), fallback, origin);
    }

    static <T> String oneOf(T[] values, Function<T, String> word) {
        return "one of " + String.join(", ", Arrays.stream(values).map(word).toList());
    }

    static <T> Optional<T> named(String text, T[] values, Function<T, String> word) {
        return Arrays.stream(values).filter(value -> word.apply(value).equals(text)).findFirst();
    }

    /// {@return the count, which something else in the plan asks for}
    Optional<Integer> requiredBecause(String key, String reason) {
        return required(key, wholeNumber(1) + ", because " + reason, wholeNumberFrom(1));
    }

    /// {@return the number from 1 to `most` when the key is present; nothing is assumed otherwise}
    Optional<Integer> countIfPresent(String key, int most) {
        return present(key, wholeNumber(1, most), wholeNumberFrom(1, most));
    }

    Optional<Integer> countFromZeroIfPresent(String key, int most) {
        return present(key, wholeNumber(0, most), wholeNumberFrom(0, most));
    }

    private static String wholeNumber(int least) {
        return wholeNumber(least, LARGEST);
    }

    private static String wholeNumber(int least, int most) {
        return "a whole number from %d to %d".formatted(least, most);
    }

    private static Function<String, Optional<Integer>> wholeNumberFrom(int least) {
        return wholeNumberFrom(least, LARGEST);
    }

    private static Function<String, Optional<Integer>> wholeNumberFrom(int least, int most) {
        return text ->
                Amounts.number(text)
                        .filter(number -> number.stripTrailingZeros().scale() <= 0)
                        .filter(number -> number.compareTo(BigDecimal.valueOf(least)) >= 0)
                        .filter(number -> number.compareTo(BigDecimal.valueOf(most)) <= 0)
                        .map(BigDecimal::intValueExact);
    }

    Optional<String> text(String key) {
        return required(key, "text on one line", Fields::line);
    }

    /// {@return text on one line when the key is present; nothing is assumed otherwise}
    Optional<String> textIfPresent(String key) {
        return present(key, "text on one line", Fields::line);
    }

    private static Optional<String> line(String text) {
        return Optional.of(text)
                .filter(t -> !t.isBlank())
                .filter(t -> t.codePoints().noneMatch(Character::isISOControl));
    }

    /// {@return the fields of a nested mapping; a missing one is an error}
    Fields child(String key) {
        return childIfPresent(key)
                .orElseGet(() -> {
                    if (!has(key)) {
                        error(key, "is missing", "expected a mapping");
                    }
                    return new Fields(new Problems(""), pathOf(key), new Mapping(at(), List.of()));
                });
    }

    /// {@return the fields of a nested mapping when the key is present}
    Optional<Fields> childIfPresent(String key) {
        return node(key)
                .flatMap(node -> {
                    if (node instanceof Mapping nested) {
                        return Optional.of(new Fields(problems, pathOf(key), nested));
                    }
                    error(key, "is " + node.kind(), "expected a mapping");
                    return Optional.empty();
                });
    }

    /// Reports keys that no call asked for, as many as are ever shown.
    void close() {
        mapping.entries().stream()
                .filter(entry -> !known.contains(entry.key()))
                .limit(Problems.MOST)
                .forEach(this::unknown);
    }

    private void unknown(Entry entry) {
        problems.error(
                entry.keyAt(),
                pathOf(entry.key()),
                "is not a key of the plan format",
                Spelling.closest(entry.key(), known)
                        .map(meant -> "did you mean `" + meant + "`?")
                        .orElse("known here: " + String.join(", ", known)));
    }
}
