package io.shardfit.application.format;

import io.shardfit.application.format.SourceNode.Entry;
import io.shardfit.application.format.SourceNode.Mapping;
import io.shardfit.application.format.SourceNode.Scalar;
import io.shardfit.application.format.SourceNode.Sequence;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A JSON object that another program sent. Members that nobody asks for are no mistake, because
/// minor versions of a document add some; one of another type than asked for counts as absent.
public final class JsonObject {
    public static final JsonObject EMPTY = new JsonObject(new Mapping(Position.START, List.of()));

    private final Mapping members;

    private JsonObject(Mapping members) {
        this.members = members;
    }

    /// {@return nothing, if the text is not exactly one JSON object}
    public static Optional<JsonObject> of(String text) {
        try {
            return object(JsonTree.parse(text));
        } catch (UnreadableText _) {
            return Optional.empty();
        }
    }

    public Optional<String> text(String key) {
        return member(key)
                .filter(node -> node instanceof Scalar scalar && scalar.quoted())
                .map(node -> ((Scalar) node).text());
    }

    /// {@return the text, or none if there is none}
    public String words(String key) {
        return text(key).orElse("");
    }

    /// {@return the number; `true`, `false` and `null` are none}
    public Optional<BigDecimal> number(String key) {
        return member(key)
                .filter(node -> node instanceof Scalar scalar && !scalar.quoted())
                .flatMap(node -> signed(((Scalar) node).text()));
    }

    private static Optional<BigDecimal> signed(String text) {
        return text.startsWith("-")
                ? Amounts.number(text.substring(1)).map(BigDecimal::negate)
                : Amounts.number(text);
    }

    public boolean isTrue(String key) {
        return member(key)
                .filter(node -> node instanceof Scalar scalar && !scalar.quoted())
                .filter(node -> ((Scalar) node).text().equals("true"))
                .isPresent();
    }

    public Optional<JsonObject> object(String key) {
        return member(key).flatMap(JsonObject::object);
    }

    /// {@return the objects of a list; none if there is no list}
    public List<JsonObject> objects(String key) {
        return items(key).stream().flatMap(node -> object(node).stream()).toList();
    }

    /// {@return the texts of a list; none if there is no list}
    public List<String> texts(String key) {
        return items(key).stream()
                .filter(node -> node instanceof Scalar scalar && scalar.quoted())
                .map(node -> ((Scalar) node).text())
                .toList();
    }

    /// {@return the members that are one word or number, in their order, as they are written}
    public Map<String, String> scalars() {
        Map<String, String> scalars = new LinkedHashMap<>();
        for (Entry entry : members.entries()) {
            if (entry.value() instanceof Scalar scalar && !scalar.isNothing()) {
                scalars.put(entry.key(), scalar.text());
            }
        }
        return Collections.unmodifiableMap(scalars);
    }

    private List<SourceNode> items(String key) {
        return member(key).orElse(members) instanceof Sequence sequence
                ? sequence.items()
                : List.of();
    }

    private static Optional<JsonObject> object(SourceNode node) {
        return node instanceof Mapping mapping
                ? Optional.of(new JsonObject(mapping))
                : Optional.empty();
    }

    private Optional<SourceNode> member(String key) {
        return members.entry(key).map(Entry::value);
    }
}
