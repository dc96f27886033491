package io.shardfit.domain.memory;

import static io.shardfit.domain.quantity.Derivation.term;

import io.shardfit.domain.balance.RankLoad;
import io.shardfit.domain.memory.ServingLines.Line;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Estimate;
import io.shardfit.domain.quantity.ParameterCount;
import io.shardfit.domain.serving.EngineSettings;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;
import io.shardfit.domain.workload.Workload.Inference;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Memory of a serving engine that sizes its own cache: every term a line of its own, and the cache
/// what its memory fraction leaves.
public final class ServingMemory implements MemoryModel {
    private final DeploymentPlan plan;
    private final RankLoad load;
    private final EngineSettings settings;
    private final RankParameters rank;
    private final List<Map<MemoryPart, Line>> lines;

    private ServingMemory(
            DeploymentPlan plan,
            RankLoad load,
            EngineSettings settings,
            RankParameters rank,
            List<Map<MemoryPart, Line>> lines) {
        this.plan = plan;
        this.load = load;
        this.settings = settings;
        this.rank = rank;
        this.lines = List.copyOf(lines);
    }

    @Override
    public DeploymentPlan plan() {
        return plan;
    }

    @Override
    public RankLoad load() {
        return load;
    }

    public EngineSettings settings() {
        return settings;
    }

    /// {@return the lines of each stage, the cache included}
    List<Map<MemoryPart, Line>> lines() {
        return lines;
    }

    static ServingMemory of(
            DeploymentPlan plan, Inference inference, RankLoad load, SharedSums shared) {
        EngineSettings settings = new EngineSettings(plan, inference);
        List<Map<MemoryPart, Line>> lines = new ArrayList<>();
        for (EngineStages.Range range : EngineStages.of(plan)) {
            lines.add(new ServingLines(settings, range.layers()).lines());
        }
        ServingMemory bare =
                new ServingMemory(
                        plan, load, settings, RankParameters.of(plan, load, shared), lines);
        return bare.withCache();
    }

    private ServingMemory withCache() {
        StartUp expected = new StartUp(this, Usage.EXPECTED);
        List<Map<MemoryPart, Line>> full = new ArrayList<>();
        for (int stage = 0; stage < lines.size(); stage++) {
            Map<MemoryPart, Line> with = new EnumMap<>(lines.get(stage));
            Derivation cache = pool(expected.cache(stage));
            Derivation states = expected.states(cache);
            with.put(MemoryPart.KEY_VALUE_CACHE, Line.exact(rest(cache, states)));
            if (states.value().signum() > 0) {
                with.put(MemoryPart.STATE_CACHE, Line.exact(states));
            }
            full.add(with);
        }
        return new ServingMemory(plan, load, settings, rank, full);
    }

    private static Derivation pool(Derivation left) {
        return Derivation.of(
                Math.max(0, left.value().longValueExact()),
                "bytes",
                "max(0, left)",
                "an engine takes for its cache what its memory fraction leaves",
                term("left", "what the memory fraction leaves", left));
    }

    private static Derivation rest(Derivation pool, Derivation states) {
        if (states.value().signum() == 0) {
            return pool;
        }
        return Derivation.of(
                pool.value().longValueExact() - states.value().longValueExact(),
                "bytes",
                "pool - states",
                "the pool less the pages of states",
                term("pool", "what the engine takes for its cache", pool),
                term("states", "pages of states", states));
    }

    /// {@return the start of the engine when every term takes as much as it is said to}
    public StartUp start(Usage usage) {
        return new StartUp(this, usage);
    }

    Line line(MemoryPart part, StageLayers stage) {
        Line line = lines.get(stage.stage()).get(part);
        return line == null
                ? Line.exact(Derivation.given(0, "bytes", "not on this stage", "layout"))
                : line;
    }

    @Override
    public List<MemoryPart> parts() {
        List<MemoryPart> parts = new ArrayList<>();
        for (MemoryPart part : MemoryPart.values()) {
            if (lines.stream().anyMatch(stage -> stage.containsKey(part))) {
                parts.add(part);
            }
        }
        return parts;
    }

    @Override
    public ByteSize expected(MemoryPart part, StageLayers stage) {
        return ByteSize.ofBytes(line(part, stage).how().value().longValueExact());
    }

    @Override
    public Interval interval(MemoryPart part, StageLayers stage) {
        return line(part, stage).interval();
    }

    @Override
    public Derivation derivation(MemoryPart part, StageLayers stage) {
        return line(part, stage).how();
    }

    @Override
    public ParameterCount parametersOn(StageLayers stage) {
        return ParameterCount.of(Math.addExact(rank.dense(stage), rank.routed(stage)));
    }

    @Override
    public StageMemory stage(int stage) {
        return stage(EngineStages.of(plan).get(stage).layers());
    }

    @Override
    public StageMemory stage(StageLayers stage) {
        StageMemory sum = StageMemory.of(this, stage);
        return new StageMemory(this, stage, sum.allocated(), ends(sum.total(), stage.stage()));
    }

    /// Engines deal layers in their own way, and each stage takes its own start.
    @Override
    public List<StageLayers> telling(SharedSums shared) {
        return EngineStages.of(plan).stream().map(EngineStages.Range::layers).toList();
    }

    /// What an engine measures before it takes its cache makes the cache smaller, not the total
    /// larger; so the ends of the total are those of the starts, not the sums of all ends.
    private Estimate ends(Estimate sum, int stage) {
        return new Estimate(
                ByteSize.ofBytes(start(Usage.LOW).taken(stage)),
                sum.expected(),
                ByteSize.ofBytes(start(Usage.HIGH).takenAtMost(stage)),
                sum.basis());
    }

    /// All of it follows from the plan.
    @Override
    public boolean equals(Object other) {
        return other instanceof ServingMemory memory && memory.plan.equals(plan);
    }

    @Override
    public int hashCode() {
        return plan.hashCode();
    }
}
