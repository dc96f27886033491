package io.shardfit.application.format;

import io.shardfit.application.format.SourceNode.Entry;
import io.shardfit.application.format.SourceNode.Mapping;
import io.shardfit.application.format.SourceNode.Scalar;
import io.shardfit.application.format.SourceNode.Sequence;
import io.shardfit.application.format.SourceTree.Parsed;
import io.shardfit.domain.architecture.ModelArchitecture;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// An entry of the shipped model catalogue (docs/catalogue.md): a `model` mapping of a plan with
/// the other names it goes by and the source of its figures. The file is ours, so a fault in it is
/// a bug and throws.
public final class ModelEntry {
    private static final String FILE = "models.json";
    private static final String ALIASES = "aliases";
    private static final String SOURCE = "source";

    private final Mapping mapping;
    private final List<String> names;
    private final String source;

    private ModelEntry(Mapping mapping) {
        Problems problems = new Problems(FILE);
        Fields fields = new Fields(problems, "models", mapping);
        List<String> all = new ArrayList<>(fields.text("name").stream().toList());
        if (fields.node(ALIASES).orElse(mapping) instanceof Sequence aliases) {
            aliases.items().forEach(alias -> all.add(((Scalar) alias).text()));
        }
        this.mapping = mapping;
        this.names = List.copyOf(all);
        this.source = fields.text(SOURCE).orElse("");
        throwIf(problems);
    }

    /// {@return the entries of a catalogue file; their shapes are not read yet}
    public static List<ModelEntry> read(byte[] bytes) {
        if (!(SourceTree.read(FILE, bytes) instanceof Parsed(Mapping root, _))) {
            throw new IllegalStateException("the shipped model catalogue is not readable");
        }
        Problems problems = new Problems(FILE);
        Fields fields = new Fields(problems, "", root);
        fields.text("schemaVersion");
        fields.text("edition");
        List<ModelEntry> entries = new ArrayList<>();
        if (fields.node("models").orElse(root) instanceof Sequence list) {
            list.items().forEach(item -> entries.add(new ModelEntry((Mapping) item)));
        }
        fields.close();
        throwIf(problems);
        return List.copyOf(entries);
    }

    private static void throwIf(Problems problems) {
        if (!problems.none()) {
            throw new IllegalStateException("faults in the catalogue: " + problems.errors());
        }
    }

    public String name() {
        return names.getFirst();
    }

    /// {@return its name and the others it goes by}
    public List<String> names() {
        return names;
    }

    public String source() {
        return source;
    }

    public ModelArchitecture model() {
        Problems problems = new Problems(FILE);
        Fields fields = new Fields(problems, "model", shape(mapping.at()));
        ModelArchitecture model =
                new ModelFormat(problems, fields)
                        .read()
                        .orElseThrow(() -> new IllegalStateException(problems.errors().toString()));
        fields.close();
        throwIf(problems);
        return model;
    }

    /// {@return the keys of `model`, all of them at the place where a plan names the entry}
    Mapping shape(Position at) {
        Set<String> beside = Set.of(ALIASES, SOURCE);
        return new Mapping(
                at,
                mapping.entries().stream()
                        .filter(entry -> !beside.contains(entry.key()))
                        .map(entry -> new Entry(entry.key(), at, moved(entry.value(), at)))
                        .toList());
    }

    private static SourceNode moved(SourceNode node, Position at) {
        return switch (node) {
            case Scalar scalar -> new Scalar(at, scalar.text(), scalar.quoted());
            case Sequence list ->
                    new Sequence(at, list.items().stream().map(item -> moved(item, at)).toList());
            case Mapping nested ->
                    new Mapping(
                            at,
                            nested.entries().stream()
                                    .map(e -> new Entry(e.key(), at, moved(e.value(), at)))
                                    .toList());
        };
    }
}
