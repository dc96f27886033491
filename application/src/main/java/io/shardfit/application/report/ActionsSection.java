package io.shardfit.application.report;

import io.shardfit.application.CheckedPlan;
import io.shardfit.application.remedy.Proposal;
import io.shardfit.application.remedy.Proposals;
import io.shardfit.application.remedy.ProposeRemedies;
import io.shardfit.domain.memory.StageMemory;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.ByteUnit;
import io.shardfit.domain.quantity.ParameterCount;
import io.shardfit.domain.quantity.Precision;
import io.shardfit.domain.remedy.Effect;
import io.shardfit.domain.remedy.Lever;
import io.shardfit.domain.remedy.Limits;
import io.shardfit.domain.remedy.Remedies.Ending;
import io.shardfit.domain.remedy.Trial;
import io.shardfit.domain.verdict.Assessment;
import io.shardfit.domain.verdict.Verdict;
import io.shardfit.domain.workload.Workload.Training;
import java.util.ArrayList;
import java.util.List;

/// What makes a plan pass, proven, and what was tried and does not.
final class ActionsSection {
    private static final Limits LIMITS = Limits.of(5, 3_000);

    private ActionsSection() {}

    /// {@return for each plan that has one, the remedy of the least change, in words}
    static List<String> write(Markdown text, List<CheckedPlan> plans, ProposeRemedies propose) {
        text.heading(2, "Corrective actions");
        text.paragraph(
                "Each row is a change of the plan that was judged again under all rules. A row with"
                        + " several edits needs every one of them. Bytes are those of the fullest GPU;"
                        + " tokens per second are compared by the estimated time of a step.");
        List<String> first = new ArrayList<>();
        for (CheckedPlan plan : plans) {
            text.heading(3, plan.verdict().plan().name());
            Proposals proposals = propose.propose(plan.verdict(), LIMITS);
            write(text, proposals);
            proposals.numbered().stream()
                    .findFirst()
                    .ifPresent(least ->
                            first.add(
                                    "`%s` becomes %s with corrective action 1: %s"
                                            .formatted(
                                                    plan.verdict().plan().name(),
                                                    least.trial().verdict().readiness(),
                                                    edits(least))));
        }
        plans.stream()
                .filter(plan -> plan.verdict().plan().workload() instanceof Training)
                .flatMap(plan -> Assessments.of(plan.verdict()).stream())
                .findFirst()
                .ifPresent(known -> precision(text, known));
        return List.copyOf(first);
    }

    private static void write(Markdown text, Proposals proposals) {
        if (proposals.remedies().ending() == Ending.NOTHING_TO_REPAIR) {
            text.paragraph("READY: nothing to repair.");
            return;
        }
        numbered(text, proposals.numbered());
        notEnough(text, proposals);
        text.paragraph(
                "%d changed plans judged: %s."
                        .formatted(
                                proposals.remedies().evaluations(),
                                RemedyWords.ending(proposals.remedies())));
    }

    private static void numbered(Markdown text, List<Proposal> proposals) {
        if (proposals.isEmpty()) {
            text.paragraph("No remedy of up to three edits was found.");
            return;
        }
        Markdown.Table table =
                text.table(
                        "",
                        "edits",
                        "verdict",
                        "GPUs",
                        "fullest GPU",
                        "difference",
                        "cost",
                        "results");
        for (int i = 0; i < proposals.size(); i++) {
            Proposal proposal = proposals.get(i);
            Verdict verdict = proposal.trial().verdict();
            table.row(
                    "" + (i + 1),
                    edits(proposal),
                    verdict.readiness().name(),
                    gpus(verdict),
                    RemedyWords.need(proposal.trial()),
                    difference(proposal),
                    cost(proposal.trial()),
                    String.join("; ", RemedyWords.risks(proposal.trial())));
        }
        table.end();
        for (int i = 0; i < proposals.size(); i++) {
            if (!proposals.get(i).flags().isEmpty()) {
                text.paragraph("%d as flags:".formatted(i + 1));
                text.code(String.join("\n", proposals.get(i).flags()));
            }
        }
    }

    private static void notEnough(Markdown text, Proposals proposals) {
        if (proposals.notEnough().isEmpty()) {
            return;
        }
        text.paragraph("Tried and not enough:");
        Markdown.Table table =
                text.table("edit", "verdict", "GPUs", "fullest GPU", "difference", "because");
        for (Proposal proposal : proposals.notEnough()) {
            Verdict verdict = proposal.trial().verdict();
            table.row(
                    edits(proposal),
                    verdict.readiness().name(),
                    gpus(verdict),
                    RemedyWords.need(proposal.trial()),
                    difference(proposal),
                    RemedyWords.because(proposals.remedies().plan(), verdict));
        }
        table.end();
    }

    /// A cost that is empty would look like none.
    private static String cost(Trial trial) {
        List<String> costs = new ArrayList<>();
        if (trial.levers().contains(Lever.GPU) || trial.levers().contains(Lever.GPUS)) {
            costs.add(
                    "%d × %s to be had"
                            .formatted(
                                    trial.gpus(), trial.verdict().plan().cluster().gpu().name()));
        }
        costs.addAll(RemedyWords.costs(trial));
        if (trial.effect().flatMap(Effect::throughput).isEmpty()) {
            costs.add("speed not compared");
        }
        return costs.isEmpty() ? "none" : String.join(", ", costs);
    }

    private static String edits(Proposal proposal) {
        return "`" + String.join("`, `", proposal.edits()) + "`";
    }

    private static String gpus(Verdict verdict) {
        return "%d of %d"
                .formatted(
                        verdict.plan().convention().worldSize(verdict.plan().strategy()),
                        verdict.plan().cluster().gpus());
    }

    private static String difference(Proposal proposal) {
        return proposal.trial().effect().map(ActionsSection::difference).orElse("");
    }

    private static String difference(Effect effect) {
        return effect.difference()
                .map(bytes ->
                        bytes.equals(ByteSize.ZERO)
                                ? "none"
                                : (effect.frees() ? "-" : "+") + size(bytes))
                .orElse("");
    }

    /// Small differences in MiB: "-0.00 GiB" would say nothing.
    private static String size(ByteSize difference) {
        return difference.in(
                ByteSize.ofMiB(10).isMoreThan(difference) ? ByteUnit.MEBIBYTE : ByteUnit.GIBIBYTE,
                2);
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
