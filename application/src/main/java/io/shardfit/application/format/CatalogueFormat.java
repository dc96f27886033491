package io.shardfit.application.format;

import io.shardfit.application.format.SourceNode.Mapping;
import io.shardfit.application.format.SourceNode.Scalar;
import io.shardfit.application.format.SourceNode.Sequence;
import io.shardfit.application.format.SourceTree.Parsed;
import io.shardfit.domain.hardware.Figure;
import io.shardfit.domain.hardware.Gpu;
import io.shardfit.domain.hardware.GpuMemory;
import io.shardfit.domain.quantity.FlopRate;
import io.shardfit.domain.quantity.Precision;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The shipped catalogue file (docs/catalogue.md). It is ours, so a fault in it is a bug and
/// throws.
public final class CatalogueFormat {
    /// The device cannot do it, which is not the same as an unknown figure.
    private static final String NONE = "none";

    private CatalogueFormat() {}

    /// A GPU under all the names it goes by, the first being its own.
    public record NamedGpu(List<String> names, String vendor, Gpu gpu, String notes) {}

    /// @throws IllegalStateException when the file is not a catalogue
    public static List<NamedGpu> read(byte[] bytes) {
        if (!(SourceTree.read("gpus.json", bytes) instanceof Parsed(Mapping root, _))) {
            throw new IllegalStateException("the shipped catalogue is not readable");
        }
        Problems problems = new Problems("gpus.json");
        List<NamedGpu> gpus = new ArrayList<>();
        Fields fields = new Fields(problems, "", root);
        fields.text("schemaVersion");
        fields.text("edition");
        if (fields.node("gpus").orElse(root) instanceof Sequence list) {
            for (SourceNode item : list.items()) {
                if (item instanceof Mapping mapping) {
                    gpus.add(gpu(new Fields(problems, "gpus", mapping)));
                }
            }
        }
        fields.close();
        if (!problems.none() || gpus.isEmpty()) {
            throw new IllegalStateException("faults in the catalogue: " + problems.errors());
        }
        return List.copyOf(gpus);
    }

    private static NamedGpu gpu(Fields fields) {
        String name = fields.text("name").orElse("?");
        List<String> names = new ArrayList<>(List.of(name));
        if (fields.node("aliases").orElse(null) instanceof Sequence aliases) {
            for (SourceNode alias : aliases.items()) {
                if (alias instanceof Scalar scalar) {
                    names.add(scalar.text());
                }
            }
        }
        String vendor = fields.text("vendor").orElse("");
        Fields memory = fields.child("memory");
        GpuMemory amounts =
                new GpuMemory(
                        figure(memory, "marketed", Amounts::bytes),
                        figure(memory, "device", Amounts::bytes),
                        figure(memory, "usable", Amounts::bytes));
        memory.close();
        Map<Precision, Figure<FlopRate>> peak = new EnumMap<>(Precision.class);
        fields.childIfPresent("peakFlops")
                .ifPresent(rates -> {
                    for (Precision precision : Precision.values()) {
                        if (rates.has(precision.word())) {
                            peak.put(precision, figure(rates, precision.word(), Amounts::flopRate));
                        }
                    }
                    rates.close();
                });
        Gpu gpu =
                new Gpu(
                        name,
                        amounts,
                        peak,
                        figure(fields, "memoryBandwidth", Amounts::byteRate),
                        figure(fields, "link", Amounts::byteRate));
        String notes = fields.present("notes", "some text", Optional::of).orElse("");
        fields.close();
        return new NamedGpu(List.copyOf(names), vendor, gpu, notes);
    }

    private static <T> Figure<T> figure(
            Fields fields, String key, Function<String, Optional<T>> reader) {
        return fields.childIfPresent(key)
                .map(figure -> read(figure, reader))
                .orElseGet(Figure::absent);
    }

    private static <T> Figure<T> read(Fields figure, Function<String, Optional<T>> reader) {
        String source = figure.text("source").orElse("");
        figure.present("kind", "some text", Optional::of);
        boolean impossible =
                figure.present("amount", "some text", Optional::of)
                        .filter(NONE::equals)
                        .isPresent();
        Figure<T> result =
                impossible
                        ? new Figure.Impossible<>(source)
                        : figure.required("amount", "an amount with its unit", reader)
                                .map(known -> Figure.known(known, source))
                                .orElseGet(Figure::absent);
        figure.close();
        return result;
    }
}
