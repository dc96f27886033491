package io.shardfit.application.comparison;

import io.shardfit.application.format.Assumption;
import io.shardfit.application.format.PlanEdit;
import io.shardfit.application.format.PlanFile;
import io.shardfit.application.format.PlanFormat;
import io.shardfit.application.format.PlanReading;
import io.shardfit.domain.memory.StageMemory;
import io.shardfit.domain.verdict.CompatibilityCheck;
import io.shardfit.domain.verdict.RuleSet;
import io.shardfit.domain.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The plan with one key changed, for every value that a run may really have had. A key that the
/// plan format does not know, or a value that makes the plan unlawful, is passed over.
final class OtherPlans {
    /// @param without keys that may not stand beside it
    private record Knob(String key, List<String> values, List<String> without) {
        Knob(String key, String... values) {
            this(key, List.of(values), List.of());
        }
    }

    private static final List<Knob> KNOBS =
            List.of(
                    new Knob("workload.training.recomputation", "none", "selective", "full"),
                    new Knob("workload.training.crossEntropy", "fused", "unfused", "chunked"),
                    new Knob("workload.training.attentionKernel", "flash", "unfused"),
                    new Knob("workload.training.precision", "fp32", "bf16", "fp8"),
                    new Knob(
                            "workload.training.optimizer",
                            "adamw",
                            "adamw-8bit",
                            "sgd-momentum",
                            "sgd",
                            "muon"),
                    new Knob("workload.training.gradientPrecision", "fp32", "bf16"),
                    new Knob("workload.training.masterPrecision", "fp32", "bf16", "none"),
                    new Knob("workload.training.momentPrecision", "fp32", "bf16", "fp8"),
                    new Knob(
                            "workload.training.zeroStage",
                            List.of("0", "1", "2", "3"),
                            List.of("distributedOptimizer")),
                    new Knob("workload.training.reshardAfterForward", "true", "false"),
                    new Knob("workload.training.compiled", "true", "false"),
                    new Knob("framework.transformerEngine", "2.2", "2.11"),
                    new Knob("strategy.sequenceParallel", "true", "false"),
                    new Knob("workload.inference.weightPrecision", "bf16", "fp8", "int4"),
                    new Knob("workload.inference.kvCachePrecision", "bf16", "fp8"),
                    new Knob("workload.inference.latentCache", "true", "false"),
                    new Knob("workload.inference.cudaGraphs", "true", "false"),
                    new Knob("workload.inference.maxBatchedTokens", "2048", "8192", "16384"));

    /// A plan that differs in one key.
    record Other(
            String key, String value, String before, boolean assumed, List<StageMemory> stages) {}

    private OtherPlans() {}

    static List<Other> of(PlanFormat format, PlanFile plan, byte[] bytes) {
        List<Other> others = new ArrayList<>();
        for (Knob knob : KNOBS) {
            Optional<Assumption> assumption =
                    plan.assumptions().stream()
                            .filter(entry -> entry.key().equals(knob.key()))
                            .findFirst();
            boolean stated = plan.source().places().containsKey(knob.key());
            String before =
                    assumption
                            .map(Assumption::value)
                            .orElse(stated ? "what the plan says" : "the default");
            for (String value : knob.values()) {
                stages(format, plan, bytes, knob, value)
                        .ifPresent(stages ->
                                others.add(new Other(knob.key(), value, before, !stated, stages)));
            }
        }
        return others;
    }

    private static Optional<List<StageMemory>> stages(
            PlanFormat format, PlanFile plan, byte[] bytes, Knob knob, String value) {
        return PlanEdit.set(plan.name(), bytes, knob.key(), value, knob.without())
                .map(edited -> format.read(plan.name(), edited))
                .filter(PlanReading.Read.class::isInstance)
                .map(PlanReading.Read.class::cast)
                .flatMap(OtherPlans::stages);
    }

    private static Optional<List<StageMemory>> stages(PlanReading.Read read) {
        try {
            return CompatibilityCheck.check(read.file().plan(), RuleSet.current())
                            instanceof Verdict.Assessed(_, _, var assessment, _)
                    ? Optional.of(assessment.memory().stages())
                    : Optional.empty();
        } catch (ArithmeticException tooLarge) {
            return Optional.empty();
        }
    }
}
