package io.shardfit.application.format;

import io.shardfit.application.document.Json;
import io.shardfit.application.format.SourceNode.Entry;
import io.shardfit.application.format.SourceNode.Mapping;
import io.shardfit.application.format.SourceNode.Scalar;
import io.shardfit.application.format.SourceNode.Sequence;
import io.shardfit.application.format.SourceTree.Broken;
import io.shardfit.application.format.SourceTree.Parsed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A plan file with one key set to another word. What the key means is left to the reader of plans,
/// so every key of the format can be tried.
public final class PlanEdit {
    private PlanEdit() {}

    /// {@return the plan with `key` set, as JSON; empty when the file is no plan or a mapping above
    /// the key is missing}
    ///
    /// @param key path such as `workload.training.optimizer`
    /// @param without keys that may not stand beside it
    public static Optional<byte[]> set(
            String file, byte[] plan, String key, String value, List<String> without) {
        return switch (SourceTree.read(file, plan)) {
            case Broken _ -> Optional.empty();
            case Parsed(Mapping root, _) ->
                    set(root, List.of(key.split("\\.")), value, without)
                            .map(edited ->
                                    JsonText.canonical(json(edited))
                                            .getBytes(StandardCharsets.UTF_8));
        };
    }

    private static Optional<Mapping> set(
            Mapping mapping, List<String> path, String value, List<String> without) {
        String first = path.getFirst();
        List<Entry> entries = new ArrayList<>();
        boolean last = path.size() == 1;
        boolean done = false;
        for (Entry entry : mapping.entries()) {
            if (!last && entry.key().equals(first) && entry.value() instanceof Mapping nested) {
                Optional<Mapping> inner = set(nested, path.subList(1, path.size()), value, without);
                if (inner.isEmpty()) {
                    return Optional.empty();
                }
                entries.add(new Entry(first, entry.keyAt(), inner.orElseThrow()));
                done = true;
            } else if (!last || !entry.key().equals(first) && !without.contains(entry.key())) {
                entries.add(entry);
            }
        }
        if (last) {
            entries.add(new Entry(first, mapping.at(), new Scalar(mapping.at(), value, false)));
        }
        return last || done ? Optional.of(new Mapping(mapping.at(), entries)) : Optional.empty();
    }

    /// Numbers become text, which the reader of plans takes as well.
    private static Json json(SourceNode node) {
        return switch (node) {
            case Mapping mapping -> {
                var fields = Json.fields();
                mapping.entries().forEach(entry -> fields.with(entry.key(), json(entry.value())));
                yield fields.build();
            }
            case Sequence sequence ->
                    Json.items(sequence.items().stream().map(PlanEdit::json).toList());
            case Scalar scalar ->
                    scalar.isNothing() ? new Json.Nothing() : Json.text(scalar.text());
        };
    }
}
