package io.shardfit.application.format;

import io.shardfit.application.catalogue.ModelCatalogue;
import io.shardfit.application.format.SourceNode.Entry;
import io.shardfit.application.format.SourceNode.Mapping;
import io.shardfit.application.format.SourceNode.Scalar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where the keys of `model` come from: the plan, an entry of the catalogue, or an entry with some
/// keys of the plan in their place.
final class ModelSection {
    private static final String MODEL = "model";
    private static final String CATALOGUE = "catalogue";

    private final Problems problems;
    private final Fields root;
    private final ModelCatalogue catalogue;

    ModelSection(Problems problems, Fields root, ModelCatalogue catalogue) {
        this.problems = problems;
        this.root = root;
        this.catalogue = catalogue;
    }

    /// {@return the keys; where there are none, fields that report to nobody, after an error}
    Fields read() {
        Optional<SourceNode> node = root.node(MODEL);
        return switch (node.orElse(null)) {
            case Scalar name -> named(root, MODEL, name).map(this::of).orElseGet(this::nothing);
            case Mapping own -> mapped(own);
            case null, default -> root.child(MODEL);
        };
    }

    private Fields mapped(Mapping own) {
        Fields fields = new Fields(problems, MODEL, own);
        if (!fields.has(CATALOGUE)) {
            return fields;
        }
        Optional<Mapping> entry =
                switch (fields.node(CATALOGUE).orElseThrow()) {
                    case Scalar name -> named(fields, CATALOGUE, name);
                    case SourceNode other -> {
                        fields.error(CATALOGUE, "is " + other.kind(), "expected a model's name");
                        yield Optional.empty();
                    }
                };
        return entry.map(known -> of(over(known, own))).orElseGet(this::nothing);
    }

    private Optional<Mapping> named(Fields fields, String key, Scalar name) {
        Optional<ModelEntry> entry = catalogue.find(name.text());
        if (entry.isEmpty()) {
            List<String> meant = catalogue.closest(name.text());
            fields.error(
                    key,
                    "is %s, which is not in the catalogue".formatted(name.kind()),
                    (meant.isEmpty() ? "" : "did you mean `" + String.join("`, `", meant) + "`? ")
                            + "spell the model out in a mapping, or list the names with"
                            + " `shardfit models`");
        }
        return entry.map(known -> known.shape(name.at()));
    }

    /// What an entry leaves out has its default: that is said by the entry and not assumed.
    private Fields of(Mapping keys) {
        Fields fields = new Fields(problems.withoutAssumptions(), MODEL, keys);
        fields.has(CATALOGUE); // a key of the format, already followed
        return fields;
    }

    private Fields nothing() {
        return new Fields(new Problems(""), MODEL, new Mapping(root.at(), List.of()));
    }

    /// {@return the entry with the plan's own keys over it, level by level; an empty value of the
    /// plan takes a key of the entry away}
    private static Mapping over(Mapping entry, Mapping own) {
        Map<String, Entry> merged = new LinkedHashMap<>();
        entry.entries().forEach(inherited -> merged.put(inherited.key(), inherited));
        for (Entry given : own.entries()) {
            merged.merge(given.key(), given, ModelSection::merged);
        }
        return new Mapping(own.at(), List.copyOf(merged.values()));
    }

    private static Entry merged(Entry inherited, Entry given) {
        return inherited.value() instanceof Mapping below && given.value() instanceof Mapping above
                ? new Entry(given.key(), given.keyAt(), over(below, above))
                : given;
    }
}
