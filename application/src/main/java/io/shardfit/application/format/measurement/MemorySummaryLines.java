package io.shardfit.application.format.measurement;

import io.shardfit.application.measurement.Amount;
import io.shardfit.application.measurement.Measurement;
import io.shardfit.application.measurement.Origin;
import io.shardfit.application.measurement.PrintedUnit;
import io.shardfit.application.measurement.Quantity;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `torch.cuda.memory_summary()`: sizes are cut off, not rounded, and in binary units, which were
/// written KB, MB and GB before PyTorch 2.0 (pytorch/pytorch@00b65a0 torch/cuda/memory.py,
/// `memory_summary`; pytorch/pytorch pull 91854).
final class MemorySummaryLines implements LineReader {
    private static final String PROGRAM = "torch.cuda.memory_summary";
    private static final String BECAUSE = "pytorch/pytorch@00b65a0 divides by 1024";
    private static final Pattern TITLE =
            Pattern.compile("PyTorch CUDA memory summary, device ID ([0-9]{1,4})");
    private static final Pattern ROW =
            Pattern.compile(
                    "\\| (Allocated memory|GPU reserved memory) {1,20}\\| {0,9}([0-9]{1,15}) {1,3}"
                            + "([KMGTP]?i?B) {0,3}\\| {0,9}([0-9]{1,15}) {1,3}([KMGTP]?i?B)");

    private Origin device = new Origin.Unknown();
    private boolean waiting;

    @Override
    public void read(LogLine line, Consumer<Measurement> found) {
        if (!line.has("emory")) {
            return;
        }
        Matcher title = TITLE.matcher(line.text());
        if (title.find()) {
            device =
                    line.origin() instanceof Origin.Unknown
                            ? new Origin.Device(Integer.parseInt(title.group(1)))
                            : line.origin();
            waiting = true;
        }
        Matcher row = ROW.matcher(line.text());
        if (row.find()) {
            boolean allocated = row.group(1).equals("Allocated memory");
            waiting = waiting && allocated;
            Origin who = line.origin() instanceof Origin.Unknown ? device : line.origin();
            found.accept(
                    line.measured(
                            allocated ? Quantity.ALLOCATED_PEAK : Quantity.RESERVED_PEAK,
                            Amount.cutOff(row.group(4), unit(row.group(5))),
                            who,
                            PROGRAM));
        }
    }

    private static PrintedUnit unit(String symbol) {
        int power = symbol.equals("B") ? 0 : 10 * (1 + "KMGTP".indexOf(symbol.charAt(0)));
        return PrintedUnit.binary(symbol, power, BECAUSE);
    }

    @Override
    public Optional<String> unfinished() {
        return waiting
                ? Optional.of("a memory summary ends before its row `GPU reserved memory`")
                : Optional.empty();
    }
}
