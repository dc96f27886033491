package io.shardfit.application.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import io.shardfit.application.document.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Writes {@link Json} as text.
public final class JsonText {
    private static final JsonFactory FACTORY =
            JsonFactory.builder().disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE).build();

    private JsonText() {}

    /// {@return indented by two, one member a line, ending in a line feed}
    public static String pretty(Json json) {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter(
                                Separators.createDefaultInstance()
                                        .withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                        .withObjectIndenter(indenter)
                        .withArrayIndenter(indenter);
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            generator.setPrettyPrinter(printer);
            write(generator, json, Map::entrySet);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text + "\n";
    }

    /// {@return the canonical form of RFC 8785, for values of text, flags and integers below 2^53}
    public static String canonical(Json json) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            write(generator, json, JsonText::sorted);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    /// {@return the canonical forms of the members, in their canonical order}
    public static SortedMap<String, String> canonicalMembers(Json.Fields fields) {
        SortedMap<String, String> members = new TreeMap<>();
        fields.members().forEach((name, value) -> members.put(name, canonical(value)));
        return members;
    }

    /// {@return the canonical form of an object with these members; what more than one object has
    /// need be written once}
    public static String canonical(SortedMap<String, String> members) {
        return members.entrySet().stream()
                .map(member -> canonical(Json.text(member.getKey())) + ":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    /// RFC 8785 orders members by UTF-16 code units, which is the natural order of strings.
    private static List<Map.Entry<String, Json>> sorted(Map<String, Json> members) {
        List<Map.Entry<String, Json>> sorted = new ArrayList<>(members.entrySet());
        sorted.sort(Map.Entry.comparingByKey());
        return sorted;
    }

    /// @param order of the members of an object
    private static void write(
            JsonGenerator generator,
            Json json,
            Function<Map<String, Json>, Collection<Map.Entry<String, Json>>> order)
            throws IOException {
        switch (json) {
            case Json.Fields(Map<String, Json> members) -> {
                generator.writeStartObject();
                for (Map.Entry<String, Json> member : order.apply(members)) {
                    generator.writeFieldName(member.getKey());
                    write(generator, member.getValue(), order);
                }
                generator.writeEndObject();
            }
            case Json.Items items -> {
                generator.writeStartArray();
                for (Json item : items.values()) {
                    write(generator, item, order);
                }
                generator.writeEndArray();
            }
            case Json.Text(String value) -> generator.writeString(value);
            case Json.Flag(boolean value) -> generator.writeBoolean(value);
            case Json.Nothing _ -> generator.writeNull();
            case Json.Figure figure ->
                    generator.writeNumber(figure.value().stripTrailingZeros().toPlainString());
        }
    }
}
