package io.shardfit.adapters.web.page;

import io.shardfit.application.document.ArithmeticText;
import io.shardfit.application.document.Explanation;
import io.shardfit.application.document.Json;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Derivation;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The numbers of a document, and where the arithmetic of each is shown: on a page of its own, or
/// further down on the page that shows the number, where nothing is kept that another could read.
public final class Figures {
    private final Explanation document;
    private final Function<String, Optional<String>> place;
    private final List<String> below;

    private Figures(
            Explanation document, Function<String, Optional<String>> place, List<String> below) {
        this.document = document;
        this.place = place;
        this.below = below;
    }

    /// Of nothing.
    static Figures none() {
        return below(new Json.Nothing(), List.of());
    }

    /// @param explain the page that explains numbers of one plan, perhaps with a question
    static Figures elsewhere(Json document, String explain) {
        return new Figures(
                new Explanation(document),
                path -> Optional.of(Links.value(explain, path)),
                List.of());
    }

    /// @param wanted paths of the numbers that the page shows; what those are made of comes with
    ///   them
    static Figures below(Json document, Collection<String> wanted) {
        Explanation explanation = new Explanation(document);
        List<String> below = List.copyOf(closure(explanation, wanted));
        return new Figures(
                explanation,
                path -> Optional.of(path).filter(below::contains).map(one -> anchor(below, one)),
                below);
    }

    private static String anchor(List<String> below, String path) {
        return "#why-" + below.indexOf(path);
    }

    private static Set<String> closure(Explanation document, Collection<String> wanted) {
        Set<String> found = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(wanted);
        while (!open.isEmpty()) {
            resolved(document, open.removeFirst())
                    .filter(found::add)
                    .flatMap(document::number)
                    .ifPresent(figure -> origins(figure.how()).forEach(open::addLast));
        }
        return found;
    }

    private static Stream<String> origins(Derivation how) {
        return how.terms().stream()
                .flatMap(term ->
                        switch (term) {
                            case Derivation.Given given -> Stream.of(given.origin());
                            case Derivation.Derived derived -> origins(derived.how());
                        });
    }

    /// A number that was taken over from another is that one; a part's is its expected size.
    private static Optional<String> resolved(Explanation document, String path) {
        return Stream.of(path, path + ".bytes")
                .filter(one -> document.number(one).isPresent())
                .findFirst()
                .map(document::canonical)
                .map(one -> takenFrom(document, one).orElse(one));
    }

    private static Optional<String> takenFrom(Explanation document, String path) {
        return document.number(path)
                .map(Json.Figure::how)
                .filter(ArithmeticText::isGiven)
                .map(Derivation::source)
                .filter(origin -> !origin.equals(path))
                .filter(origin -> sameNumber(document, origin, path))
                .map(document::canonical);
    }

    private static boolean sameNumber(Explanation document, String one, String other) {
        return document.number(one)
                .flatMap(first ->
                        document.number(other)
                                .map(second -> first.value().compareTo(second.value()) == 0))
                .orElse(false);
    }

    /// {@return where the arithmetic of the number at a path is; empty if there is no such number}
    public Optional<String> link(String path) {
        return resolved(document, path).flatMap(place);
    }

    /// A number with what it is called beside others of its kind.
    ///
    /// @param path in the document; empty for words without a number
    public record Fact(String text, String path) {}

    /// {@return the numbers below a path, each with its name there, such as `need.high 86.40 GiB`}
    List<Fact> facts(String path) {
        String whole = document.canonical(path);
        return document.below(whole).stream()
                .flatMap(leaf ->
                        document.number(leaf).stream()
                                .map(figure ->
                                        new Fact(
                                                leaf.substring(whole.length() + 1)
                                                        + " "
                                                        + text(figure.how()),
                                                leaf)))
                .toList();
    }

    private static String text(Derivation how) {
        if (how.unit().equals("bytes") && how.value().signum() >= 0) {
            return ByteSize.ofBytes(how.value().longValueExact()).toString();
        }
        return (ArithmeticText.plain(how.value()) + " " + how.unit()).strip();
    }

    /// A number whose arithmetic the page shows.
    public record Shown(String anchor, String path, String amount, Derivation how) {}

    /// {@return those that are shown below, in order}
    public List<Shown> shown() {
        return IntStream.range(0, below.size())
                .mapToObj(i ->
                        document.number(below.get(i))
                                .map(figure ->
                                        new Shown(
                                                "why-" + i,
                                                below.get(i),
                                                ArithmeticText.amount(figure.how()),
                                                figure.how())))
                .flatMap(Optional::stream)
                .toList();
    }

    Explanation document() {
        return document;
    }
}
