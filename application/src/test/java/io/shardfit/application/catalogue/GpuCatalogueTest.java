package io.shardfit.application.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.shardfit.application.format.CatalogueFormat.NamedGpu;
import io.shardfit.domain.hardware.Figure;
import io.shardfit.domain.hardware.Figure.Known;
import io.shardfit.domain.hardware.Gpu;
import io.shardfit.domain.hardware.GpuMemory;
import io.shardfit.domain.quantity.ByteRate;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.FlopRate;
import io.shardfit.domain.quantity.Precision;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GpuCatalogueTest {
    private static final GpuCatalogue CATALOGUE = GpuCatalogue.shipped();

    static List<NamedGpu> gpus() {
        return CATALOGUE.gpus();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A100-40GB",
                "A100-80GB",
                "A100-SXM-40GB",
                "A100-SXM-80GB",
                "A100-PCIe-40GB",
                "A100-PCIe-80GB",
                "H100",
                "H100-SXM",
                "H100-PCIe",
                "H100-NVL",
                "H200",
                "H20-96GB",
                "B200",
                "B300",
                "GB200",
                "L4",
                "L40S",
                "A10G",
                "RTX-3090",
                "RTX-4090",
                "RTX-5090",
                "V100-SXM-16GB",
                "V100-SXM-32GB",
                "MI250X",
                "MI300X",
                "MI325X",
                "MI355X"
            })
    void everyGpuThatPeopleAskForIsThere(String name) {
        assertThat(CATALOGUE.find(name)).isPresent();
    }

    @Test
    void aNameIsFoundInAnyCaseAndGivesOneGpu() {
        assertThat(CATALOGUE.find("h100-sxm-80gb")).isEqualTo(CATALOGUE.find("H100"));
        assertThat(CATALOGUE.find("H100-SXM")).contains(gpu("H100"));
        assertThat(CATALOGUE.find("")).isEmpty();
        assertThat(CATALOGUE.find("TPU-v5e")).isEmpty();
    }

    @Test
    void noTwoGpusShareAName() {
        assertThat(CATALOGUE.names().stream().map(name -> name.toLowerCase(Locale.ROOT)))
                .hasSizeGreaterThan(60)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z0-9.-]+"));
    }

    @ParameterizedTest
    @MethodSource("gpus")
    void everyFigureHasASource(NamedGpu named) {
        assertThat(figures(named.gpu()))
                .isNotEmpty()
                .allSatisfy(figure -> {
                    if (figure instanceof Known<?>(Object amount, String source)) {
                        assertThat(source)
                                .as("%s %s", named.gpu().name(), amount)
                                .hasSizeGreaterThan(8);
                    }
                });
    }

    private static List<Figure<?>> figures(Gpu gpu) {
        return Stream.<Figure<?>>concat(
                        Stream.of(
                                gpu.memory().marketed(),
                                gpu.memory().device(),
                                gpu.memory().usable(),
                                gpu.memoryRate(),
                                gpu.link()),
                        gpu.peak().values().stream())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("gpus")
    void whatCanBeUsedIsNoMoreThanTheDeviceHas(NamedGpu named) {
        GpuMemory memory = named.gpu().memory();

        assertThat(memory.allocatable().bytes()).isBetween(ByteSize.ofGiB(14), ByteSize.ofGiB(300));
        if (memory.usable() instanceof Known<ByteSize>(ByteSize usable, _)
                && memory.device() instanceof Known<ByteSize>(ByteSize device, _)) {
            assertThat(usable.shareOf(device).fraction()).isBetween(0.90, 1.0);
        }
        if (memory.marketed() instanceof Known<ByteSize>(ByteSize marketed, _)
                && memory.device() instanceof Known<ByteSize>(ByteSize device, _)) {
            assertThat(device.shareOf(marketed).fraction()).isBetween(0.90, 1.08);
        }
    }

    @ParameterizedTest
    @MethodSource("gpus")
    void ratesArePlausible(NamedGpu named) {
        named.gpu()
                .memoryRate()
                .value()
                .map(ByteRate::perSecond)
                .ifPresent(rate -> assertThat(rate).isBetween(250e9, 10e12));
        named.gpu()
                .link()
                .value()
                .map(ByteRate::perSecond)
                .ifPresent(rate -> assertThat(rate).isBetween(8e9, 1e12));
        named.gpu()
                .peak()
                .forEach((precision, figure) ->
                        figure.value()
                                .ifPresent(rate ->
                                        assertThat(rate.perSecond() / 1e12)
                                                .as("%s %s", named.gpu().name(), precision)
                                                .isBetween(
                                                        precision == Precision.FP32 ? 10.0 : 25.0,
                                                        20_000.0)));
    }

    @ParameterizedTest
    @MethodSource("gpus")
    void fewerBitsAreNeverSlower(NamedGpu named) {
        Gpu gpu = named.gpu();
        List<Precision> floats =
                List.of(Precision.TF32, Precision.BF16, Precision.FP8, Precision.FP4);
        for (Precision wide : floats) {
            for (Precision narrow : floats) {
                if (narrow.bits() < wide.bits() && isKnown(gpu, narrow) && isKnown(gpu, wide)) {
                    assertThat(tera(gpu.peakAt(narrow)))
                            .isGreaterThanOrEqualTo(tera(gpu.peakAt(wide)));
                }
            }
        }
        if (isKnown(gpu, Precision.BF16) && isKnown(gpu, Precision.FP16)) {
            assertThat(tera(gpu.peakAt(Precision.FP16)))
                    .isCloseTo(tera(gpu.peakAt(Precision.BF16)), withinPercentage(1));
        }
    }

    private static boolean isKnown(Gpu gpu, Precision precision) {
        return gpu.peakAt(precision) instanceof Figure.Known;
    }

    private static double tera(Figure<FlopRate> figure) {
        return figure.value().orElseThrow().perSecond() / 1e12;
    }

    @ParameterizedTest
    @CsvSource({
        "A100-SXM-80GB, 81920, 2.039, 312",
        "H100-SXM-80GB, 81559, 3.35, 989",
        "H200, 143771, 4.8, 989",
        "L4, 23034, 0.3, 121",
    })
    void figuresAreThoseOfTheDataSheet(String name, long mebibytes, double terabytes, double tera) {
        Gpu gpu = gpu(name);

        assertThat(gpu.memory().onDevice().bytes()).isEqualTo(ByteSize.ofMiB(mebibytes));
        assertThat(gpu.memoryRate().value().orElseThrow().perSecond() / 1e12)
                .isBetween(terabytes * 0.99, terabytes * 1.01);
        assertThat(tera(gpu.peakAt(Precision.BF16))).isBetween(tera * 0.99, tera * 1.01);
    }

    @ParameterizedTest
    @CsvSource({"A100-SXM-80GB, FP8", "V100-SXM-32GB, BF16", "RTX-3090, FP8", "MI250X, FP8"})
    void whatADeviceCannotDoIsNoUnknownFigure(String name, Precision precision) {
        assertThat(gpu(name).peakAt(precision)).isInstanceOf(Figure.Impossible.class);
    }

    @Test
    void whatIsNotPublishedStaysAbsent() {
        assertThat(gpu("A100-SXM-80GB").peakAt(Precision.FP4)).isEqualTo(Figure.absent());
        assertThat(gpu("A100-PCIe-80GB").memory().usable()).isEqualTo(Figure.absent());
        assertThat(gpus())
                .anySatisfy(named -> assertThat(named.gpu().link()).isEqualTo(Figure.absent()));
        assertThat(gpu("A100-PCIe-80GB").memory().allocatable().meaning())
                .isEqualTo(GpuMemory.Meaning.DEVICE);
    }

    private static Gpu gpu(String name) {
        return CATALOGUE.find(name).orElseThrow();
    }
}
