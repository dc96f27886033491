package io.shardfit.adapters.cli;

import io.shardfit.adapters.cli.Terminal.Style;
import io.shardfit.domain.memory.MemoryPart;
import io.shardfit.domain.memory.ServingMemory;
import io.shardfit.domain.memory.StageMemory;
import io.shardfit.domain.quantity.Basis;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Estimate;
import io.shardfit.domain.verdict.Assessment;
import io.shardfit.domain.verdict.Budget;
import java.util.List;

/// The fullest GPU as a bar against the budget and as a table; the other stages as totals.
record MemoryPrinter(Terminal terminal) {
    private static final String ROW = "  %1s  %-42s %7s %8s %7s  %s";
    private static final int MOST_STAGES = 16;

    void print(Assessment assessment) {
        StageMemory worst = assessment.memory().worst();
        terminal.line(
                terminal.styled(
                        Style.STRONG,
                        "memory of rank %d, the fullest (stage %d of %d), GiB"
                                .formatted(
                                        assessment.memory().worstRank(),
                                        worst.layers().stage(),
                                        assessment.plan().strategy().pipeline())));
        bar(worst, assessment.budget());
        terminal.line("");
        table(worst);
        stages(assessment);
    }

    private void bar(StageMemory worst, Budget budget) {
        int columns = terminal.width() - 14;
        ByteSize scale = worst.total().expected().max(budget.device().bytes());
        StringBuilder bar = new StringBuilder();
        long end = 0;
        for (MemoryPart part : worst.model().parts()) {
            end += worst.part(part).expected().bytes();
            int upTo = column(ByteSize.ofBytes(end), scale, columns);
            bar.append(String.valueOf(letter(part)).repeat(Math.max(0, upTo - bar.length())));
        }
        terminal.line(
                "  |%-".concat(columns + "s| %s").formatted(bar, number(worst.total().expected())));
        if (!(worst.model() instanceof ServingMemory)) { // a margin does not apply to an engine
            terminal.line(
                    "   "
                            + pointer(
                                    "budget " + number(budget.budget()),
                                    column(budget.budget(), scale, columns)));
        }
        terminal.line(
                "   "
                        + pointer(
                                budget.capacity().meaning().word()
                                        + " "
                                        + number(budget.capacity().bytes()),
                                column(budget.capacity().bytes(), scale, columns)));
    }

    private static int column(ByteSize size, ByteSize scale, int columns) {
        return (int) Math.round(size.shareOf(scale).fraction() * columns);
    }

    private static String pointer(String label, int column) {
        int blanks = Math.max(0, column - label.length() - 2);
        return " ".repeat(blanks) + label + " ^";
    }

    private void table(StageMemory worst) {
        terminal.line(ROW.formatted("", "part", "low", "expected", "high", "basis"));
        for (MemoryPart part : worst.model().parts()) {
            if (worst.part(part).high().equals(ByteSize.ZERO)) {
                continue; // it lies on other stages only
            }
            row(String.valueOf(letter(part)), part.label(), worst.part(part));
        }
        if (worst.model() instanceof ServingMemory) {
            gives(worst);
        }
        row("", "total", worst.total());
    }

    /// An engine measures the other parts first, so its cache gives way at one end and grows at the
    /// other.
    private void gives(StageMemory worst) {
        Estimate sum =
                worst.model().parts().stream()
                        .map(worst::part)
                        .reduce(Estimate.NOTHING, Estimate::plus);
        String low = signed(worst.total().low(), sum.low());
        String high = signed(worst.total().high(), sum.high());
        if (!low.equals(high)) {
            terminal.line(
                    ROW.formatted("", "cache, as others take less or more", low, "", high, ""));
        }
    }

    private static String signed(ByteSize total, ByteSize sum) {
        return total.isMoreThan(sum)
                ? "+" + number(total.minus(sum))
                : sum.isMoreThan(total) ? "-" + number(sum.minus(total)) : number(ByteSize.ZERO);
    }

    private void row(String letter, String label, Estimate estimate) {
        terminal.line(
                ROW.formatted(
                        letter,
                        label,
                        number(estimate.low()),
                        number(estimate.expected()),
                        number(estimate.high()),
                        terminal.width() >= 90
                                ? estimate.basis().word()
                                : abbreviated(estimate.basis())));
    }

    private static String abbreviated(Basis basis) {
        return switch (basis) {
            case EXACT -> "exact";
            case MEASURED -> "meas.";
            case DECLARED -> "decl.";
            case ESTIMATED -> "est.";
        };
    }

    private void stages(Assessment assessment) {
        List<StageMemory> stages = assessment.memory().stages();
        if (stages.size() == 1) {
            return;
        }
        terminal.line("");
        terminal.line(terminal.styled(Style.STRONG, "fullest GPU of each stage, GiB"));
        for (StageMemory stage : stages.subList(0, Math.min(MOST_STAGES, stages.size()))) {
            boolean isWorst =
                    stage.layers().stage() == assessment.memory().worst().layers().stage();
            terminal.line(
                    "  stage %3d  %3d layers  %s expected, %s high%s"
                            .formatted(
                                    stage.layers().stage(),
                                    stage.layers().count(),
                                    number(stage.total().expected()),
                                    number(stage.total().high()),
                                    isWorst ? "  <- worst" : ""));
        }
        if (stages.size() > MOST_STAGES) {
            terminal.line("  and %d more, see -o json".formatted(stages.size() - MOST_STAGES));
        }
    }

    private static String number(ByteSize size) {
        return size.toString().replace(" GiB", "");
    }

    private static char letter(MemoryPart part) {
        return switch (part) {
            case WEIGHTS -> 'w';
            case EXPERT_WEIGHTS -> 'E';
            case GATHERED_WEIGHTS -> 'W';
            case GRADIENTS -> 'g';
            case EXPERT_GRADIENTS -> 'G';
            case OPTIMIZER_STATES -> 'o';
            case EXPERT_OPTIMIZER_STATES -> 'O';
            case ACTIVATIONS -> 'a';
            case TRANSIENT -> 't';
            case PREDICTION_LOSS -> 'p';
            case WORKSPACES -> 'x';
            case GATHER_BUFFER -> 'b';
            case INPUT_GRADIENT -> 'i';
            case STAGE_BUFFERS -> 'q';
            case STEP_BUFFERS -> 'r';
            case DISPATCH_BUFFER -> 'D';
            case WEIGHT_GRADIENT_CACHE -> 'd';
            case KEY_VALUE_CACHE -> 'K';
            case WORKING_SET, FORWARD_PASS -> 'a';
            case ABSORBED_PROJECTIONS -> 'p';
            case ROTARY_TABLE -> 'r';
            case DRAFT_MODEL -> 'D';
            case STATE_CACHE -> 'S';
            case SAMPLER -> 'l';
            case EXPERT_WORKSPACE -> 'x';
            case KEPT_BUFFERS -> 'b';
            case ENCODER -> 'e';
            case CUDA_GRAPHS -> 'q';
            case ENGINE_LIBRARIES -> 't';
            case ALLOCATOR_SLACK -> 's';
            case CUDA_CONTEXT -> 'c';
            case COMMUNICATORS -> 'n';
        };
    }
}
