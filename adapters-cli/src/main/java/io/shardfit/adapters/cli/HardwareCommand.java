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
    private static final String ROW = "%-28s %11s %11s %11s %12s %15s";

    @Override
    public Integer call() {
        Terminal terminal = Terminal.ofProcess();
        terminal.line(
                ROW.formatted("name", "marketed", "device", "usable", "bandwidth", "dense bf16"));
        for (NamedGpu named : GpuCatalogue.shipped().gpus()) {
            Gpu gpu = named.gpu();
            terminal.line(
                    ROW.formatted(
                            gpu.name(),
                            size(gpu.memory().marketed()),
                            size(gpu.memory().device()),
                            size(gpu.memory().usable()),
                            shown(gpu.memoryRate()),
                            shown(gpu.peakAt(Precision.BF16))));
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
