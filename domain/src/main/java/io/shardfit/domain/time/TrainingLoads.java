package io.shardfit.domain.time;

import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.architecture.LayerCounts;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.architecture.TokenMixer;
import io.shardfit.domain.balance.RankLoad;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.ParallelGroups;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.workload.ActivationRecomputation;
import io.shardfit.domain.workload.Recomputation;
import io.shardfit.domain.workload.Recomputation.Module;
import io.shardfit.domain.workload.Workload.Training;

/// The loads of each kind of layer under one strategy.
///
/// Memory traffic counts tensors that are read and written between matrix products, in elements of
/// the hidden width: around half a layer 5 forward (norm, residual) and 7 backward; an activation 2
/// or, gated, 3 forward and one or two more backward; score matrices, where they are written, 6.5
/// forward and 9.5 backward (arXiv 2205.05198 figure 3). Gradients are read and written once per
/// micro-batch, and so are the weights of experts, which see few tokens each.
///
/// @param tokens tokens of a micro-batch on one GPU
/// @param copies visits of tokens to routed experts per GPU, in the mean
/// @param busiest tokens of the busiest expert-parallel rank over the mean
/// @param passes forward, and backward for inputs and for weights
/// @param again the part of the layers that is computed again
record TrainingLoads(
        LayerWork work,
        Training training,
        ParallelStrategy strategy,
        ParallelGroups groups,
        double tokens,
        double copies,
        double busiest,
        int slots,
        double passes,
        double again) {
    private static final double BOUNDARY_FORWARD = 5;
    private static final double BOUNDARY_BACKWARD = 7;
    private static final double SCORES_FORWARD = 6.5;
    private static final double SCORES_BACKWARD = 9.5;

    /// Flash attention computes scores again in its backward pass: 2.5 × forward (arXiv 2307.08691
    /// §4.1); with kept scores 2 ×.
    private static final double FLASH_BACKWARD = 2.5;

    /// A narrow copy of an input in both orientations, read wide.
    private static final double NARROW_BYTES = 4;

    private static final double LOSS_BYTES = 10;
    private static final int TILE = 128;

    static TrainingLoads of(LayerWork work, DeploymentPlan plan, Training training, RankLoad load) {
        ParallelGroups groups = plan.groups();
        ParallelStrategy strategy = plan.strategy();
        double sequences = training.microBatch();
        double perStage = (double) groups.worldSize() / strategy.pipeline();
        double round = sequences * groups.replicas() * training.sequenceLength();
        return new TrainingLoads(
                work,
                training,
                strategy,
                groups,
                sequences * training.sequenceLength() / strategy.context(),
                round * work.visits() / perStage,
                (double) load.overMean().numerator() / load.overMean().denominator(),
                load.slots(),
                training.states().adapter().isPresent() ? 2 : 3,
                again(training.recomputed(), plan));
    }

    private static double again(Recomputation recomputed, DeploymentPlan plan) {
        if (recomputed.amount() != ActivationRecomputation.FULL) {
            return 0;
        }
        if (recomputed.method() == Recomputation.Method.UNIFORM) {
            return 1;
        }
        double chunks = (double) plan.strategy().pipeline() * plan.strategy().virtualStages();
        return Math.min(1, recomputed.layers() * chunks / plan.model().layers());
    }

    /// Products are computed in tiles of 128 columns, so that a narrower shard takes as long (tile
    /// quantisation, NVIDIA, Matrix Multiplication Background User's Guide §3.1).
    ///
    /// @return operations that are paid for over those that are needed
    private static double tiled(double width) {
        return width == 0 ? 1 : Math.ceil(width / TILE) * TILE / width;
    }

    private int bytes() {
        return training.precision().activationBytes();
    }

    private double width() {
        return (double) work.model().hiddenSize() / strategy.normShards();
    }

    private double gradientTraffic(double weights) {
        return passes < 3 ? 0 : 2.0 * training.states().gradientBytes() * weights;
    }

    private double narrow(double width) {
        return training.precision().isNarrow() ? NARROW_BYTES * width : 0;
    }

    private boolean drops(Module module) {
        return training.recomputed().drops(module);
    }

    /// {@return traffic of a token, forward passes and the backward pass}
    private double traffic(double forward, double backward, boolean dropped) {
        return bytes() * (forward * (1 + again + (dropped ? 1 : 0)) + backward);
    }

    Load mixer(TokenMixer mixer) {
        double weights = work.mixer()[mixer.ordinal()] / strategy.tensor();
        double projected = weights / work.model().hiddenSize();
        boolean unfused = training.kernels().unfusedAttention() && mixer.isAttention();
        double scores = unfused ? scoreElements(mixer) : 0;
        double forward = tokens * work.scores()[mixer.ordinal()] / strategy.tensor();
        double traffic =
                traffic(
                                BOUNDARY_FORWARD * width(),
                                BOUNDARY_BACKWARD * width(),
                                drops(Module.LAYERNORM))
                        + traffic(2 * projected, 3 * projected, false)
                        + traffic(
                                SCORES_FORWARD * scores,
                                SCORES_BACKWARD * scores,
                                drops(Module.CORE_ATTN))
                        + 2 * narrow(work.model().hiddenSize() + projected);
        double again = this.again + (drops(Module.CORE_ATTN) ? 1 : 0);
        return new Load(
                2 * tokens * weights * (passes + this.again),
                0,
                forward * (1 + again + (unfused ? 2 : FLASH_BACKWARD)),
                tokens * traffic + gradientTraffic(weights),
                2 + this.again,
                mixer.isAttention() ? 3 + again : 0,
                0,
                weights,
                0);
    }

    private double scoreElements(TokenMixer mixer) {
        return (double) training.sequenceLength()
                * work.model().mixers().attentionOf(mixer).heads()
                / strategy.tensor();
    }

    Load dense() {
        double weights = work.dense() / strategy.tensor();
        double inner = (double) work.model().feedForward().intermediateSize() / strategy.tensor();
        return block(weights, inner, drops(Module.MLP));
    }

    private Load block(double weights, double inner, boolean dropped) {
        int up = work.model().feedForward().matrices() - 1;
        double traffic =
                traffic(
                                BOUNDARY_FORWARD * width(),
                                BOUNDARY_BACKWARD * width(),
                                drops(Module.LAYERNORM))
                        + traffic((1 + up) * inner, (1 + 2 * up) * inner, dropped)
                        + 2 * narrow(work.model().hiddenSize() + (1 + up) * inner);
        double times = passes + again + (dropped ? 1 : 0);
        return new Load(
                2 * tokens * weights * times * tiled(inner),
                0,
                0,
                tokens * traffic + gradientTraffic(weights),
                2 + again + (dropped ? 1 : 0),
                0,
                0,
                weights,
                0);
    }

    /// Shared experts lie like a dense block; with tokens dispatched there is no exchange of tensor
    /// parallelism around them.
    Load mixture(Experts experts) {
        double shared = work.shared() / strategy.tensor();
        Load around =
                block(
                        shared,
                        (double) experts.sharedIntermediateSize() / strategy.tensor(),
                        drops(Module.MOE) || drops(Module.SHARED_EXPERTS));
        double weights = slots * work.expert() / groups.expertTensor();
        boolean dropped = drops(Module.MOE);
        double times = passes + again + (dropped ? 1 : 0);
        int up = work.model().feedForward().matrices() - 1;
        double hidden = experts.inputWidth(work.model().hiddenSize());
        double gathered = hidden * groups.expertTensor();
        double inner = experts.intermediateSize();
        double traffic =
                traffic(6 * gathered, 8 * gathered, dropped)
                        + traffic(
                                (1 + up) * inner,
                                (1 + 2 * up) * inner,
                                dropped || drops(Module.MOE_ACT))
                        + 2 * narrow(gathered + (1 + up) * inner);
        return new Load(
                around.linear(),
                2 * copies * busiest * work.expert() * times * tiled(inner / groups.expertTensor()),
                0,
                around.traffic()
                        + copies * busiest * traffic
                        + weights * training.states().weightBytes() * times
                        + gradientTraffic(weights),
                0,
                0,
                4 + 2 * (again + (dropped ? 1 : 0)),
                shared,
                weights);
    }

    /// The head is never computed again.
    Load head() {
        double weights = work.head() / strategy.tensor();
        double logits = tokens * work.model().vocabularySize() / strategy.tensor();
        return new Load(
                2 * tokens * weights * passes,
                0,
                0,
                logits * LOSS_BYTES + gradientTraffic(weights),
                1,
                0,
                0,
                weights,
                0);
    }

    /// {@return the load of one layer of each kind}
    Kinds kinds() {
        ModelArchitecture model = work.model();
        LayerCounts counts = model.stack().counts();
        Load[] mixers = new Load[Kinds.MIXERS.length];
        for (int i = 0; i < mixers.length; i++) {
            mixers[i] = counts.of(Kinds.MIXERS[i]) > 0 ? mixer(Kinds.MIXERS[i]) : Load.NOTHING;
        }
        return new Kinds(
                mixers,
                counts.dense() > 0 ? dense() : Load.NOTHING,
                counts.mixture() > 0 ? mixture(model.experts().orElseThrow()) : Load.NOTHING,
                head());
    }
}
