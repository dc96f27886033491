package io.shardfit.adapters.cli;

import io.shardfit.application.catalogue.GpuCatalogue;
import io.shardfit.application.format.CatalogueFormat.NamedGpu;
import io.shardfit.domain.hardware.Figure;
import io.shardfit.domain.hardware.Gpu;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Precision;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Lists the GPUs that plans may name.
@Command(
        name = "hardware",
        mixinStandardHelpOptions = true,
        description = "Lists the GPUs of the catalogue; - means that no figure is published.")
final class HardwareCommand implements Callable<Integer> {
    private static final String ROW = "%-27s %10s %10s %11s %13s";

    /// What a GPU is sold as has a column of its own only where there is room: its name says it.
    private static final String WIDE = ROW + " %10s";

    private static final int WIDE_ENOUGH = 86;

    @Override
    public Integer call() {
        Terminal terminal = Terminal.ofProcess();
        String row = terminal.width() >= WIDE_ENOUGH ? WIDE : ROW;
        terminal.line(
                row.formatted("name", "device", "usable", "bandwidth", "dense bf16", "marketed"));
        for (NamedGpu named : GpuCatalogue.shipped().gpus()) {
            Gpu gpu = named.gpu();
            terminal.line(
                    row.formatted(
                            gpu.name(),
                            size(gpu.memory().device()),
                            size(gpu.memory().usable()),
                            shown(gpu.memoryRate()),
                            shown(gpu.peakAt(Precision.BF16)),
                            size(gpu.memory().marketed())));
        }
        terminal.finish();
        return ExitCode.PASSED;
    }

    private static String size(Figure<ByteSize> figure) {
        return figure.value().map(ByteSize::toString).orElse("-");
    }

    private static String shown(Figure<?> figure) {
        return figure.value().map(Object::toString).orElse("-");
    }
}
