package io.shardfit.application.report;

import io.shardfit.application.CheckedPlan;
import io.shardfit.domain.memory.StageMemory;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.ByteUnit;
import io.shardfit.domain.quantity.ParameterCount;
import io.shardfit.domain.quantity.Precision;
import io.shardfit.domain.remedy.Remedies;
import io.shardfit.domain.remedy.Remedies.Attempt;
import io.shardfit.domain.verdict.Assessment;
import io.shardfit.domain.verdict.Verdict;
import java.util.List;
import java.util.Optional;

/// What single changes were tried and what each really does.
final class ActionsSection {
    private ActionsSection() {}

    static void write(Markdown text, List<CheckedPlan> plans) {
        text.heading(2, "Corrective actions");
        text.paragraph(
                "Single changes that were tried, each judged again under all rules. A declared"
                        + " requirement describes the plan as it stands, so changed plans are judged"
                        + " by their computed memory.");
        for (CheckedPlan plan : plans) {
            text.heading(3, plan.verdict().plan().name());
            attempts(text, plan.verdict());
            Assessments.of(plan.verdict()).ifPresent(known -> precision(text, known));
        }
    }

    private static void attempts(Markdown text, Verdict verdict) {
        Markdown.Table table =
                text.table("change", "GPUs", "worst GPU", "difference", "verdict", "because");
        Optional<ByteSize> before = worst(verdict);
        table.row(
                "none (computed)",
                gpus(verdict),
                before.map(ByteSize::toString).orElse("not computed"),
                "",
                verdict.readiness().name(),
                because(verdict));
        for (Attempt attempt : Remedies.tried(verdict.plan(), verdict.ruleSet())) {
            Optional<ByteSize> after = worst(attempt.verdict());
            table.row(
                    "`" + attempt.remedy().edit() + "`",
                    gpus(attempt.verdict()),
                    after.map(ByteSize::toString).orElse("not computed"),
                    difference(before, after),
                    attempt.verdict().readiness().name(),
                    because(attempt.verdict()));
        }
        table.end();
    }

    private static Optional<ByteSize> worst(Verdict verdict) {
        return Assessments.of(verdict).map(known -> known.memory().worst().total().expected());
    }

    private static String gpus(Verdict verdict) {
        return "%d of %d"
                .formatted(
                        verdict.plan().convention().worldSize(verdict.plan().strategy()),
                        verdict.plan().cluster().gpus());
    }

    private static String difference(Optional<ByteSize> before, Optional<ByteSize> after) {
        if (before.isEmpty() || after.isEmpty()) {
            return "";
        }
        ByteSize from = before.orElseThrow();
        ByteSize to = after.orElseThrow();
        if (from.equals(to)) {
            return "none";
        }
        return to.isMoreThan(from) ? "+" + size(to.minus(from)) : "-" + size(from.minus(to));
    }

    /// Small differences in MiB: "-0.00 GiB" would say nothing.
    private static String size(ByteSize difference) {
        return difference.in(
                ByteSize.ofMiB(10).isMoreThan(difference) ? ByteUnit.MEBIBYTE : ByteUnit.GIBIBYTE,
                2);
    }

    private static String because(Verdict verdict) {
        return String.join(", ", verdict.decisiveCodes());
    }

    /// "FP16 instead of FP8" is advice that is often given to save memory; it does the opposite.
    private static void precision(Markdown text, Assessment assessment) {
        StageMemory worst = assessment.memory().worst();
        ParameterCount parameters = worst.model().parametersOn(worst.layers());
        ByteSize narrow = parameters.storedAs(Precision.FP8);
        ByteSize wide = parameters.storedAs(Precision.FP16);
        text.paragraph(
                "FP16 instead of FP8 does not save memory: a value takes %d bits instead of %d, so every tensor it touches doubles. The %s parameters on rank %d take %s in FP8 and %s in FP16, %s more. Main gradients, master weights and optimizer moments stay as they are."
                        .formatted(
                                Precision.FP16.bits(),
                                Precision.FP8.bits(),
                                parameters,
                                assessment.memory().worstRank(),
                                narrow,
                                wide,
                                wide.minus(narrow)));
    }
}
