package io.shardfit.application.document;

import io.shardfit.application.catalogue.GpuCatalogue;
import io.shardfit.application.format.JsonText;
import io.shardfit.domain.balance.ExpertPlacement;
import io.shardfit.domain.framework.Framework;
import io.shardfit.domain.hardware.Cluster;
import io.shardfit.domain.hardware.Gpu;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Precision;
import io.shardfit.domain.strategy.Degree;
import io.shardfit.domain.strategy.LayerPlacement.Custom;
import io.shardfit.domain.strategy.LayerPlacement.Ends;
import io.shardfit.domain.strategy.LayerPlacement.Even;
import io.shardfit.domain.strategy.LayerPlacement.Listed;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.strategy.PipelineSplit;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// A plan with every default filled in, in one form whatever the file looked like: whole numbers
/// and text only, so that its canonical JSON (RFC 8785) and digest need no floating-point rules.
public final class PlanDocument {
    /// Degrees that are left out where they are not used, so that a digest outlives their arrival.
    private static final List<Degree> RARE =
            List.of(
                    Degree.DATA_REPLICATE,
                    Degree.ATTENTION_DATA,
                    Degree.PREFILL_CONTEXT,
                    Degree.DECODE_CONTEXT,
                    Degree.REDUNDANT_EXPERTS);

    private PlanDocument() {}

    /// {@return `sha256:` and the digest of the canonical form}
    public static String digest(DeploymentPlan plan, GpuCatalogue catalogue) {
        byte[] canonical = JsonText.canonical(of(plan, catalogue)).getBytes(StandardCharsets.UTF_8);
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /// {@return the complete plan; a GPU of the catalogue by its name, any other by its figures}
    public static Json.Fields of(DeploymentPlan plan, GpuCatalogue catalogue) {
        return Json.fields()
                .with("apiVersion", "shardfit.io/v1")
                .with("kind", "DeploymentPlan")
                .with("name", plan.name())
                .with("model", ModelDocument.of(plan.model()))
                .with("hardware", hardware(plan, catalogue))
                .with("framework", framework(plan.framework()))
                .with("strategy", strategy(plan))
                .with("workload", WorkloadDocument.of(plan.workload()))
                .with("declared", declared(plan))
                .build();
    }

    static Json number(long value, String key) {
        return Json.given(value, "", key, key);
    }

    static Json decimal(double value) {
        return Json.text(BigDecimal.valueOf(value).stripTrailingZeros().toPlainString());
    }

    private static Json hardware(DeploymentPlan plan, GpuCatalogue catalogue) {
        Cluster cluster = plan.cluster();
        boolean shipped = catalogue.find(cluster.gpu().name()).equals(Optional.of(cluster.gpu()));
        Json.Builder fields =
                Json.fields()
                        .with("gpu", shipped ? Json.text(cluster.gpu().name()) : gpu(cluster.gpu()))
                        .with("gpus", number(cluster.gpus(), "hardware.gpus"))
                        .with("gpusPerNode", number(cluster.gpusPerNode(), "hardware.gpusPerNode"))
                        .with("safetyMargin", decimal(plan.safetyMargin().fraction()));
        cluster.network()
                .value()
                .ifPresent(rate -> fields.with("network", decimal(rate.perSecond())));
        return fields.build();
    }

    private static Json gpu(Gpu gpu) {
        Json.Builder fields =
                Json.fields()
                        .with("name", gpu.name())
                        .with(
                                "memory",
                                number(gpu.memory().onDevice().bytes().bytes(), "hardware.gpu"));
        gpu.memory()
                .usable()
                .value()
                .ifPresent(
                        size -> fields.with("usableMemory", number(size.bytes(), "hardware.gpu")));
        for (Precision precision : Precision.values()) {
            gpu.peakAt(precision)
                    .value()
                    .ifPresent(rate ->
                            fields.with("peak." + precision.word(), decimal(rate.perSecond())));
        }
        gpu.memoryRate()
                .value()
                .ifPresent(rate -> fields.with("memoryBandwidth", decimal(rate.perSecond())));
        return fields.build();
    }

    /// The name alone, as long as nothing else is said: a release changes what is assumed.
    private static Json framework(Framework framework) {
        String name = framework.convention().name();
        if (framework.version().isEmpty() && framework.transformerEngine().isEmpty()) {
            return Json.text(name);
        }
        Json.Builder fields = Json.fields().with("name", name);
        framework.version().ifPresent(v -> fields.with("version", v.text()));
        framework.transformerEngine().ifPresent(v -> fields.with("transformerEngine", v.text()));
        return fields.build();
    }

    static Json.Fields strategy(DeploymentPlan plan) {
        ParallelStrategy s = plan.strategy();
        Json.Builder fields =
                Json.fields()
                        .with("tensorParallel", number(s.tensor(), "strategy.tensorParallel"))
                        .with("pipelineParallel", number(s.pipeline(), "strategy.pipelineParallel"))
                        .with("dataParallel", number(s.data(), "strategy.dataParallel"))
                        .with("expertParallel", number(s.expert(), "strategy.expertParallel"))
                        .with("contextParallel", number(s.context(), "strategy.contextParallel"))
                        .with(
                                "expertTensorParallel",
                                number(
                                        plan.groups().expertTensor(),
                                        "strategy.expertTensorParallel"))
                        .with("sequenceParallel", new Json.Flag(s.sequenceParallel()))
                        .with(
                                "virtualPipelineStages",
                                number(s.virtualStages(), "strategy.virtualPipelineStages"));
        for (Degree degree : RARE) {
            if (degree.of(s) != degree.unused()) {
                fields.with(degree.word(), number(degree.of(s), degree.key()));
            }
        }
        s.expertSplit()
                .placement()
                .flatMap(_ -> ExpertPlacement.of(plan))
                .ifPresent(placement -> fields.with("expertPlacement", placed(placement)));
        pipeline(fields, s.pipelineSplit());
        return fields.build();
    }

    private static Json placed(ExpertPlacement placement) {
        return Json.items(
                IntStream.range(0, placement.ranks())
                        .mapToObj(rank -> Json.text(placement.on(rank).toString()))
                        .toList());
    }

    private static void pipeline(Json.Builder fields, PipelineSplit split) {
        if (split.schedule() != PipelineSplit.usual(split.virtualStages())) {
            fields.with("pipelineSchedule", split.schedule().word());
        }
        switch (split.placement()) {
            case Even even -> {
                if (even.embeddingCounts()) {
                    fields.with("embeddingAsLayer", new Json.Flag(true));
                }
                if (even.lossCounts()) {
                    fields.with("lossAsLayer", new Json.Flag(true));
                }
            }
            case Ends ends -> {
                ends.first().ifPresent(n -> fields.with("firstStageLayers", number(n, "strategy")));
                ends.last().ifPresent(n -> fields.with("lastStageLayers", number(n, "strategy")));
            }
            case Listed listed -> fields.with("stageLayers", listed.perStage().toString());
            case Custom custom -> fields.with("pipelineLayout", custom.text());
        }
    }

    private static Json declared(DeploymentPlan plan) {
        Json.Builder fields = Json.fields();
        plan.declared()
                .parameters()
                .ifPresent(count ->
                        fields.with(
                                "parameters", number(count.count(), "model.declaredParameters")));
        plan.declared()
                .memoryPerGpu()
                .ifPresent(memory ->
                        fields.with(
                                "memoryPerGpu",
                                number(memory.bytes().bytes(), "declared.memoryPerGpu")));
        return fields.build();
    }
}
