package io.shardfit.application.catalogue;

import io.shardfit.application.format.ModelEntry;
import io.shardfit.application.format.Spelling;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The models that ship with the program, found by name or alias, letter case ignored. The file is
/// read when the first model is asked for: most plans spell theirs out.
public final class ModelCatalogue {
    private static final String FILE = "models.json";
    private static final int MOST_SUGGESTIONS = 3;

    private @Nullable Models models;

    private record Models(List<ModelEntry> entries, Map<String, ModelEntry> byName) {}

    private ModelCatalogue() {}

    public static ModelCatalogue shipped() {
        return new ModelCatalogue();
    }

    public Optional<ModelEntry> find(String name) {
        return Optional.ofNullable(models().byName().get(key(name)));
    }

    /// {@return the names that a misspelt one is close to, the closest first}
    public List<String> closest(String name) {
        return Spelling.closest(
                name,
                models().entries().stream().flatMap(entry -> entry.names().stream()).toList(),
                MOST_SUGGESTIONS);
    }

    /// {@return all models in the order of the file}
    public List<ModelEntry> entries() {
        return models().entries();
    }

    private synchronized Models models() {
        Models known = models;
        if (known == null) {
            known = read();
            models = known;
        }
        return known;
    }

    private static Models read() {
        try (InputStream file =
                Objects.requireNonNull(
                        ModelCatalogue.class.getResourceAsStream(FILE),
                        "the model catalogue is missing")) {
            List<ModelEntry> entries = ModelEntry.read(file.readAllBytes());
            Map<String, ModelEntry> byName = new TreeMap<>();
            for (ModelEntry entry : entries) {
                for (String name : entry.names()) {
                    if (byName.put(key(name), entry) != null) {
                        throw new IllegalStateException("two models are called " + name);
                    }
                }
            }
            return new Models(entries, byName);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
