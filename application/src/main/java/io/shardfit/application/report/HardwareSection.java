package io.shardfit.application.report;

import io.shardfit.application.CheckedPlan;
import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.hardware.Figure;
import io.shardfit.domain.hardware.Gpu;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.FlopRate;
import io.shardfit.domain.quantity.Precision;
import io.shardfit.domain.workload.Workload.Inference;
import io.shardfit.domain.workload.Workload.Training;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Hardware and model of each plan; plans that share both are listed together.
final class HardwareSection {
    private HardwareSection() {}

    static void write(Markdown text, List<CheckedPlan> plans) {
        text.heading(2, "Hardware and model");
        boolean alike = plans.stream().map(HardwareSection::facts).distinct().count() == 1;
        List<CheckedPlan> shown = alike ? plans.subList(0, 1) : plans;
        write(text, shown, alike && plans.size() > 1 ? List.of("all plans") : names(shown));
    }

    /// {@return what the section shows of a plan, so that equal plans are shown once}
    private static List<Object> facts(CheckedPlan plan) {
        DeploymentPlan judged = plan.verdict().plan();
        return List.of(judged.cluster(), judged.model(), judged.workload());
    }

    private static List<String> names(List<CheckedPlan> plans) {
        return plans.stream().map(plan -> plan.verdict().plan().name()).toList();
    }

    private static void write(Markdown text, List<CheckedPlan> plans, List<String> headings) {
        Markdown.Table table = text.table("", headings);
        row(table, "GPU", plans, plan -> plan.cluster().gpu().name());
        row(
                table,
                "GPUs, per node",
                plans,
                plan -> "%d, %d".formatted(plan.cluster().gpus(), plan.cluster().gpusPerNode()));
        row(
                table,
                "device memory",
                plans,
                plan -> plan.cluster().gpu().memory().onDevice().bytes().toString());
        row(
                table,
                "allocatable memory",
                plans,
                plan -> plan.cluster().gpu().memory().allocatable().bytes().toString());
        row(table, "dense peak", plans, plan -> peaks(plan.cluster().gpu()));
        row(
                table,
                "memory bandwidth",
                plans,
                plan ->
                        plan.cluster()
                                .gpu()
                                .memoryRate()
                                .value()
                                .map(Object::toString)
                                .orElse("not known"));
        row(table, "model", plans, plan -> plan.model().name());
        row(table, "layers", plans, plan -> layers(plan.model()));
        row(table, "experts per layer", plans, plan -> experts(plan.model()));
        row(
                table,
                "parameters, active",
                plans,
                plan ->
                        "%s, %s"
                                .formatted(
                                        plan.model().parameters().total(),
                                        plan.model().parameters().active()));
        row(table, "workload", plans, HardwareSection::workload);
        table.end();
    }

    private static void row(
            Markdown.Table table,
            String label,
            List<CheckedPlan> plans,
            Function<DeploymentPlan, String> cell) {
        table.row(label, plans.stream().map(p -> cell.apply(p.verdict().plan())).toList());
    }

    private static String peaks(Gpu gpu) {
        String known =
                Arrays.stream(Precision.values())
                        .filter(precision ->
                                gpu.peakAt(precision) instanceof Figure.Known<FlopRate>)
                        .map(precision ->
                                precision.word()
                                        + " "
                                        + gpu.peakAt(precision).value().orElseThrow())
                        .collect(Collectors.joining(", "));
        return known.isEmpty() ? "not known" : known;
    }

    private static String layers(ModelArchitecture model) {
        return model.mixtureLayers() == 0 || model.denseLayers() == 0
                ? Integer.toString(model.layers())
                : "%d (%d dense, %d mixture)"
                        .formatted(model.layers(), model.denseLayers(), model.mixtureLayers());
    }

    private static String experts(ModelArchitecture model) {
        return model.experts()
                .map((Experts e) -> "%d, %d per token".formatted(e.count(), e.perToken()))
                .orElse("none");
    }

    private static String workload(DeploymentPlan plan) {
        return switch (plan.workload()) {
            case Training t ->
                    "training, batch %d in micro-batches of %d, %d tokens, %s"
                            .formatted(
                                    t.globalBatch(),
                                    t.microBatch(),
                                    t.sequenceLength(),
                                    t.precision().word());
            case Inference i ->
                    "inference, %d sequences of %d tokens, weights %s, cache %s"
                            .formatted(
                                    i.concurrentSequences(),
                                    i.contextLength(),
                                    i.weightPrecision().word(),
                                    i.keyValuePrecision().word());
        };
    }
}
