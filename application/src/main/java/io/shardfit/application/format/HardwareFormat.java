package io.shardfit.application.format;

import io.shardfit.application.catalogue.GpuCatalogue;
import io.shardfit.application.format.SourceNode.Mapping;
import io.shardfit.application.format.SourceNode.Scalar;
import io.shardfit.domain.hardware.Cluster;
import io.shardfit.domain.hardware.Figure;
import io.shardfit.domain.hardware.Gpu;
import io.shardfit.domain.hardware.GpuMemory;
import io.shardfit.domain.quantity.ByteRate;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.FlopRate;
import io.shardfit.domain.quantity.Precision;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.verdict.Budget;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The `hardware` section of a plan: a GPU of the catalogue or one described in place.
final class HardwareFormat {
    private static final String BYTES = "an amount with its unit, such as 80 GiB or 80 GB";

    private final Problems problems;
    private final Fields hardware;
    private final GpuCatalogue catalogue;

    HardwareFormat(Problems problems, Fields hardware, GpuCatalogue catalogue) {
        this.problems = problems;
        this.hardware = hardware;
        this.catalogue = catalogue;
    }

    Optional<Cluster> cluster() {
        int gpus = hardware.integer("gpus", 1);
        int perNode =
                hardware.integerOr(
                        "gpusPerNode", 1, Math.min(8, gpus), "usual size of a node, 8 GPUs");
        Figure<ByteRate> network =
                hardware.present("network", "a rate such as 50 GB/s", Amounts::byteRate)
                        .map(rate -> Figure.known(rate, "the plan"))
                        .orElse(Figure.absent());
        return gpu().map(gpu -> new Cluster(gpu, gpus, perNode, network));
    }

    /// {@return the margin; it is not assumed for an engine, to which it does not apply}
    Share safetyMargin(boolean applies) {
        Optional<Share> given =
                hardware.present(
                        "safetyMargin",
                        "a share from 0 % to 50 %, such as 8 %",
                        text -> Amounts.percent(text).filter(share -> share.fraction() <= 0.5));
        if (applies && !hardware.has("safetyMargin")) {
            problems.assume(
                    hardware.pathOf("safetyMargin"),
                    Budget.DEFAULT_MARGIN,
                    "docs/adr/0005-safety-margin.md");
        }
        return given.orElse(Budget.DEFAULT_MARGIN);
    }

    void close() {
        hardware.close();
    }

    private Optional<Gpu> gpu() {
        Optional<SourceNode> node = hardware.node("gpu");
        if (node.isEmpty()) {
            hardware.error(
                    "gpu", "is missing", "expected a GPU name such as H100-SXM-80GB, or a mapping");
            return Optional.empty();
        }
        return switch (node.orElseThrow()) {
            case Scalar scalar -> named(scalar.text());
            case Mapping mapping ->
                    described(new Fields(problems, hardware.pathOf("gpu"), mapping));
            case SourceNode.Sequence list -> {
                hardware.error("gpu", "is " + list.kind(), "expected a GPU name, or a mapping");
                yield Optional.empty();
            }
        };
    }

    private Optional<Gpu> named(String name) {
        Optional<Gpu> gpu = catalogue.find(name);
        if (gpu.isEmpty()) {
            hardware.error(
                    "gpu",
                    "is \"" + name + "\", which is not in the catalogue",
                    Spelling.closest(name, catalogue.names())
                                    .map(meant -> "did you mean `" + meant + "`? ")
                                    .orElse("")
                            + "describe it in place with {name, memory} or list the names with"
                            + " `shardfit hardware`");
        }
        return gpu;
    }

    private Optional<Gpu> described(Fields fields) {
        String name = fields.text("name").orElse("");
        Optional<ByteSize> memory = fields.required("memory", BYTES, positive(Amounts::bytes));
        Figure<ByteSize> usable =
                figure(fields.present("usableMemory", BYTES, positive(Amounts::bytes)));
        Map<Precision, Figure<FlopRate>> peak =
                fields.childIfPresent("peakFlops").map(HardwareFormat::peak).orElse(Map.of());
        Figure<ByteRate> rate =
                figure(
                        fields.present(
                                "memoryBandwidth", "a rate such as 2.0 TB/s", Amounts::byteRate));
        fields.close();
        if (memory.isPresent()
                && usable.value()
                        .filter(size -> size.isMoreThan(memory.orElseThrow()))
                        .isPresent()) {
            fields.error(
                    "usableMemory",
                    "is more than the memory of the GPU",
                    "expected at most " + memory.orElseThrow());
        }
        return memory.map(bytes ->
                new Gpu(
                        name,
                        new GpuMemory(Figure.absent(), Figure.known(bytes, "the plan"), usable),
                        peak,
                        rate,
                        Figure.absent()));
    }

    private static Function<String, Optional<ByteSize>> positive(
            Function<String, Optional<ByteSize>> reader) {
        return text -> reader.apply(text).filter(size -> size.bytes() > 0);
    }

    private static <T> Figure<T> figure(Optional<T> value) {
        return value.map(known -> Figure.known(known, "the plan")).orElse(Figure.absent());
    }

    private static Map<Precision, Figure<FlopRate>> peak(Fields fields) {
        Map<Precision, Figure<FlopRate>> peak = new EnumMap<>(Precision.class);
        for (Precision precision : Precision.values()) {
            fields.present(precision.word(), "a rate such as 19.5 TFLOPS", Amounts::flopRate)
                    .ifPresent(rate -> peak.put(precision, Figure.known(rate, "the plan")));
        }
        fields.close();
        return peak;
    }
}
