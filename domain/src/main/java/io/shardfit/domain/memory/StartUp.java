package io.shardfit.domain.memory;

import static io.shardfit.domain.quantity.Derivation.term;

import io.shardfit.domain.framework.Setting;
import io.shardfit.domain.memory.ServingLines.Line;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Derivation.Term;
import io.shardfit.domain.quantity.Precision;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.serving.CacheCapacity;
import io.shardfit.domain.serving.CacheCapacity.StageCache;
import io.shardfit.domain.serving.CacheGroups;
import io.shardfit.domain.serving.EngineSettings;
import io.shardfit.domain.serving.MemoryFraction;
import io.shardfit.domain.serving.MemoryFraction.Held;
import io.shardfit.domain.serving.MemoryFraction.OfFreeAfterPeak;
import io.shardfit.domain.serving.MemoryFraction.OfFreeBeforeLoading;
import io.shardfit.domain.serving.MemoryFraction.OfTotal;
import io.shardfit.domain.serving.StartOutcome;
import io.shardfit.domain.serving.StartOutcome.RefusesFraction;
import io.shardfit.domain.serving.StartOutcome.RefusesNoBlocks;
import io.shardfit.domain.serving.StartOutcome.RefusesTooShort;
import io.shardfit.domain.serving.StartOutcome.RunsOutCapturing;
import io.shardfit.domain.serving.StartOutcome.RunsOutLoading;
import io.shardfit.domain.serving.StartOutcome.Starts;
import io.shardfit.domain.strategy.DeepSpeed;
import io.shardfit.domain.strategy.MegatronCore;
import io.shardfit.domain.strategy.Multiplicative;
import io.shardfit.domain.strategy.SgLang;
import io.shardfit.domain.strategy.TensorRtLlm;
import io.shardfit.domain.strategy.TorchTitan;
import io.shardfit.domain.strategy.VLlm;
import io.shardfit.domain.workload.WeightFormat;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/// The start of a serving engine, as it goes when each term takes so much of its interval.
public record StartUp(ServingMemory memory, Usage usage) {
    private static final Set<MemoryPart> LOADED =
            EnumSet.of(
                    MemoryPart.WEIGHTS,
                    MemoryPart.EXPERT_WEIGHTS,
                    MemoryPart.ABSORBED_PROJECTIONS,
                    MemoryPart.ROTARY_TABLE,
                    MemoryPart.DRAFT_MODEL);
    private static final Set<MemoryPart> WORKING =
            EnumSet.of(
                    MemoryPart.FORWARD_PASS,
                    MemoryPart.SAMPLER,
                    MemoryPart.EXPERT_WORKSPACE,
                    MemoryPart.KEPT_BUFFERS,
                    MemoryPart.ENCODER,
                    MemoryPart.ENGINE_LIBRARIES);
    private static final Set<MemoryPart> OUTSIDE =
            EnumSet.of(MemoryPart.CUDA_CONTEXT, MemoryPart.COMMUNICATORS);

    /// {@return sequences of full length that the caches of all replicas hold at once}
    public BigDecimal sequences() {
        return capacity().concurrency().multiply(BigDecimal.valueOf(plan().groups().replicas()));
    }

    private EngineSettings settings() {
        return memory.settings();
    }

    private DeploymentPlan plan() {
        return memory.plan();
    }

    private long sum(int stage, Set<MemoryPart> parts) {
        long sum = 0;
        for (MemoryPart part : parts) {
            Line line = memory.lines().get(stage).get(part);
            sum += line == null ? 0 : usage.of(line.estimate()).bytes();
        }
        return sum;
    }

    private long graphs(int stage) {
        return sum(stage, EnumSet.of(MemoryPart.CUDA_GRAPHS));
    }

    private boolean graphsInside() {
        return settings().isOn(Setting.CUDA_GRAPHS_INSIDE_FRACTION);
    }

    /// {@return whether the engine takes the part out of its share of the device before it sizes
    /// the cache; vLLM does not see what was there before its first look}
    public boolean counts(MemoryPart part) {
        return LOADED.contains(part)
                || WORKING.contains(part)
                || part == MemoryPart.CUDA_GRAPHS && graphsInside();
    }

    private Held held(int stage) {
        return new Held(
                settings().total(),
                ByteSize.ofBytes(sum(stage, OUTSIDE)),
                ByteSize.ofBytes(sum(stage, LOADED)),
                ByteSize.ofBytes(sum(stage, WORKING) + (graphsInside() ? graphs(stage) : 0)));
    }

    /// {@return what the engine's fraction is of}
    public MemoryFraction fraction() {
        return switch (plan().convention()) {
            case SgLang _ -> new OfFreeBeforeLoading(told());
            case TensorRtLlm _ -> new OfFreeAfterPeak(told());
            case VLlm _ -> new OfTotal(told());
            case Multiplicative _, MegatronCore _, DeepSpeed _, TorchTitan _ ->
                    throw new IllegalStateException("not an engine that sizes itself");
        };
    }

    private Term told() {
        return settings().fraction().orElseThrow();
    }

    /// {@return what the fraction leaves for the cache of a stage; negative when nothing}
    public Derivation cache(int stage) {
        return fraction().cache(held(stage));
    }

    /// {@return the part of a pool that holds states when it is full of longest sequences}
    Derivation states(Derivation pool) {
        CacheCapacity capacity = capacity();
        int each = capacity.blocksPerSequence(settings().inference().contextLength());
        int states = capacity.stateBlocksPerSequence();
        if (states == 0) {
            return Derivation.given(0, "bytes", "no layer keeps a state", "model");
        }
        return Derivation.of(
                Math.floorDiv(
                        Math.multiplyExact(pool.value().longValueExact(), (long) states), each),
                "bytes",
                "floor(pool × states ÷ each)",
                "pages that states take when the pool is full of longest sequences",
                term("pool", "what the engine takes for its cache", pool),
                term("states", states, "pages of a sequence's states", "cache groups"),
                term("each", each, "pages of a sequence", "cache groups"));
    }

    /// {@return what the memory for the cache holds}
    public CacheCapacity capacity() {
        long block = block();
        CacheGroups groups =
                CacheGroups.of(
                        new CacheLayers(settings(), block).kinds(),
                        Derivation.given(
                                block,
                                "tokens",
                                "tokens of a block",
                                "workload.inference.kvCacheBlock"),
                        settings().isOn(Setting.CACHE_GROUPS_PADDED));
        List<StageCache> stages = new ArrayList<>();
        List<EngineStages.Range> ranges = EngineStages.of(plan());
        for (EngineStages.Range range : ranges) {
            int stage = range.layers().stage();
            boolean last = range.layers().last();
            stages.add(
                    new StageCache(
                            stage,
                            cache(stage),
                            range.from(),
                            last ? Integer.MAX_VALUE : range.to()));
        }
        return new CacheCapacity(
                groups,
                stages,
                settings().inference().contextLength(),
                plan().groups().cacheShards(),
                settings().batched().value().intValueExact(),
                settings().isOn(Setting.CACHE_CHECKED_FOR_ALL_LAYERS),
                settings().isOn(Setting.TOKENS_FROM_CONCURRENCY));
    }

    private long block() {
        return settings().inference().keyValueBlock();
    }

    /// {@return bytes of the weights while they are loaded, on the fullest stage}
    public Derivation loaded() {
        Derivation most = Derivation.given(0, "bytes", "nothing is loaded", "model");
        for (EngineStages.Range range : EngineStages.of(plan())) {
            Derivation stage = loaded(range);
            if (stage.value().compareTo(most.value()) > 0) {
                most = stage;
            }
        }
        return most;
    }

    private Derivation loaded(EngineStages.Range range) {
        int stage = range.layers().stage();
        Optional<Integer> bits = settings().inference().engine().loadBits();
        if (bits.isEmpty() || bits.get() <= settings().inference().weightPrecision().bits()) {
            return Derivation.given(
                    sum(stage, LOADED),
                    "bytes",
                    "weights of stage " + stage + " as they stay",
                    "memory.stages");
        }
        Precision precision = bits.get() > 16 ? Precision.FP32 : Precision.BF16;
        ServingWeights wide = new ServingWeights(settings(), WeightFormat.of(precision));
        Derivation dense = wide.dense(range.layers());
        Derivation experts = wide.experts(range.layers());
        return Derivation.of(
                dense.value().longValueExact() + experts.value().longValueExact(),
                "bytes",
                "dense + experts",
                "weights are quantised only after they are loaded: sgl-project/sglang#2895, #10736",
                term("dense", "weights as they are loaded", dense),
                term("experts", "routed experts as they are loaded", experts));
    }

    /// {@return how the start ends}
    public StartOutcome outcome() {
        ByteSize total = settings().total();
        ByteSize free =
                ByteSize.ofBytes(Math.max(0, total.bytes() - most(stage -> sum(stage, OUTSIDE))));
        ByteSize loaded = ByteSize.ofBytes(loaded().value().longValueExact());
        if (loaded.isMoreThan(free)) {
            return new RunsOutLoading(loaded, free);
        }
        return refusedFraction(free).or(this::refusal).orElseGet(this::captured);
    }

    private Optional<StartOutcome> refusedFraction(ByteSize free) {
        if (!(fraction() instanceof OfTotal whole)
                || !settings().isOn(Setting.FREE_MEMORY_CHECKED)) {
            return Optional.empty();
        }
        ByteSize total = settings().total();
        ByteSize requested = ByteSize.ofBytes(whole.requested(total).value().longValueExact());
        return requested.isMoreThan(free)
                ? Optional.of(
                        new RefusesFraction(
                                free,
                                total,
                                requested,
                                new Share(whole.fraction().value().doubleValue())))
                : Optional.empty();
    }

    private long most(IntToLongFunction ofStage) {
        return IntStream.range(0, memory.lines().size()).mapToLong(ofStage).max().orElse(0);
    }

    private Optional<StartOutcome> refusal() {
        CacheCapacity capacity = capacity();
        for (StageCache stage : capacity.stages()) {
            long left = stage.left().value().longValueExact();
            if (left <= 0) {
                return Optional.of(new RefusesNoBlocks(ByteSize.ofBytes(-left)));
            }
        }
        int length = settings().inference().contextLength();
        if (!(plan().convention() instanceof VLlm) || capacity.fits(length)) {
            return Optional.empty();
        }
        StageCache tightest = capacity.tightest();
        return Optional.of(
                new RefusesTooShort(
                        length,
                        capacity.needed(tightest, length),
                        ByteSize.ofBytes(tightest.left().value().longValueExact()),
                        capacity.longest()));
    }

    /// The cache is taken once and for all; graphs and the largest step must fit beside it,
    /// whatever the fraction was a fraction of.
    private StartOutcome captured() {
        ByteSize total = settings().total();
        ByteSize needed = ByteSize.ofBytes(most(this::taken));
        return needed.isMoreThan(total) ? new RunsOutCapturing(needed, total) : starts();
    }

    /// {@return bytes that the engine holds on a stage once it runs, its cache included}
    long taken(int stage) {
        return sum(stage, OUTSIDE)
                + sum(stage, LOADED)
                + Math.max(0, cache(stage).value().longValueExact())
                + sum(stage, WORKING)
                + graphs(stage);
    }

    /// {@return the same, when graphs turn out larger than the engine reckoned before it took its
    /// cache}
    long takenAtMost(int stage) {
        Line graphs = memory.lines().get(stage).get(MemoryPart.CUDA_GRAPHS);
        long reckoned =
                graphs == null || !graphsInside()
                        ? graphs(stage)
                        : graphs.estimate().expected().bytes();
        return taken(stage) + graphs(stage) - reckoned;
    }

    private StartOutcome starts() {
        return new Starts(capacity().longest());
    }
}
