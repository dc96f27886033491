package io.shardfit.application.format;

import io.shardfit.application.format.SourceNode.Entry;
import io.shardfit.application.format.SourceNode.Mapping;
import io.shardfit.application.format.SourceNode.Scalar;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What `.shardfit.yaml` says about the server that the team verbs talk to.
public sealed interface ClientSettings {
    /// Every key there is.
    List<String> KEYS = List.of("server", "token");

    /// The file's words; a key that is not there is set elsewhere.
    record Read(Map<String, Value> values) implements ClientSettings {
        public Read {
            values = Map.copyOf(values);
        }

        public Optional<Value> value(String key) {
            return Optional.ofNullable(values.get(key));
        }
    }

    record Rejected(List<InputError> errors) implements ClientSettings {
        public Rejected {
            errors = List.copyOf(errors);
        }
    }

    /// One value and where it stands.
    record Value(String text, Position at) {}

    /// Reads YAML; an empty file says nothing, and that is no mistake.
    static ClientSettings of(String file, byte[] bytes) {
        Problems problems = new Problems(file);
        Map<String, Value> values = new LinkedHashMap<>();
        root(problems, bytes)
                .ifPresent(root -> root.entries().forEach(entry -> read(problems, values, entry)));
        return problems.none() ? new Read(values) : new Rejected(problems.errors());
    }

    private static Optional<Mapping> root(Problems problems, byte[] bytes) {
        String remedy = "write `server: https://…`, and `token: …` only where nobody else reads it";
        if (bytes.length > SourceTree.MAX_BYTES) {
            problems.error(Position.START, "", "the file has more than 1 MiB", remedy);
            return Optional.empty();
        }
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            if (text.lines().allMatch(line -> line.isBlank() || line.strip().startsWith("#"))) {
                return Optional.empty();
            }
            SourceNode root = YamlTree.parse(text);
            if (root instanceof Mapping mapping) {
                return Optional.of(mapping);
            }
            problems.error(root.at(), "", "the document is not a mapping", remedy);
        } catch (CharacterCodingException notUtf8) {
            problems.error(Position.START, "", "the file is not UTF-8 text", "save it as UTF-8");
        } catch (UnreadableText unreadable) {
            problems.error(unreadable.at(), "", unreadable.problem(), remedy);
        }
        return Optional.empty();
    }

    /// The value of a token is not repeated in an error, whatever is wrong with it.
    private static void read(Problems problems, Map<String, Value> values, Entry entry) {
        String key = entry.key();
        if (!KEYS.contains(key)) {
            problems.error(
                    entry.keyAt(),
                    key,
                    "is not a key of this file",
                    Spelling.closest(key, KEYS)
                            .map(meant -> "did you mean `" + meant + "`?")
                            .orElse("known here: " + String.join(", ", KEYS)));
        } else if (entry.value() instanceof Scalar scalar
                && !scalar.isNothing()
                && !scalar.text().isBlank()) {
            values.put(key, new Value(scalar.text(), scalar.at()));
        } else {
            problems.error(
                    entry.value().at(), key, "has no value", "write one on the line, or no key");
        }
    }
}
