package io.shardfit.application.format.measurement;

import io.shardfit.application.measurement.Amount;
import io.shardfit.application.measurement.Measurement;
import io.shardfit.application.measurement.PrintedUnit;
import io.shardfit.application.measurement.Quantity;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The step line of torchtitan: the peak of *reserved* memory since the line before
/// (pytorch/torchtitan@b5bcd76 torchtitan/components/metrics.py:60-87, 527-545), and the capacity
/// line (metrics.py:93-99).
final class TorchtitanLines implements LineReader {
    private static final String PROGRAM = "torchtitan";
    private static final PrintedUnit GIB =
            PrintedUnit.binary("GiB", 30, "pytorch/torchtitan@b5bcd76 divides by 1024^3");
    private static final Pattern STEP =
            Pattern.compile("step: {1,9}[0-9]{1,12} .{0,200}?memory: {1,5}" + NUMBER + "GiB\\(");
    private static final Pattern CAPACITY =
            Pattern.compile("CUDA capacity: .{1,80} with " + NUMBER + "GiB memory");

    @Override
    public void read(LogLine line, Consumer<Measurement> found) {
        if (!line.has("GiB")) {
            return;
        }
        Matcher step = STEP.matcher(line.text());
        if (step.find()) {
            found.accept(
                    line.measured(
                            Quantity.RESERVED_PEAK, Amount.rounded(step.group(1), GIB), PROGRAM));
        }
        Matcher capacity = CAPACITY.matcher(line.text());
        if (capacity.find()) {
            found.accept(
                    line.measured(
                            Quantity.DEVICE_TOTAL,
                            Amount.rounded(capacity.group(1), GIB),
                            PROGRAM));
        }
    }
}
