package io.shardfit.application.format.measurement;

import io.shardfit.application.measurement.Measurement;
import io.shardfit.application.measurement.Origin;
import io.shardfit.application.measurement.Quantity;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The table that `nvidia-smi` prints without options: a GPU has a line with its number and name
/// and below it one with `73210MiB / 81559MiB` (for example vllm-project/vllm issue 8185).
final class NvidiaSmiTableLines implements LineReader {
    private static final Pattern NAME =
            Pattern.compile("^\\| {1,4}([0-9]{1,3}) {2,4}[A-Za-z].{3,60}\\|.{3,60}\\|.{3,60}\\|");
    private static final Pattern USAGE =
            Pattern.compile("\\| {0,20}([0-9]{1,9})MiB / {1,9}([0-9]{1,9})MiB \\|");

    private static final Pattern ANY_USAGE =
            Pattern.compile("\\| {0,20}([^ |]{1,60})MiB / {1,9}([^ |]{1,60})MiB \\|");

    private final Complaints complaints = new Complaints();
    private int gpu;

    @Override
    public void read(LogLine line, Consumer<Measurement> found) {
        Matcher name = NAME.matcher(line.text());
        if (name.find()) {
            gpu = Integer.parseInt(name.group(1));
        }
        Matcher usage = USAGE.matcher(line.text());
        if (usage.find()) {
            Origin device = new Origin.Device(gpu);
            found.accept(
                    line.measured(
                            Quantity.DEVICE_USED,
                            NvidiaSmi.mebibytes(usage.group(1)),
                            device,
                            NvidiaSmi.PROGRAM));
            found.accept(
                    line.measured(
                            Quantity.DEVICE_TOTAL,
                            NvidiaSmi.mebibytes(usage.group(2)),
                            device,
                            NvidiaSmi.PROGRAM));
            return;
        }
        Matcher any = ANY_USAGE.matcher(line.text());
        if (any.find()) {
            complaints.add(
                    line.place(),
                    "the memory usage of GPU " + gpu,
                    "%sMiB / %sMiB".formatted(any.group(1), any.group(2)));
        }
    }

    @Override
    public List<String> complaints() {
        return complaints.all();
    }
}
