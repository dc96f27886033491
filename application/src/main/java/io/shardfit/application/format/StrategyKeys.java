package io.shardfit.application.format;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.LayerPlacement;
import io.shardfit.domain.strategy.LayerPlacement.Custom;
import io.shardfit.domain.strategy.LayerPlacement.Ends;
import io.shardfit.domain.strategy.LayerPlacement.Even;
import io.shardfit.domain.strategy.LayerPlacement.Listed;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.strategy.PipelineSplit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/// Keys of `strategy`.
final class StrategyKeys {
    static final List<PlanKey> ALL =
            List.of(
                    degree("tensorParallel", ParallelStrategy::tensor),
                    degree("pipelineParallel", ParallelStrategy::pipeline),
                    degree("dataParallel", ParallelStrategy::data),
                    degree("expertParallel", ParallelStrategy::expert),
                    degree("contextParallel", ParallelStrategy::context),
                    key(
                            "expertTensorParallel",
                            s ->
                                    s.expertSplit().tensor().isPresent()
                                            ? Optional.of("" + s.expertTensor())
                                            : Optional.empty()),
                    PlanKey.of(
                            "strategy.sequenceParallel",
                            plan -> Optional.of("" + plan.strategy().sequenceParallel()),
                            "true"),
                    degree("virtualPipelineStages", ParallelStrategy::virtualStages)
                            .usually(plan -> Optional.of("" + impliedChunks(plan.strategy()))),
                    degree("dataParallelReplicate", s -> s.dataSplit().replicate()),
                    degree("attentionDataParallel", s -> s.dataSplit().attention()),
                    degree("prefillContextParallel", s -> s.contextSplit().prefill()),
                    degree("decodeContextParallel", s -> s.contextSplit().decode()),
                    PlanKey.of(
                                    "strategy.redundantExperts",
                                    plan -> Optional.of("" + redundant(plan)))
                            .usually(
                                    plan -> Optional.of(implied(plan) ? "" + redundant(plan) : "0"))
                            .conditional(),
                    key("expertPlacement", s -> s.expertSplit().placement().map(_ -> "given")),
                    key("pipelineSchedule", s -> Optional.of(s.pipelineSplit().schedule().word()))
                            .usually(plan ->
                                    Optional.of(
                                            PipelineSplit.usual(plan.strategy().virtualStages())
                                                    .word())),
                    placement("pipelineLayout", StrategyKeys::layout),
                    placement("firstStageLayers", StrategyKeys::first),
                    placement("lastStageLayers", StrategyKeys::last),
                    placement("stageLayers", StrategyKeys::listed),
                    placement("embeddingAsLayer", StrategyKeys::embedding),
                    placement("lossAsLayer", StrategyKeys::loss));

    private StrategyKeys() {}

    private static PlanKey key(String name, Function<ParallelStrategy, Optional<String>> value) {
        return PlanKey.of("strategy." + name, plan -> value.apply(plan.strategy()));
    }

    private static PlanKey degree(String name, ToIntFunction<ParallelStrategy> degree) {
        return PlanKey.of(
                "strategy." + name,
                plan -> Optional.of("" + degree.applyAsInt(plan.strategy())),
                "1");
    }

    private static PlanKey placement(
            String name, Function<LayerPlacement, Optional<String>> value) {
        return key(name, s -> value.apply(s.pipelineSplit().placement()));
    }

    private static int impliedChunks(ParallelStrategy s) {
        return s.pipelineSplit().placement() instanceof Custom ? s.virtualStages() : 1;
    }

    private static int redundant(DeploymentPlan plan) {
        return plan.strategy().expertSplit().redundant();
    }

    /// Lists of experts say how many slots are redundant.
    private static boolean implied(DeploymentPlan plan) {
        return plan.strategy().expertSplit().placement().isPresent();
    }

    private static Optional<String> layout(LayerPlacement placement) {
        return placement instanceof Custom custom
                ? Optional.of("'" + custom.text() + "'")
                : Optional.empty();
    }

    private static Optional<String> first(LayerPlacement placement) {
        return placement instanceof Ends ends ? whole(ends.first()) : Optional.empty();
    }

    private static Optional<String> last(LayerPlacement placement) {
        return placement instanceof Ends ends ? whole(ends.last()) : Optional.empty();
    }

    private static Optional<String> listed(LayerPlacement placement) {
        return placement instanceof Listed listed
                ? Optional.of(listed.perStage().toString())
                : Optional.empty();
    }

    private static Optional<String> embedding(LayerPlacement placement) {
        return placement instanceof Even even && even.embeddingCounts()
                ? Optional.of("true")
                : Optional.empty();
    }

    private static Optional<String> loss(LayerPlacement placement) {
        return placement instanceof Even even && even.lossCounts()
                ? Optional.of("true")
                : Optional.empty();
    }

    private static Optional<String> whole(OptionalInt number) {
        return number.isPresent() ? Optional.of("" + number.getAsInt()) : Optional.empty();
    }
}
