package io.shardfit.domain.time;

import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.architecture.LayerCounts;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.architecture.TokenMixer;
import io.shardfit.domain.balance.ModelWork;
import io.shardfit.domain.balance.RankLoad;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.ParallelGroups;
import io.shardfit.domain.workload.Workload.Inference;

/// One forward pass of one GPU over the layers of a stage, an even share of all layers.
///
/// @param tokens tokens of a replica in the pass
/// @param products operations of all matrix products
/// @param scores operations of score and value products
/// @param weights bytes of the weights that are read
/// @param cache bytes of keys, values and states that are read
/// @param starts kernels that start one after another
/// @param tensor all exchanges of tensor parallelism
/// @param expert all exchanges of the experts
record ServingPass(
        Rates rates,
        double tokens,
        double products,
        double scores,
        double weights,
        double cache,
        double starts,
        Exchange tensor,
        Exchange expert) {
    /// Kernels of a layer that follow one another: norms, projections, cache, attention, block.
    static final int KERNELS = 10;

    static final Factor KERNEL =
            new Factor(
                    1e-6,
                    3e-6,
                    12e-6,
                    "3 µs, ai-dynamo/aiconfigurator@095f58a systems/*.yaml"
                            + " mem_empirical_constant_latency");

    static ServingPass decoding(
            DeploymentPlan plan,
            Inference inference,
            TimeModel model,
            RankLoad load,
            int sequences) {
        double cached =
                (double) sequences
                        * inference.contextLength()
                        * inference.keyValuePrecision().bits()
                        / 8;
        return of(plan, inference, model, load, sequences, inference.contextLength(), cached);
    }

    static ServingPass reading(
            DeploymentPlan plan,
            Inference inference,
            TimeModel model,
            RankLoad load,
            double tokens) {
        return of(plan, inference, model, load, tokens, inference.contextLength() / 2.0, 0);
    }

    /// @param context tokens that each token looks back at
    /// @param cached bytes of one cached element per token of all sequences
    private static ServingPass of(
            DeploymentPlan plan,
            Inference inference,
            TimeModel time,
            RankLoad load,
            double tokens,
            double context,
            double cached) {
        ModelArchitecture model = plan.model();
        LayerWork work = time.work();
        ParallelGroups groups = plan.groups();
        LayerCounts counts = model.stack().counts();
        int stages = plan.strategy().pipeline();
        double attended = 0;
        double mixers = 0;
        double scores = 0;
        ModelWork once = new ModelWork(model);
        for (TokenMixer mixer : Kinds.MIXERS) {
            int layers = counts.of(mixer);
            if (layers > 0) {
                mixers += layers * work.mixer()[mixer.ordinal()];
                scores += layers * once.scores(mixer, context).operations();
                attended += layers * seen(model, mixer, context) * elements(model, mixer, groups);
            }
        }
        double dense =
                mixers / groups.tensor().attention()
                        + (counts.dense() * work.dense() + counts.mixture() * work.shared())
                                / groups.tensor().dense()
                        + work.head() / groups.tensor().head();
        double round = tokens * groups.replicas() * work.visits();
        double copies = round / ((double) groups.worldSize() / stages) * counts.mixture();
        double slots = counts.mixture() * load.slots() / (double) groups.expertTensor();
        double bytes = inference.weightPrecision().bits() / 8.0;
        double hidden = tokens * model.hiddenSize() * 2;
        return new ServingPass(
                time.rates(),
                tokens,
                2 * (tokens * dense + copies * busiest(load) * work.expert()) / stages,
                tokens * scores / groups.tensor().attention() / stages,
                bytes * (dense + slots * work.expert() * visited(model, round)) / stages,
                cached * attended / Math.max(1, context) / groups.cacheShards() / stages,
                (double) KERNELS * counts.layers() / stages,
                exchanges(
                        Exchange.gather(
                                1,
                                Group.of(
                                        groups.tensor().dense(), 1, time.rates().wiring().domain()),
                                2 * hidden,
                                Exchange.ALL_EXPOSED),
                        2 * counts.layers() / stages),
                exchanges(
                        Exchange.allToAll(
                                Group.of(
                                        groups.expert(),
                                        plan.expertStride(),
                                        time.rates().wiring().domain()),
                                hidden * work.visits() / Math.max(1, groups.tensor().attention()),
                                AchievedShares.ALL_TO_ALL,
                                Exchange.ALL_EXPOSED),
                        2 * counts.mixture() / stages));
    }

    private static Exchange exchanges(Exchange one, int times) {
        return one.calls() == 0 || times == 0
                ? Exchange.NONE
                : new Exchange(
                        one.calls() * times,
                        one.linkBytes(),
                        one.networkBytes(),
                        one.pattern(),
                        one.exposed());
    }

    private static double busiest(RankLoad load) {
        return (double) load.overMean().numerator() / load.overMean().denominator();
    }

    /// {@return the part of the experts that some token visits, when all are as likely}
    private static double visited(ModelArchitecture model, double copies) {
        int count = model.experts().map(Experts::count).orElse(1);
        return 1 - Math.pow(1 - 1.0 / count, copies);
    }

    private static double seen(ModelArchitecture model, TokenMixer mixer, double context) {
        return switch (mixer) {
            case SLIDING -> Math.min(model.mixers().window(), context);
            case CHUNKED -> Math.min(model.mixers().chunk(), context);
            case FULL, NONE -> context;
            case LINEAR, MAMBA -> 1;
        };
    }

    /// {@return elements that a GPU keeps per token seen, or of a sequence's state}
    private static double elements(
            ModelArchitecture model, TokenMixer mixer, ParallelGroups groups) {
        int ways = groups.tensor().attention();
        return switch (mixer) {
            case NONE -> 0;
            case FULL, SLIDING, CHUNKED ->
                    model.mixers().attentionOf(mixer).cachedElementsPerToken(ways);
            case LINEAR -> (double) model.mixers().linear().orElseThrow().stateElements() / ways;
            case MAMBA -> (double) model.mixers().stateSpace().orElseThrow().stateElements() / ways;
        };
    }

    boolean isKnown() {
        return tensor.isKnown(rates.wiring()) && expert.isKnown(rates.wiring());
    }

    /// A kernel works while it reads: the longer of the two counts, and what traffic takes longer
    /// is traffic.
    double seconds(TimePart part, Pace pace) {
        double work = products / rates.matmulRate(pace);
        double read = weights / rates.memoryRate(pace);
        double attend = scores / rates.scoreRate(pace);
        double cached = cache / rates.memoryRate(pace);
        return switch (part) {
            case MATRIX_PRODUCTS -> work;
            case ATTENTION -> attend;
            case MEMORY_TRAFFIC -> Math.max(0, read - work) + Math.max(0, cached - attend);
            case TENSOR_EXCHANGE -> tensor.seconds(rates, pace);
            case EXPERT_EXCHANGE -> expert.seconds(rates, pace);
            case KERNEL_STARTS -> starts * KERNEL.at(pace);
            case EXPERT_PRODUCTS,
                    CONTEXT_EXCHANGE,
                    EXPERT_TENSOR_EXCHANGE,
                    PIPELINE_EXCHANGE,
                    DATA_EXCHANGE,
                    OPTIMIZER,
                    PIPELINE_IDLE ->
                    0;
        };
    }

    double seconds(Pace pace) {
        double seconds = 0;
        for (TimePart part : TimePart.values()) {
            seconds += seconds(part, pace);
        }
        return seconds;
    }
}
