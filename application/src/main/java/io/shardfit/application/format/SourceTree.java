package io.shardfit.application.format;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Bytes read into a tree, or the reason why not. Time and memory are bounded: at most 1 MiB of
/// text, 32 levels, no anchors.
sealed interface SourceTree {
    int MAX_BYTES = 1 << 20;
    int MAX_DEPTH = 32;

    record Parsed(SourceNode.Mapping root, String text) implements SourceTree {}

    record Broken(InputError error) implements SourceTree {}

    /// Reads JSON when the first character is a brace, else YAML.
    static SourceTree read(String file, byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            return broken(
                    file,
                    Position.START,
                    "the file has more than " + MAX_BYTES + " bytes",
                    "a plan is a few kilobytes; check that this is the right file");
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer text;
        try {
            text = decoder.decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException notUtf8) {
            return broken(
                    file,
                    Position.START,
                    "the file is not UTF-8 text",
                    "save it as UTF-8; a plan is YAML or JSON");
        }
        return parse(file, text.toString());
    }

    private static SourceTree parse(String file, String decoded) {
        String text = decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded;
        if (text.isBlank()) {
            return broken(
                    file,
                    Position.START,
                    "the file is empty",
                    "start from one of the files in examples/");
        }
        try {
            SourceNode root =
                    text.stripLeading().startsWith("{")
                            ? JsonTree.parse(text)
                            : YamlTree.parse(text);
            return root instanceof SourceNode.Mapping mapping
                    ? new Parsed(mapping, text)
                    : broken(
                            file,
                            root.at(),
                            "the document is " + root.kind(),
                            "a plan is a mapping that starts with `apiVersion: shardfit.io/v1`");
        } catch (UnreadableText unreadable) {
            return broken(file, unreadable.at(), unreadable.problem(), unreadable.remedy());
        }
    }

    private static Broken broken(String file, Position at, String problem, String remedy) {
        return new Broken(new InputError(file, at, "", problem, remedy));
    }

    static Position position(int zeroBasedLine, int zeroBasedColumn) {
        return new Position(zeroBasedLine + 1, zeroBasedColumn + 1);
    }

    static List<String> lines(String text) {
        return text.lines().toList();
    }
}
