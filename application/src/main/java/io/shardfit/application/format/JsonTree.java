package io.shardfit.application.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// Strict JSON (RFC 8259), read as a stream of tokens.
final class JsonTree {
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(SourceTree.MAX_DEPTH + 1)
                                    .maxNumberLength(64)
                                    .build())
                    .build();

    private JsonTree() {}

    static SourceNode parse(String text) throws UnreadableText {
        TreeBuilder tree = new TreeBuilder();
        try (JsonParser parser = FACTORY.createParser(text)) {
            int depth = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (depth == 0 && !tree.isEmpty()) {
                    throw new UnreadableText(
                            position(parser.currentTokenLocation()),
                            "text follows the end of the document",
                            "keep one plan per file");
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                add(tree, parser, token);
            }
        } catch (JsonProcessingException malformed) {
            throw new UnreadableText(
                    position(malformed.getLocation()),
                    "not valid JSON: " + oneLine(malformed.getOriginalMessage()),
                    "check commas, braces and quotes");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return tree.root();
    }

    private static void add(TreeBuilder tree, JsonParser parser, JsonToken token)
            throws IOException, UnreadableText {
        Position at = position(parser.currentTokenLocation());
        if (token.isStructStart()) {
            tree.start(at, token == JsonToken.START_OBJECT);
        } else if (token.isStructEnd()) {
            tree.end();
        } else {
            boolean quoted = token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME;
            tree.scalar(at, parser.getText(), quoted);
        }
    }

    /// A broken limit of the parser has no location.
    private static Position position(@Nullable JsonLocation location) {
        if (location == null) {
            return Position.START;
        }
        return new Position(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }

    private static String oneLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
