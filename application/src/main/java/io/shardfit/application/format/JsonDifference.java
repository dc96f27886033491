package io.shardfit.application.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// A member that two JSON documents do not share.
///
/// @param path such as `$.experts.perGpu.max`
/// @param first empty where the first document has none
/// @param second empty where the second document has none
public record JsonDifference(String path, Optional<String> first, Optional<String> second) {
    private static final JsonFactory FACTORY = new JsonFactory();

    /// {@return the differences in the order of their paths}
    ///
    /// @throws IllegalArgumentException for bytes that are not JSON
    public static List<JsonDifference> between(byte[] first, byte[] second) {
        SortedMap<String, String> one = leaves(first);
        SortedMap<String, String> other = leaves(second);
        SortedSet<String> paths = new TreeSet<>(one.keySet());
        paths.addAll(other.keySet());
        List<JsonDifference> differences = new ArrayList<>();
        for (String path : paths) {
            Optional<String> left = Optional.ofNullable(one.get(path));
            Optional<String> right = Optional.ofNullable(other.get(path));
            if (!left.equals(right)) {
                differences.add(new JsonDifference(path, left, right));
            }
        }
        return differences;
    }

    private static SortedMap<String, String> leaves(byte[] bytes) {
        SortedMap<String, String> leaves = new TreeMap<>();
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            parser.nextToken();
            collect(parser, "$", leaves);
        } catch (IOException malformed) {
            throw new IllegalArgumentException("not JSON: " + malformed.getMessage(), malformed);
        }
        return leaves;
    }

    private static void collect(JsonParser parser, String path, SortedMap<String, String> leaves)
            throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                parser.nextToken();
                collect(parser, path + "." + key, leaves);
            }
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
                collect(parser, "%s[%d]".formatted(path, index), leaves);
            }
        } else {
            leaves.put(path, parser.getText());
        }
    }
}
