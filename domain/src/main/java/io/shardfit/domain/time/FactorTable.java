package io.shardfit.domain.time;

import io.shardfit.domain.hardware.Gpu;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The measured shares and latencies of the model as text, for its documentation.
public final class FactorTable {
    /// @param fast the end that makes a step shorter
    /// @param slow the end that makes a step longer
    public record Row(String factor, String fast, String expected, String slow, String source) {}

    private FactorTable() {}

    /// {@return all factors but those of matrix products, which depend on the GPU}
    public static List<Row> shared() {
        List<Row> rows = new ArrayList<>();
        rows.add(share("matrix products of an unmeasured GPU", AchievedShares.ANY_MATMUL));
        rows.add(share("products of routed experts, over that", AchievedShares.GROUPED));
        rows.add(share("score and value products", AchievedShares.ATTENTION));
        rows.add(share("memory bandwidth", AchievedShares.MEMORY));
        rows.add(share("links of a node", AchievedShares.LINK));
        rows.add(share("network between nodes", AchievedShares.NETWORK));
        rows.add(share("all-to-all, over a ring", AchievedShares.ALL_TO_ALL));
        rows.add(share("DeepEP and HybridEP, over a ring", AchievedShares.DEEPEP));
        rows.add(time("start of a collective in a node", Latencies.INSIDE_A_NODE.start()));
        rows.add(time("its ramp, at most", Latencies.INSIDE_A_NODE.ramp()));
        rows.add(time("start of a collective between nodes", Latencies.BETWEEN_NODES.start()));
        rows.add(time("its ramp, at most", Latencies.BETWEEN_NODES.ramp()));
        rows.add(time("start of a kernel when serving", ServingPass.KERNEL));
        rows.add(share("exposed: tensor parallelism", TrainingExchanges.TENSOR_EXPOSED));
        rows.add(share("exposed: experts", TrainingExchanges.EXPERTS_EXPOSED));
        rows.add(share("exposed: experts under DualPipe", TrainingExchanges.EXPERTS_HIDDEN));
        rows.add(share("exposed: ring of context parallelism", TrainingExchanges.RING_EXPOSED));
        rows.add(share("exposed: sends of 1F1B", TrainingExchanges.SENDS_EXPOSED));
        rows.add(share("exposed: sends of interleaved stages", TrainingExchanges.SENDS_HIDDEN));
        rows.add(
                share(
                        "micro-batch behind which gradients hide, once a step",
                        TrainingExchanges.Data.ONCE));
        rows.add(
                share(
                        "micro-batch behind which sharded weights hide",
                        TrainingExchanges.Data.EVERY_PASS));
        return List.copyOf(rows);
    }

    /// {@return what matrix products of a GPU reach in every precision it has a peak for}
    public static List<Row> matmul(Gpu gpu) {
        return gpu.peak().keySet().stream()
                .sorted()
                .filter(precision -> gpu.peakAt(precision).value().isPresent())
                .map(precision ->
                        share(
                                gpu.name() + ", " + precision.word(),
                                AchievedShares.matmul(gpu, precision)))
                .toList();
    }

    private static Row share(String name, Factor factor) {
        return row(name, factor, 1, "");
    }

    private static Row time(String name, Factor factor) {
        return row(name, factor, 1e6, " µs");
    }

    private static Row row(String name, Factor factor, double scale, String unit) {
        return new Row(
                name,
                number(factor.fast() * scale, unit),
                number(factor.expected() * scale, unit),
                number(factor.slow() * scale, unit),
                factor.source());
    }

    private static String number(double value, String unit) {
        return unit.isEmpty()
                ? String.format(Locale.ROOT, "%.2f", value)
                : String.format(Locale.ROOT, "%.0f", value) + unit;
    }
}
