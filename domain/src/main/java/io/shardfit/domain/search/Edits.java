package io.shardfit.domain.search;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.Degree;
import io.shardfit.domain.strategy.LayerPlacement.Custom;
import io.shardfit.domain.strategy.LayerPlacement.Ends;
import io.shardfit.domain.strategy.LayerPlacement.Even;
import io.shardfit.domain.strategy.LayerPlacement.Listed;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.strategy.PipelineSplit;
import io.shardfit.domain.workload.Workload.Inference;
import io.shardfit.domain.workload.Workload.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What to write into a plan so that it becomes a candidate.
///
/// @param strategy the whole strategy, key by key; it replaces the plan's
/// @param others keys outside the strategy, as full paths
/// @param removed keys that may not stand beside them
public record Edits(List<Edit> strategy, List<Edit> others, List<String> removed) {
    /// Nothing is split: said, because an empty strategy says nothing to a reader.
    private static final List<Edit> ONE_GPU =
            Stream.of(Degree.TENSOR, Degree.PIPELINE, Degree.DATA)
                    .map(degree -> edit(degree.word(), degree.unused()))
                    .toList();

    /// One key and its value, as they are written in a plan.
    public record Edit(String key, String value) {
        @Override
        public String toString() {
            return key + ": " + value;
        }
    }

    public Edits {
        strategy = List.copyOf(strategy);
        others = List.copyOf(others);
        removed = List.copyOf(removed);
    }

    /// @param asked the plan as its author wrote it
    public static Edits of(DeploymentPlan asked, Candidate candidate) {
        DeploymentPlan plan = candidate.plan();
        List<Edit> others = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        if (asked.declared().memoryPerGpu().isPresent()) {
            removed.add("declared.memoryPerGpu");
        }
        if (plan.cluster().gpus() != asked.cluster().gpus()) {
            others.add(new Edit("hardware.gpus", String.valueOf(plan.cluster().gpus())));
        }
        if (asked.workload() instanceof Training before
                && plan.workload() instanceof Training after) {
            addTraining(others, removed, before, after);
        }
        if (asked.workload() instanceof Inference before
                && plan.workload() instanceof Inference after) {
            addInference(others, before, after);
        }
        return new Edits(strategy(plan.strategy()), others, removed);
    }

    private static List<Edit> strategy(ParallelStrategy strategy) {
        List<Edit> keys = new ArrayList<>();
        for (Degree degree : Degree.values()) {
            if (degree.of(strategy) != degree.unused()) {
                keys.add(edit(degree.word(), degree.of(strategy)));
            }
        }
        strategy.expertSplit()
                .tensor()
                .ifPresent(ranks -> keys.add(edit("expertTensorParallel", ranks)));
        if (strategy.tensor() > 1) {
            keys.add(new Edit("sequenceParallel", String.valueOf(strategy.sequenceParallel())));
        }
        addPipeline(keys, strategy.pipelineSplit());
        return keys.isEmpty() ? ONE_GPU : keys;
    }

    private static void addPipeline(List<Edit> keys, PipelineSplit split) {
        if (split.schedule() != PipelineSplit.usual(split.virtualStages())) {
            keys.add(new Edit("pipelineSchedule", split.schedule().word()));
        }
        switch (split.placement()) {
            case Even even -> {
                if (even.embeddingCounts()) {
                    keys.add(new Edit("embeddingAsLayer", "true"));
                }
                if (even.lossCounts()) {
                    keys.add(new Edit("lossAsLayer", "true"));
                }
            }
            case Ends ends -> {
                ends.first().ifPresent(layers -> keys.add(edit("firstStageLayers", layers)));
                ends.last().ifPresent(layers -> keys.add(edit("lastStageLayers", layers)));
            }
            case Listed _, Custom _ -> {}
        }
    }

    private static void addTraining(
            List<Edit> others, List<String> removed, Training before, Training after) {
        if (before.zeroStage() != after.zeroStage()) {
            others.add(edit("workload.training.zeroStage", after.zeroStage().ordinal()));
            removed.add("workload.training.distributedOptimizer");
        }
        if (before.microBatch() != after.microBatch()) {
            others.add(edit("workload.training.microBatch", after.microBatch()));
        }
        if (!before.recomputed().equals(after.recomputed())) {
            others.add(new Edit("workload.training.recomputation", after.recomputation().word()));
        }
    }

    private static void addInference(List<Edit> others, Inference before, Inference after) {
        if (before.contextLength() != after.contextLength()) {
            others.add(edit("workload.inference.contextLength", after.contextLength()));
        }
        if (before.keyValuePrecision() != after.keyValuePrecision()) {
            others.add(
                    new Edit(
                            "workload.inference.kvCachePrecision",
                            after.keyValuePrecision().word()));
        }
        if (!before.engine().memoryFraction().equals(after.engine().memoryFraction())) {
            after.engine()
                    .memoryFraction()
                    .ifPresent(share ->
                            others.add(
                                    new Edit(
                                            "workload.inference.memoryFraction",
                                            share.rounded(2))));
        }
    }

    private static Edit edit(String key, int value) {
        return new Edit(key, String.valueOf(value));
    }

    /// {@return the strategy as one line of a plan}
    public String strategyLine() {
        return "strategy: {%s}"
                .formatted(String.join(", ", strategy.stream().map(Edit::toString).toList()));
    }
}
