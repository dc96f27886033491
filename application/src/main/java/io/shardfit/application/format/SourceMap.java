package io.shardfit.application.format;

import io.shardfit.application.format.SourceNode.Entry;
import io.shardfit.application.format.SourceNode.Mapping;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where each key stands in a file, and the file's lines.
///
/// @param places position of the value of every key path
public record SourceMap(Map<String, Position> places, List<String> lines) {
    /// A key that exists in the file, and where.
    public record Place(String key, Position at) {}

    public SourceMap {
        places = Map.copyOf(places);
        lines = List.copyOf(lines);
    }

    static SourceMap of(Mapping root, String text) {
        Map<String, Position> places = new LinkedHashMap<>();
        collect(places, "", root);
        return new SourceMap(places, SourceTree.lines(text));
    }

    private static void collect(Map<String, Position> places, String path, Mapping mapping) {
        for (Entry entry : mapping.entries()) {
            String key = path.isEmpty() ? entry.key() : path + "." + entry.key();
            places.put(key, entry.keyAt());
            if (entry.value() instanceof Mapping nested) {
                collect(places, key, nested);
            }
        }
    }

    /// {@return the place of the key, else of the nearest key above it that the file has}
    public Optional<Place> find(String key) {
        Position at = places.get(key);
        if (at != null) {
            return Optional.of(new Place(key, at));
        }
        int dot = key.lastIndexOf('.');
        return dot < 0 ? Optional.empty() : find(key.substring(0, dot));
    }

    public Optional<String> line(int number) {
        return number >= 1 && number <= lines.size()
                ? Optional.of(lines.get(number - 1))
                : Optional.empty();
    }
}
