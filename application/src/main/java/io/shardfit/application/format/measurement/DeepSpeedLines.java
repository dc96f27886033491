package io.shardfit.application.format.measurement;

import io.shardfit.application.measurement.Amount;
import io.shardfit.application.measurement.Measurement;
import io.shardfit.application.measurement.Origin;
import io.shardfit.application.measurement.PrintedUnit;
import io.shardfit.application.measurement.Quantity;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `see_memory_usage` of DeepSpeed: rank 0 alone prints, GB is 2^30 bytes, each call resets the
/// peaks, and `Max_CA` is rounded to a whole GB (deepspeedai/DeepSpeed@03959e2
/// deepspeed/runtime/utils.py, `see_memory_usage`). `memory_status` of the same file prints four
/// decimals after `MEMSTATS`.
final class DeepSpeedLines implements LineReader {
    private static final String PROGRAM = "DeepSpeed";
    private static final PrintedUnit GB =
            PrintedUnit.binary("GB", 30, "deepspeedai/DeepSpeed@03959e2 divides by 1024^3");
    private static final Pattern USAGE =
            Pattern.compile(
                    "\\bMA "
                            + NUMBER
                            + " GB {1,20}Max_MA "
                            + NUMBER
                            + " GB {1,20}CA "
                            + NUMBER
                            + " GB {1,20}Max_CA "
                            + NUMBER
                            + " GB");
    private static final Pattern STATUS =
            Pattern.compile(
                    "RANK=([0-9]{1,7}) MEMSTATS.{0,300}?current alloc="
                            + NUMBER
                            + "GB \\(delta=[-0-9.]{1,20}GB max="
                            + NUMBER
                            + "GB\\) current cache="
                            + NUMBER
                            + "GB \\(delta=[-0-9.]{1,20}GB max="
                            + NUMBER
                            + "GB\\)");

    @Override
    public void read(LogLine line, Consumer<Measurement> found) {
        if (!line.has("Max_MA") && !line.has("MEMSTATS")) {
            return;
        }
        Matcher usage = USAGE.matcher(line.text());
        if (usage.find()) {
            Origin zero =
                    line.origin() instanceof Origin.Unknown ? new Origin.Rank(0) : line.origin();
            peaks(line, zero, usage.group(2), usage.group(4), found);
        }
        Matcher status = STATUS.matcher(line.text());
        if (status.find()) {
            Origin rank = new Origin.Rank(Integer.parseInt(status.group(1)));
            peaks(line, rank, status.group(3), status.group(5), found);
        }
    }

    private static void peaks(
            LogLine line,
            Origin who,
            String allocated,
            String reserved,
            Consumer<Measurement> found) {
        found.accept(
                line.measured(
                        Quantity.ALLOCATED_PEAK, Amount.rounded(allocated, GB), who, PROGRAM));
        found.accept(
                line.measured(Quantity.RESERVED_PEAK, Amount.rounded(reserved, GB), who, PROGRAM));
    }
}
