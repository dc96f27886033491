package io.shardfit.domain.search;

import io.shardfit.domain.memory.MemoryModel;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.Convention;
import io.shardfit.domain.strategy.DeepSpeed;
import io.shardfit.domain.strategy.Degree;
import io.shardfit.domain.strategy.ExpertSplit;
import io.shardfit.domain.strategy.LayerPlacement;
import io.shardfit.domain.strategy.LayerPlacement.Ends;
import io.shardfit.domain.strategy.LayerPlacement.Even;
import io.shardfit.domain.strategy.MegatronCore;
import io.shardfit.domain.strategy.Multiplicative;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.strategy.PipelineSchedule;
import io.shardfit.domain.strategy.PipelineSplit;
import io.shardfit.domain.strategy.SgLang;
import io.shardfit.domain.strategy.TensorRtLlm;
import io.shardfit.domain.strategy.TorchTitan;
import io.shardfit.domain.strategy.VLlm;
import io.shardfit.domain.workload.Workload.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// The values that each degree takes under a plan's convention. They leave out only what no
/// strategy on these GPUs can use, because degrees that split ranks divide the number of ranks.
record Axes(DeploymentPlan plan) {
    /// The most stages that a plan may have (docs/plan-format.md).
    private static final int MOST_STAGES = 1_024;

    private Convention convention() {
        return plan.convention();
    }

    private boolean trains() {
        return plan.workload() instanceof Training;
    }

    private boolean has(Degree degree) {
        return convention().worldDegrees().contains(degree)
                || convention().furtherDegrees().contains(degree);
    }

    /// Serving has no backward pass to interleave with.
    private boolean interleaves() {
        return trains() && has(Degree.VIRTUAL_STAGES);
    }

    List<String> varied() {
        List<String> words = new ArrayList<>(List.of("TP"));
        addIf(words, trains() && has(Degree.CONTEXT), "CP");
        words.add("PP");
        addIf(words, has(Degree.ATTENTION_DATA), "attention DP");
        addIf(words, interleaves(), "virtual stages");
        addIf(words, convention() instanceof MegatronCore, "a shorter last stage");
        addIf(words, plan.model().experts().isPresent(), "EP");
        words.add("DP");
        addIf(words, has(Degree.DATA_REPLICATE), "replicated DP");
        addIf(
                words,
                plan.model().experts().isPresent() && convention() instanceof MegatronCore,
                "expert TP");
        words.addAll(
                trains()
                        ? List.of("ZeRO stage", "micro-batch", "recomputation")
                        : List.of("context length", "cache precision"));
        addIf(words, MemoryModel.sizesItself(plan), "memory fraction");
        return words;
    }

    private static void addIf(List<String> words, boolean varied, String word) {
        if (varied) {
            words.add(word);
        }
    }

    List<Integer> tensor(int gpus) {
        return Divisors.of(gpus);
    }

    /// Serving with a split sequence is not modelled, so its degree stays.
    List<Integer> context(int ranks) {
        return trains() && has(Degree.CONTEXT)
                ? Divisors.of(ranks)
                : List.of(plan.strategy().context());
    }

    List<Integer> attentionData(int tensor) {
        return has(Degree.ATTENTION_DATA)
                ? Divisors.of(tensor)
                : List.of(plan.strategy().dataSplit().attention());
    }

    List<Integer> pipeline(int gpus, int tensor, int context) {
        int ranks = convention().worldSize(trunk(tensor, context, 1, 1));
        return gpus % ranks == 0 ? Divisors.of(gpus / ranks, MOST_STAGES) : List.of();
    }

    /// {@return the strategy without data and expert parallelism, experts dealt evenly}
    ParallelStrategy trunk(int tensor, int context, int attentionData, int pipeline) {
        ParallelStrategy given = plan.strategy();
        return given.with(new ExpertSplit(1, OptionalInt.empty(), given.expertSplit().redundant()))
                .withTensor(tensor)
                .withContext(context)
                .withAttentionData(attentionData)
                .with(
                        new PipelineSplit(
                                pipeline, 1, LayerPlacement.EVEN, schedule(given.pipelineSplit())))
                .withData(1)
                .withDataReplicate(1);
    }

    static PipelineSchedule schedule(PipelineSplit given) {
        boolean usual = given.schedule() == PipelineSplit.usual(given.virtualStages());
        return usual ? PipelineSplit.usual(1) : given.schedule();
    }

    /// {@return the pipelines of a trunk: chunks of each stage, and how layers are dealt to them}
    List<ParallelStrategy> pipelines(ParallelStrategy trunk) {
        List<ParallelStrategy> pipelines = new ArrayList<>();
        int stages = trunk.pipeline();
        int most = interleaves() && stages > 1 ? plan.model().layers() / stages : 1;
        for (int chunks = 1; chunks <= Math.max(1, most); chunks++) {
            ParallelStrategy even = trunk.withVirtualStages(chunks);
            pipelines.add(even.with(placed(even.pipelineSplit(), evenly())));
            lastStage(stages)
                    .ifPresent(last ->
                            pipelines.add(
                                    even.with(
                                            placed(
                                                    even.pipelineSplit(),
                                                    new Ends(
                                                            OptionalInt.empty(),
                                                            OptionalInt.of(last))))));
        }
        return pipelines;
    }

    private LayerPlacement evenly() {
        return plan.strategy().pipelineSplit().placement() instanceof Even even
                ? even
                : LayerPlacement.EVEN;
    }

    private static PipelineSplit placed(PipelineSplit split, LayerPlacement placement) {
        return new PipelineSplit(
                split.degree(), split.virtualStages(), placement, split.schedule());
    }

    /// {@return layers of a last stage that is shorter than the others, where the layers do not
    /// divide and the framework can be told}
    private OptionalInt lastStage(int stages) {
        int layers = plan.model().layers();
        int last = layers - Math.ceilDiv(layers, stages) * (stages - 1);
        boolean told = convention() instanceof MegatronCore;
        return told && layers % stages != 0 && last > 0
                ? OptionalInt.of(last)
                : OptionalInt.empty();
    }

    /// {@return every way to use the ranks that a pipeline leaves, for experts and for data}
    List<ParallelStrategy> replicas(ParallelStrategy pipeline, int gpus) {
        List<ParallelStrategy> all = new ArrayList<>();
        int ranks = gpus / pipeline.pipeline();
        List<Integer> degrees =
                plan.model().experts().isPresent() ? Divisors.of(ranks) : List.of(1);
        for (int expert : degrees) {
            ParallelStrategy dealt = pipeline.withExpert(expert);
            int used = convention().worldSize(dealt);
            if (gpus % used == 0) {
                addReplicas(all, dealt.withData(gpus / used), ranks / expert);
            }
        }
        return all;
    }

    private void addReplicas(List<ParallelStrategy> all, ParallelStrategy dealt, int ranks) {
        List<Integer> copies =
                has(Degree.DATA_REPLICATE)
                        ? Divisors.of(dealt.data())
                        : List.of(plan.strategy().dataSplit().replicate());
        for (int copy : copies) {
            ParallelStrategy copied = dealt.withDataReplicate(copy);
            for (int split : expertTensor(ranks)) {
                all.add(split == 0 ? copied : copied.withExpertTensor(split));
            }
        }
    }

    /// {@return degrees of expert tensor parallelism; 0 where it follows from the other degrees}
    private List<Integer> expertTensor(int ranks) {
        return switch (convention()) {
            case MegatronCore _ ->
                    plan.model().experts().isPresent() ? Divisors.of(ranks) : List.of(0);
            case Multiplicative _, DeepSpeed _, TorchTitan _, VLlm _, SgLang _, TensorRtLlm _ ->
                    List.of(0);
        };
    }
}
