package io.shardfit.adapters.web.page;

import io.shardfit.domain.memory.MemoryPart;
import io.shardfit.domain.memory.ServingMemory;
import io.shardfit.domain.memory.StageMemory;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.ByteUnit;
import io.shardfit.domain.quantity.Estimate;
import io.shardfit.domain.verdict.Assessment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The fullest GPU as one bar of parts, drawn to scale against what the device has, with the same
/// figures as rows. Lengths are in thousandths of the picture's width.
///
/// @param budget where the budget ends; an engine fills the device on purpose and has none
/// @param capacity where what can be allocated ends
/// @param path of the stage in the verdict document
public record MemoryStack(
        String title,
        List<Part> parts,
        Optional<Line> budget,
        Line capacity,
        Row total,
        String path) {
    private static final int WIDTH = 1000;
    private static final int KINDS = 7;

    /// A piece of the bar.
    ///
    /// @param kind 0 to 6, which pattern and colour it has
    /// @param letter by which the table names it, shown where the piece is wide enough
    /// @param path of its figures in the verdict document
    public record Part(int x, int width, int kind, String letter, Row row, String path) {
        private static final int READABLE = 18;

        public boolean isWide() {
            return width >= READABLE;
        }

        public int middle() {
            return x + width / 2;
        }
    }

    /// A line across the bar.
    public record Line(int x, String label) {}

    /// The figures of a part, in GiB.
    public record Row(String label, String low, String expected, String high, String basis) {}

    public static MemoryStack of(Assessment assessment) {
        StageMemory worst = assessment.memory().worst();
        return of(
                assessment,
                worst,
                "Rank %d, the fullest: stage %d of %d"
                        .formatted(
                                assessment.memory().worstRank(),
                                worst.layers().stage(),
                                assessment.plan().strategy().pipeline()));
    }

    /// {@return one for each distinct stage, the fullest first, all to one scale}
    static List<MemoryStack> each(Assessment assessment) {
        Map<List<Estimate>, List<StageMemory>> alike = new LinkedHashMap<>();
        for (StageMemory stage : assessment.memory().stages()) {
            alike.computeIfAbsent(estimates(stage), _ -> new ArrayList<>()).add(stage);
        }
        return alike.values().stream()
                .sorted(
                        Comparator.comparing((List<StageMemory> same) ->
                                        same.getFirst().total().expected())
                                .reversed())
                .map(same -> of(assessment, same.getFirst(), title(assessment, same)))
                .toList();
    }

    private static List<Estimate> estimates(StageMemory stage) {
        return stage.model().parts().stream().map(stage::part).toList();
    }

    private static String title(Assessment assessment, List<StageMemory> same) {
        String stages =
                same.stream()
                        .map(stage -> String.valueOf(stage.layers().stage()))
                        .collect(Collectors.joining(", "));
        return "Rank %d%s: stage %s of %d"
                .formatted(
                        assessment.memory().rankOf(same.getFirst()),
                        same.stream().anyMatch(assessment.memory().worst()::equals)
                                ? ", the fullest"
                                : "",
                        stages,
                        assessment.plan().strategy().pipeline());
    }

    private static MemoryStack of(Assessment assessment, StageMemory stage, String title) {
        ByteSize capacity = assessment.budget().capacity().bytes();
        ByteSize scale =
                assessment
                        .memory()
                        .worst()
                        .total()
                        .expected()
                        .max(assessment.budget().device().bytes());
        return new MemoryStack(
                title,
                parts(stage, scale),
                stage.model() instanceof ServingMemory
                        ? Optional.empty()
                        : Optional.of(line("budget", assessment.budget().budget(), scale)),
                line(assessment.budget().capacity().meaning().word(), capacity, scale),
                row("total", stage.total()),
                "memory.stages[%d]".formatted(stage.layers().stage()));
    }

    private static List<Part> parts(StageMemory worst, ByteSize scale) {
        List<Part> parts = new ArrayList<>();
        long end = 0;
        for (MemoryPart part : worst.model().parts()) {
            Estimate size = worst.part(part);
            if (size.high().equals(ByteSize.ZERO)) {
                continue; // it lies on other stages only
            }
            int from = at(ByteSize.ofBytes(end), scale);
            end += size.expected().bytes();
            int index = parts.size();
            parts.add(
                    new Part(
                            from,
                            at(ByteSize.ofBytes(end), scale) - from,
                            index % KINDS,
                            String.valueOf((char) ('A' + index % 26)),
                            row(part.label(), size),
                            "memory.stages[%d].parts[%s]"
                                    .formatted(worst.layers().stage(), part.id())));
        }
        return parts;
    }

    private static Line line(String name, ByteSize size, ByteSize scale) {
        return new Line(at(size, scale), name + " " + size);
    }

    private static Row row(String label, Estimate size) {
        return new Row(
                label,
                gibibytes(size.low()),
                gibibytes(size.expected()),
                gibibytes(size.high()),
                size.basis().word());
    }

    private static String gibibytes(ByteSize size) {
        return size.in(ByteUnit.GIBIBYTE, 2).replace(" GiB", ""); // the table's caption says it
    }

    private static int at(ByteSize size, ByteSize scale) {
        return (int) Math.round(size.shareOf(scale).fraction() * WIDTH);
    }
}
