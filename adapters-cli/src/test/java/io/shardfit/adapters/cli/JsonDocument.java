package io.shardfit.adapters.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A text that is exactly one JSON object, as its leaves by path: `findings[0].code`.
record JsonDocument(Map<String, String> leaves, List<BigDecimal> numbers) {
    private static final JsonFactory STRICT =
            JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    static JsonDocument of(String text) {
        JsonDocument document = new JsonDocument(new LinkedHashMap<>(), new ArrayList<>());
        try (JsonParser parser = STRICT.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new AssertionError("not a JSON object: " + text);
            }
            document.object(parser, "");
            if (parser.nextToken() != null) {
                throw new AssertionError("text follows the JSON document: " + text);
            }
        } catch (IOException malformed) {
            throw new AssertionError("not JSON: " + text, malformed);
        }
        return document;
    }

    String at(String path) {
        String value = leaves.get(path);
        if (value == null) {
            throw new AssertionError("no " + path + " in " + leaves.keySet());
        }
        return value;
    }

    Stream<String> codes() {
        return leaves.keySet().stream()
                .filter(path -> path.matches("findings\\[[0-9]+]\\.code"))
                .map(leaves::get);
    }

    private void object(JsonParser parser, String path) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            value(parser, path.isEmpty() ? key : path + "." + key);
        }
    }

    private void value(JsonParser parser, String path) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            object(parser, path);
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                value(parser, path + "[" + i + "]");
            }
        } else {
            leaves.put(path, parser.getText());
            if (parser.currentToken().isNumeric()) {
                numbers.add(parser.getDecimalValue());
            }
        }
    }
}
