package io.shardfit.application.format.measurement;

import static io.shardfit.application.measurement.Quantity.CACHE_BLOCKS;
import static io.shardfit.application.measurement.Quantity.CACHE_ROOM;
import static io.shardfit.application.measurement.Quantity.CACHE_TOKENS;
import static io.shardfit.application.measurement.Quantity.CUDA_GRAPHS;
import static io.shardfit.application.measurement.Quantity.DEVICE_TOTAL;
import static io.shardfit.application.measurement.Quantity.ENGINE_BUDGET;
import static io.shardfit.application.measurement.Quantity.FORWARD_PEAK;
import static io.shardfit.application.measurement.Quantity.OUTSIDE_ALLOCATOR;
import static io.shardfit.application.measurement.Quantity.WEIGHTS;

import io.shardfit.application.measurement.Amount;
import io.shardfit.application.measurement.Measurement;
import io.shardfit.application.measurement.PrintedUnit;
import io.shardfit.application.measurement.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What vLLM prints at start-up, from 0.6 to 0.27. GB and GiB are both 2^30 bytes: the loader
/// divides by `float(2**30)` and later by `GiB_bytes`.
///
/// Printed examples: vllm-project/vllm pull 12569 (0.7: `Loading model weights took 67.7229 GB`, `#
/// GPU blocks: 1381`), pull 10511 (0.6.4: one figure a line), issue 11251 (0.6.4.post1: `model
/// weights take 7.51GiB; non_torch_memory takes 0.39GiB; …`), pull 17122 (0.8: `Model loading took
/// 14.9889 GiB`, `GPU KV cache size: 158,656 tokens`), issue 38820 (0.20: `12.66 GiB memory`),
/// issue 21348 (0.9: `Available KV cache memory: 8.11 GiB`), aivrar/vllm-windows-build issue 4
/// (0.21: `Graph capturing finished in 2 secs, took 0.11 GiB`, `CUDA graph pool memory`). The split
/// at level DEBUG is `MemoryProfilingResult.__repr__` of vllm/utils/mem_utils.py (`Total non KV
/// cache memory: …`).
final class VllmLines implements LineReader {
    private static final String PROGRAM = "vLLM";
    private static final String BECAUSE = "vllm-project/vllm divides by 2^30, also under GB";
    private static final PrintedUnit GIB = PrintedUnit.binary("GiB", 30, BECAUSE);
    private static final PrintedUnit GB = PrintedUnit.binary("GB", 30, BECAUSE);
    private static final String SIZE = NUMBER + " ?(GiB|GB)";

    private record Line(Quantity quantity, Pattern pattern) {
        Line(Quantity quantity, String regex) {
            this(quantity, Pattern.compile(regex));
        }
    }

    private static final List<Line> SIZES =
            List.of(
                    new Line(WEIGHTS, "(?:Loading model weights|Model loading) took " + SIZE),
                    new Line(WEIGHTS, "model weights take\\s{1,9}" + SIZE),
                    new Line(WEIGHTS, "Actual usage is " + SIZE + " for weight"),
                    new Line(WEIGHTS, "; weights memory: " + SIZE),
                    new Line(FORWARD_PEAK, "torch peak memory increase: " + SIZE),
                    new Line(OUTSIDE_ALLOCATOR, "non-torch forward increase memory: " + SIZE),
                    new Line(ENGINE_BUDGET, "Requested memory: [0-9.]{1,9} \\(util\\), " + SIZE),
                    new Line(
                            FORWARD_PEAK,
                            "PyTorch activation peak memory(?: takes)?\\s{1,9}" + SIZE),
                    new Line(FORWARD_PEAK, SIZE + " for peak activation"),
                    new Line(OUTSIDE_ALLOCATOR, "non_torch_memory(?: takes)?\\s{1,9}" + SIZE),
                    new Line(OUTSIDE_ALLOCATOR, SIZE + " for non-torch memory"),
                    new Line(CACHE_ROOM, "reserved for KV Cache is " + SIZE),
                    new Line(CACHE_ROOM, "available_kv_cache_memory\\s{1,9}" + SIZE),
                    new Line(CACHE_ROOM, "Available KV cache memory: " + SIZE),
                    new Line(ENGINE_BUDGET, "gpu_memory_utilization \\([0-9.]{1,9}\\) = " + SIZE),
                    new Line(ENGINE_BUDGET, "the current vLLM instance can use\\s{1,9}" + SIZE),
                    new Line(
                            ENGINE_BUDGET,
                            "Desired GPU memory utilization is \\([0-9.]{1,9}, " + SIZE),
                    new Line(DEVICE_TOTAL, "total_gpu_memory(?:\\s{1,9}| \\()" + SIZE),
                    new Line(
                            CUDA_GRAPHS,
                            "Graph capturing finished in [0-9]{1,6} secs, took " + SIZE),
                    new Line(CUDA_GRAPHS, "CUDA graph pool memory: " + SIZE + " \\(actual\\)"));

    private static final Pattern TOKENS =
            Pattern.compile("GPU KV cache size: ([0-9][0-9,]{0,20}) tokens");
    private static final Pattern BLOCKS =
            Pattern.compile("# (?:GPU|CUDA|cuda) blocks: ([0-9]{1,12})");
    private static final Pattern CONCURRENCY =
            Pattern.compile(
                    "Maximum concurrency for ([0-9][0-9,]{0,20}) tokens per request: "
                            + NUMBER
                            + "x");

    /// Less than nothing is left where the rest does not fit; the engine stops after this line.
    private static final Pattern NOTHING_LEFT =
            Pattern.compile(
                    "(?:reserved for KV Cache is|Available KV cache memory:) (-[^,;]{1,40})");

    private final Complaints complaints = new Complaints();

    @Override
    public List<String> complaints() {
        return complaints.all();
    }

    @Override
    public void read(LogLine line, Consumer<Measurement> found) {
        boolean sized = line.has("GiB") || line.has("GB");
        for (Line known : sized ? SIZES : List.<Line>of()) {
            Matcher matcher = known.pattern().matcher(line.text());
            if (matcher.find()) {
                PrintedUnit unit = matcher.group(2).equals("GB") ? GB : GIB;
                found.accept(
                        line.measured(
                                known.quantity(), Amount.rounded(matcher.group(1), unit), PROGRAM));
            }
        }
        Matcher nothing = NOTHING_LEFT.matcher(line.text());
        if (sized && nothing.find()) {
            complaints.add(line.place(), "the room for the cache", nothing.group(1).strip());
        }
        if (line.has("tokens")) {
            counted(CACHE_TOKENS, TOKENS, line, found);
            concurrency(line, found);
        } else if (line.has("blocks: ")) {
            counted(CACHE_BLOCKS, BLOCKS, line, found);
        }
    }

    private static void counted(
            Quantity quantity, Pattern pattern, LogLine line, Consumer<Measurement> found) {
        Matcher matcher = pattern.matcher(line.text());
        if (matcher.find()) {
            number(matcher.group(1))
                    .ifPresent(n ->
                            found.accept(
                                    line.measured(
                                            quantity,
                                            Amount.exactly(n, PrintedUnit.ONE),
                                            PROGRAM)));
        }
    }

    /// The concurrency at a length is the tokens divided by it, rounded to two decimals.
    private static void concurrency(LogLine line, Consumer<Measurement> found) {
        Matcher matcher = CONCURRENCY.matcher(line.text());
        if (matcher.find()) {
            number(matcher.group(1))
                    .map(tokens ->
                            new PrintedUnit(
                                    "× " + tokens + " tokens",
                                    BigDecimal.valueOf(tokens),
                                    "concurrency × length of a request"))
                    .ifPresent(unit ->
                            found.accept(
                                    line.measured(
                                            CACHE_TOKENS,
                                            Amount.rounded(matcher.group(2), unit),
                                            PROGRAM)));
        }
    }

    private static Optional<Long> number(String text) {
        String digits = text.replace(",", "");
        return digits.length() <= 15 ? Optional.of(Long.valueOf(digits)) : Optional.empty();
    }
}
