package io.shardfit.domain.verdict.framework;

import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.Degree;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.strategy.TorchTitan;
import io.shardfit.domain.workload.Workload;
import io.shardfit.domain.workload.Workload.Inference;
import io.shardfit.domain.workload.Workload.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// pytorch/torchtitan@b5bcd76: heads and experts torchtitan/models/common/decoder.py:185-208, world
/// size and expert groups torchtitan/distributed/parallel_dims.py:168-180, batch
/// torchtitan/trainer.py:419-425, sequence :296-308. DTensor shards uneven columns, and stages may
/// differ by a layer.
record TorchTitanWords(TorchTitan titan) implements FrameworkWords {
    private static Optional<String> says(String sentence) {
        return Optional.of("torchtitan says: \"" + sentence + "\"");
    }

    @Override
    public Optional<String> attentionHeads(DeploymentPlan plan, int heads, int ranks) {
        return heads % ranks == 0
                ? Optional.empty()
                : says(
                        "tensor_parallel_degree (%d) must divide n_heads (%d)."
                                .formatted(ranks, heads));
    }

    /// Nothing is repeated: two key-value heads cannot be split four ways.
    @Override
    public Optional<String> keyValueHeads(int heads, int ranks) {
        return heads % ranks == 0
                ? Optional.empty()
                : says(
                        "tensor_parallel_degree (%d) must divide n_kv_heads (%d)."
                                .formatted(ranks, heads));
    }

    @Override
    public Optional<String> width(int width, int ranks) {
        return Optional.empty();
    }

    @Override
    public Optional<String> experts(DeploymentPlan plan, Experts experts, int ranks) {
        return experts.count() % ranks == 0
                ? Optional.empty()
                : says(
                        "num_experts (%d) must be divisible by expert_parallel_degree (%d)."
                                .formatted(experts.count(), ranks));
    }

    @Override
    public String batch(Training training, int replicas) {
        long tokens = training.sequenceLength();
        return says(("training.num_tokens_per_train_step (%d) must be divisible by the number of"
                                + " tokens processed globally in one gradient accumulation"
                                + " iteration (%d).")
                        .formatted(
                                training.globalBatch() * tokens,
                                training.microBatch() * tokens * replicas))
                .orElseThrow();
    }

    @Override
    public Optional<String> tooFewGpus(DeploymentPlan plan) {
        return says(invalid(plan.strategy(), plan.cluster().gpus()));
    }

    private String invalid(ParallelStrategy s, int world) {
        return ("Invalid parallel dims: dp_replicate(%d) * dp_shard(%d) * cp(%d) * tp(%d) * pp(%d)"
                        + " != WORLD_SIZE(%d)")
                .formatted(
                        s.dataSplit().replicate(),
                        titan.dataShards(s),
                        s.context(),
                        s.tensor(),
                        s.pipeline(),
                        world);
    }

    @Override
    public List<Refusal> groups(DeploymentPlan plan) {
        ParallelStrategy s = plan.strategy();
        List<Refusal> refusals = new ArrayList<>();
        if (s.data() % s.dataSplit().replicate() != 0) {
            refusals.add(
                    Refusal.quoted(
                            invalid(s, titan.worldSize(s)), Degree.DATA_REPLICATE, Degree.DATA));
        }
        if (titan.sparseRegion(s) % s.expert() != 0) {
            refusals.add(
                    Refusal.quoted(
                            "expert_parallel_degree (%d) must divide dp_shard * cp * tp (%d)"
                                    .formatted(s.expert(), titan.sparseRegion(s)),
                            Degree.EXPERT));
        }
        refusals.addAll(
                FrameworkWords.derivedExpertTensor(plan, s.expert() > 1 ? "EP > 1: none" : "TP"));
        return refusals;
    }

    @Override
    public List<Refusal> training(DeploymentPlan plan, Training training) {
        ParallelStrategy s = plan.strategy();
        long tokens = (long) training.microBatch() * training.sequenceLength();
        long divisor =
                (s.sequenceParallel() ? s.tensor() : 1L)
                        * (s.context() > 1 ? 2L * s.context() : 1L);
        return tokens % divisor == 0
                ? List.of()
                : List.of(
                        Refusal.quoted(
                                ("The number of tokens per pipeline microbatch (%d) must be"
                                                + " divisible by %d for the configured sequence/context"
                                                + " parallelism.")
                                        .formatted(tokens, divisor),
                                "workload.training.sequenceLength",
                                "strategy.tensorParallel",
                                "strategy.contextParallel"));
    }

    @Override
    public Optional<String> work(Workload workload) {
        return workload instanceof Inference
                ? Optional.of("torchtitan trains; it does not serve")
                : Optional.empty();
    }

    @Override
    public Optional<Refusal> context(int contextLength, int positions) {
        return contextLength <= positions
                ? Optional.empty()
                : Optional.of(
                        Refusal.quoted(
                                ("Training sequence length %d exceeds attention RoPE maximum supported"
                                                + " sequence length %d.")
                                        .formatted(contextLength, positions),
                                "workload.training.sequenceLength"));
    }
}
