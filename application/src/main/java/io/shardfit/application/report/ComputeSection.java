package io.shardfit.application.report;

import io.shardfit.application.CheckedPlan;
import io.shardfit.domain.balance.ComputeHeadroom;
import io.shardfit.domain.quantity.Seconds;
import io.shardfit.domain.verdict.Assessment;
import java.util.List;
import java.util.Optional;

/// Performance impact, compute: lower bounds of a step, and what binds first.
final class ComputeSection {
    private ComputeSection() {}

    static void write(Markdown text, List<CheckedPlan> plans) {
        text.heading(3, "Compute efficiency");
        Markdown.Table table =
                text.table(
                        "plan",
                        "work per GPU and step",
                        "at peak",
                        "memory traffic",
                        "at full rate",
                        "bound");
        for (CheckedPlan plan : plans) {
            Optional<Assessment> assessment = Assessments.of(plan.verdict());
            if (assessment.isPresent()) {
                row(table, plan, assessment.orElseThrow());
            } else {
                table.row(plan.verdict().plan().name(), "not computed", "-", "-", "-", "-");
            }
        }
        table.end();
        text.paragraph(
                "A step is one optimizer step when training and one token of every sequence when"
                        + " serving. The times are what the hardware needs at the very least, not a"
                        + " forecast.");
        TimeLines.write(text, plans);
        text.heading(3, "Bottleneck");
        text.bullets(plans.stream().map(ComputeSection::bottleneck).toList());
    }

    private static void row(Markdown.Table table, CheckedPlan plan, Assessment assessment) {
        ComputeHeadroom compute = assessment.compute();
        table.row(
                plan.verdict().plan().name(),
                compute.perGpu().toString(),
                time(compute.computeSeconds()),
                compute.traffic().toString(),
                time(compute.memorySeconds()),
                assessment.bound().name());
    }

    private static String time(Optional<Seconds> seconds) {
        return seconds.map(Seconds::toString).orElse("rate not known");
    }

    private static String bottleneck(CheckedPlan plan) {
        String name = plan.verdict().plan().name();
        return Assessments.of(plan.verdict())
                .map(assessment ->
                        name
                                + ": "
                                + switch (assessment.bound()) {
                                    case MEMORY_CAPACITY ->
                                            "memory capacity; compute is not reached";
                                    case MEMORY_BANDWIDTH ->
                                            "memory bandwidth: tensors are read and written longer"
                                                    + " than they are worked on";
                                    case COMPUTE -> "compute: memory keeps up";
                                    case NETWORK ->
                                            "the network: exchanges between GPUs take longer than"
                                                    + " the work";
                                    case UNKNOWN ->
                                            "it fits; which of compute and bandwidth binds"
                                                    + " is not known, because a rate is"
                                                    + " missing";
                                })
                .orElse(name + ": the shape of the strategy, before any amount");
    }
}
