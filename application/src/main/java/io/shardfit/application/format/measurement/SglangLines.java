package io.shardfit.application.format.measurement;

import static io.shardfit.application.measurement.Quantity.CACHE_TAKEN;
import static io.shardfit.application.measurement.Quantity.CACHE_TOKENS;
import static io.shardfit.application.measurement.Quantity.CUDA_GRAPHS;
import static io.shardfit.application.measurement.Quantity.OUTSIDE_ALLOCATOR;
import static io.shardfit.application.measurement.Quantity.WEIGHTS;

import io.shardfit.application.measurement.Amount;
import io.shardfit.application.measurement.Measurement;
import io.shardfit.application.measurement.PrintedUnit;
import io.shardfit.application.measurement.Quantity;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What SGLang prints at start-up. GB is 2^30 bytes: `get_available_gpu_memory` divides by `1 <<
/// 30`, and the pools by `GB = 1024 * 1024 * 1024`. `mem usage` is how much free memory of the
/// device went away.
///
/// Printed examples: sgl-project/sglang pull 4826 (`Load weight end. type=…, avail mem=131.08 GB,
/// mem usage=8.13 GB.`), pull 11716 (`Init torch distributed ends. mem usage=1.96 GB`, `KV Cache is
/// allocated. #tokens: 2795207, K size: 53.31 GB, V size: 53.31 GB`), pull 27537 (`dtype:
/// torch.bfloat16, #tokens: …`), pull 12978 (`Capture cuda graph end. Time elapsed: 11.35 s. mem
/// usage=1.04 GB.`), pull 17985 (`PP1 TP0`, `elapsed=6.21 s`).
final class SglangLines implements LineReader {
    private static final String PROGRAM = "SGLang";
    private static final PrintedUnit GB =
            PrintedUnit.binary("GB", 30, "sgl-project/sglang divides by 1 << 30");
    private static final Pattern WEIGHT =
            Pattern.compile("Load weight end\\..{0,300}?mem usage=" + NUMBER + " GB");
    private static final Pattern GRAPH =
            Pattern.compile(
                    "Capture [a-zA-Z ]{0,40}graph end\\..{0,200}?mem usage=" + NUMBER + " GB");
    private static final Pattern DISTRIBUTED =
            Pattern.compile("Init torch distributed ends\\..{0,80}?mem usage=" + NUMBER + " GB");
    private static final Pattern CACHE =
            Pattern.compile("KV Cache is allocated\\..{0,80}?#tokens: ([0-9]{1,15})");
    private static final Pattern HALVES =
            Pattern.compile("K size: " + NUMBER + " GB, V size: " + NUMBER + " GB");
    private static final Pattern WHOLE = Pattern.compile("KV size: " + NUMBER + " GB");
    private static final Pattern MOST = Pattern.compile("max_total_num_tokens=([0-9]{1,15})\\b");

    @Override
    public void read(LogLine line, Consumer<Measurement> found) {
        if (!line.has("mem usage=") && !line.has("tokens")) {
            return;
        }
        used(WEIGHTS, WEIGHT, line, found);
        used(CUDA_GRAPHS, GRAPH, line, found);
        used(OUTSIDE_ALLOCATOR, DISTRIBUTED, line, found);
        tokens(MOST, line, found);
        if (tokens(CACHE, line, found)) {
            used(CACHE_TAKEN, WHOLE, line, found);
            Matcher halves = HALVES.matcher(line.text());
            if (halves.find()) {
                Amount both =
                        Amount.rounded(halves.group(1), GB)
                                .plus(Amount.rounded(halves.group(2), GB));
                found.accept(line.measured(CACHE_TAKEN, both, PROGRAM));
            }
        }
    }

    private static void used(
            Quantity quantity, Pattern pattern, LogLine line, Consumer<Measurement> found) {
        Matcher matcher = pattern.matcher(line.text());
        if (matcher.find()) {
            found.accept(line.measured(quantity, Amount.rounded(matcher.group(1), GB), PROGRAM));
        }
    }

    private static boolean tokens(Pattern pattern, LogLine line, Consumer<Measurement> found) {
        Matcher matcher = pattern.matcher(line.text());
        boolean there = matcher.find();
        if (there) {
            found.accept(
                    line.measured(
                            CACHE_TOKENS,
                            Amount.exactly(Long.parseLong(matcher.group(1)), PrintedUnit.ONE),
                            PROGRAM));
        }
        return there;
    }
}
