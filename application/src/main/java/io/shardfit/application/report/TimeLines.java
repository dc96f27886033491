package io.shardfit.application.report;

import io.shardfit.application.CheckedPlan;
import io.shardfit.domain.balance.Bound;
import io.shardfit.domain.time.KnownTime;
import io.shardfit.domain.time.Pace;
import io.shardfit.domain.time.TimePart;
import io.shardfit.domain.time.UnknownTime;
import io.shardfit.domain.verdict.Assessment;
import java.util.List;
import java.util.Optional;

/// How long a step is expected to take, what it goes into, and what is left of each resource.
final class TimeLines {
    private TimeLines() {}

    static void write(Markdown text, List<CheckedPlan> plans) {
        text.heading(3, "Estimated time");
        Markdown.Table table =
                text.table(
                        "plan",
                        "step",
                        "interval",
                        "tokens/s on each GPU",
                        "compute free",
                        "memory bandwidth free",
                        "network free",
                        "longest part");
        plans.forEach(plan -> row(table, plan));
        table.end();
        text.paragraph(
                "From published rates and the measured shares of them in docs/time-model.md. It ranks"
                        + " strategies; it is no benchmark.");
    }

    private static void row(Markdown.Table table, CheckedPlan plan) {
        String name = plan.verdict().plan().name();
        Optional<Assessment> assessment = Assessments.of(plan.verdict());
        if (assessment.isEmpty()) {
            table.row(name, "not computed", "-", "-", "-", "-", "-", "-");
            return;
        }
        switch (assessment.orElseThrow().time()) {
            case UnknownTime unknown ->
                    table.row(name, "not known", unknown.reason(), "-", "-", "-", "-", "-");
            case KnownTime time ->
                    table.row(
                            name,
                            time.expected().toString(),
                            time.at(Pace.FAST) + " to " + time.at(Pace.SLOW),
                            time.throughputPerGpu(Pace.EXPECTED).toString(),
                            time.headroom(Bound.COMPUTE).percent(0),
                            time.headroom(Bound.MEMORY_BANDWIDTH).percent(0),
                            time.headroom(Bound.NETWORK).percent(0),
                            longest(time));
        }
    }

    private static String longest(KnownTime time) {
        TimePart longest = TimePart.MATRIX_PRODUCTS;
        for (TimePart part : time.parts()) {
            longest =
                    time.of(part, Pace.EXPECTED).isLongerThan(time.of(longest, Pace.EXPECTED))
                            ? part
                            : longest;
        }
        return longest.label();
    }
}
