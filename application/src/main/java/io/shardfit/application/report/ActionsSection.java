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
import io.shardfit.domain.workload.Workload.Training;
import java.util.List;
import java.util.Optional;

/// What single changes were tried and what each really does.
final class ActionsSection {
    private ActionsSection() {}

    static void write(Markdown text, List<CheckedPlan> plans) {
        text.heading(2, "Corrective actions");
        text.paragraph("Single changes that were tried, each judged again under all rules.");
        for (CheckedPlan plan : plans) {
            text.heading(3, plan.verdict().plan().name());
            declared(text, plan.verdict());
            attempts(text, plan.verdict());
        }
        plans.stream()
                .filter(plan -> plan.verdict().plan().workload() instanceof Training)
                .flatMap(plan -> Assessments.of(plan.verdict()).stream())
                .findFirst()
                .ifPresent(known -> precision(text, known));
    }

    /// A declared requirement is a fact about the plan as it stands, so it cannot judge a changed
    /// one; nor does any change make it go away.
    private static void declared(Markdown text, Verdict verdict) {
        verdict.plan()
                .declared()
                .memoryPerGpu()
                .ifPresent(memory ->
                        text.paragraph(
                                "The table judges by computed memory. The declared %s stays as blocking as it is until it is measured again or taken out of the plan: no row below changes that."
                                        .formatted(memory.asWritten())));
    }

    private static void attempts(Markdown text, Verdict declared) {
        Verdict verdict = Remedies.untouched(declared.plan(), declared.ruleSet());
        Markdown.Table table =
                text.table("change", "GPUs", "worst GPU", "difference", "verdict", "because");
        Optional<ByteSize> before = worst(verdict);
        table.row(
                "none",
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

    /// "FP16 instead of FP8" is often given as advice to save memory, also by the report that this
    /// product replaces; it does the opposite or nothing.
    private static void precision(Markdown text, Assessment assessment) {
        StageMemory worst = assessment.memory().worst();
        ParameterCount parameters = worst.model().parametersOn(worst.layers());
        ByteSize narrow = parameters.storedAs(Precision.FP8);
        ByteSize wide = parameters.storedAs(Precision.FP16);
        text.heading(3, "FP16 instead of FP8");
        text.paragraph(
                "This advice saves no memory. A value takes %d bits instead of %d, so every tensor that is stored in FP8 doubles: where parameters are kept in FP8, the %s parameters on rank %d of `%s` grow from %s to %s. Where FP8 is used for computing only, parameters are kept in 16 bits anyway and nothing changes, which is what the rows above expect. Main gradients, master weights and optimizer moments stay as they are in both cases."
                        .formatted(
                                Precision.FP16.bits(),
                                Precision.FP8.bits(),
                                parameters,
                                assessment.memory().worstRank(),
                                assessment.plan().name(),
                                narrow,
                                wide));
    }
}
