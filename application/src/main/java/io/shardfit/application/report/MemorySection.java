package io.shardfit.application.report;

import io.shardfit.application.CheckedPlan;
import io.shardfit.domain.memory.MemoryPart;
import io.shardfit.domain.memory.ServingMemory;
import io.shardfit.domain.memory.StageMemory;
import io.shardfit.domain.plan.Declarations.DeclaredMemory;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.ByteUnit;
import io.shardfit.domain.quantity.Estimate;
import io.shardfit.domain.verdict.Assessment;
import io.shardfit.domain.verdict.Budget;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Performance impact, memory: what the worst GPU holds, and what was declared.
final class MemorySection {
    private MemorySection() {}

    static void write(Markdown text, List<CheckedPlan> plans) {
        text.heading(2, "Performance impact");
        text.heading(3, "Memory constraints");
        for (CheckedPlan plan : plans) {
            text.heading(4, plan.verdict().plan().name());
            Optional<Assessment> assessment = Assessments.of(plan.verdict());
            if (assessment.isEmpty()) {
                text.paragraph(
                        "Not computed: the strategy has no lawful shape, so bytes per GPU have no"
                                + " meaning.");
            }
            assessment.ifPresent(known -> write(text, known));
        }
    }

    private static void write(Markdown text, Assessment assessment) {
        Budget budget = assessment.budget();
        assessment
                .plan()
                .declared()
                .memoryPerGpu()
                .ifPresent(declared -> declared(text, declared, budget));
        StageMemory worst = assessment.memory().worst();
        text.paragraph(
                "Computed for rank %d (stage %d), the fullest GPU:"
                        .formatted(assessment.memory().worstRank(), worst.layers().stage()));
        Markdown.Table table = text.table("part", "low", "expected", "high", "basis");
        for (MemoryPart part : worst.model().parts()) {
            row(table, part.label(), worst.part(part));
        }
        row(table, "**total**", worst.total());
        table.end();
        if (assessment.memory().model() instanceof ServingMemory serving) {
            text.bullets(ServingLines.of(serving));
        }
        boolean engine = assessment.memory().model() instanceof ServingMemory;
        text.bullets(
                Stream.of(
                                "a GPU can allocate %s (%s figure)"
                                        .formatted(
                                                budget.capacity().bytes(),
                                                budget.capacity().meaning().word()),
                                engine
                                        ? "no safety margin: the engine's memory fraction is its margin"
                                        : "budget with the safety margin of %s: %s"
                                                .formatted(
                                                        assessment.plan().safetyMargin().percent(0),
                                                        budget.budget()),
                                balance(worst.total().expected(), budget.capacity().bytes()))
                        .toList());
    }

    private static void row(Markdown.Table table, String label, Estimate estimate) {
        table.row(
                label,
                estimate.low().toString(),
                estimate.expected().toString(),
                estimate.high().toString(),
                estimate.basis().word());
    }

    private static String balance(ByteSize need, ByteSize capacity) {
        return need.isMoreThan(capacity)
                ? "expected need is %s over".formatted(need.minus(capacity))
                : "expected need leaves %s (%s) free"
                        .formatted(capacity.minus(need), capacity.minus(need).shareOf(capacity));
    }

    private static void declared(Markdown text, DeclaredMemory declared, Budget budget) {
        ByteSize need = declared.bytes();
        ByteSize device = budget.device().bytes();
        text.paragraph(
                "Declared by the plan: %s per GPU, which is %s, %s of the device's %s."
                        .formatted(declared.asWritten(), need, need.shareOf(device), device));
        if (need.isMoreThan(device)) {
            ByteSize over = need.minus(device);
            text.paragraph(
                    "That is %s or %s too much, %s of the requirement."
                            .formatted(
                                    over,
                                    over.in(ByteUnit.GIGABYTE, 2),
                                    over.shareOf(need).percent(1)));
            mixedUnits(need, device).ifPresent(text::paragraph);
        }
    }

    /// The requirement counted in GB less the device counted in GiB gives a number that is neither:
    /// the founding report printed it.
    private static Optional<String> mixedUnits(ByteSize need, ByteSize device) {
        BigDecimal needed =
                BigDecimal.valueOf(need.bytes())
                        .divide(ByteUnit.GIGABYTE.bytes(), 2, RoundingMode.HALF_UP);
        BigDecimal held =
                BigDecimal.valueOf(device.bytes())
                        .divide(ByteUnit.GIBIBYTE.bytes(), 2, RoundingMode.HALF_UP);
        BigDecimal mixed = needed.subtract(held);
        if (mixed.signum() <= 0) {
            return Optional.empty();
        }
        BigDecimal share = mixed.movePointRight(2).divide(needed, 1, RoundingMode.HALF_UP);
        return Optional.of(
                "A shortfall of \"%s GB, %s %%\" for the same figures comes from subtracting GiB from GB (%s GB − %s GiB): the units do not match, and it overstates the gap."
                        .formatted(
                                mixed.toPlainString(),
                                share,
                                needed.toPlainString(),
                                held.toPlainString()));
    }
}
