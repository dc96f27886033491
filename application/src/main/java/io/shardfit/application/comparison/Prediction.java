package io.shardfit.application.comparison;

import io.shardfit.application.measurement.Measurement;
import io.shardfit.application.measurement.Quantity;
import io.shardfit.domain.memory.MemoryPart;
import io.shardfit.domain.memory.ServingMemory;
import io.shardfit.domain.memory.StageMemory;
import io.shardfit.domain.memory.Usage;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Derivation.Term;
import io.shardfit.domain.quantity.Estimate;
import io.shardfit.domain.strategy.VLlm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What a plan says of a measured quantity on the fullest GPU of a stage.
public final class Prediction {
    /// In the place of a number of tokens: the engine of the plan says what is left.
    private static final long ENGINE = -1;

    private final StageMemory stage;
    private final Quantity quantity;
    private final List<MemoryPart> parts;
    private final Optional<Measurement> cacheTaken;
    private final Optional<Measurement> budget;
    private final long tokens;

    private Prediction(
            StageMemory stage,
            Quantity quantity,
            List<MemoryPart> parts,
            Optional<Measurement> cacheTaken,
            Optional<Measurement> budget,
            long tokens) {
        this.stage = stage;
        this.quantity = quantity;
        this.parts = parts;
        this.cacheTaken = cacheTaken;
        this.budget = budget;
        this.tokens = tokens;
    }

    /// {@return the parts that the quantity counts, summed}
    ///
    /// @param cacheTaken what an engine took for its cache, in the place of what the plan asks for
    static Prediction sum(StageMemory stage, Quantity quantity, Optional<Measurement> cacheTaken) {
        List<MemoryPart> parts =
                stage.model().parts().stream()
                        .filter(part -> Component.covers(quantity, part))
                        .filter(part -> isCounted(stage, quantity, part))
                        .filter(part ->
                                cacheTaken.isEmpty() || Component.of(part) != Component.CACHE)
                        .toList();
        return new Prediction(stage, quantity, parts, cacheTaken, Optional.empty(), 1);
    }

    /// vLLM prints what it counts: not the context, which it finds, nor graphs that it captures
    /// behind the cache.
    private static boolean isCounted(StageMemory stage, Quantity quantity, MemoryPart part) {
        boolean engineCounts =
                quantity == Quantity.CACHE_ROOM || quantity == Quantity.OUTSIDE_ALLOCATOR;
        return !engineCounts
                || !(stage.model() instanceof ServingMemory serving)
                || !(serving.plan().convention() instanceof VLlm)
                || serving.start(Usage.EXPECTED).counts(part);
    }

    /// {@return what a budget leaves when everything but the cache is taken out}
    static Prediction left(StageMemory stage, Measurement budget) {
        Prediction others = sum(stage, Quantity.CACHE_ROOM, Optional.empty());
        return new Prediction(
                stage, Quantity.CACHE_ROOM, others.parts, Optional.empty(), Optional.of(budget), 1);
    }

    /// {@return what the plan's own engine leaves for its cache on the stage that has the fewest
    /// blocks}
    ///
    /// @param quantity the room that it finds, or what it takes of it
    static Prediction ofEngine(ServingMemory engine, List<StageMemory> stages, Quantity quantity) {
        int tightest = engine.start(Usage.EXPECTED).capacity().tightest().stage();
        StageMemory stage = stages.get(tightest);
        Prediction others = sum(stage, Quantity.CACHE_ROOM, Optional.empty());
        return new Prediction(
                stage, quantity, others.parts, Optional.empty(), Optional.empty(), ENGINE);
    }

    /// {@return the cache of one token}
    static Prediction perToken(StageMemory stage, long tokens) {
        Prediction cache = sum(stage, Quantity.CACHE_PER_TOKEN, Optional.empty());
        return new Prediction(
                stage,
                Quantity.CACHE_PER_TOKEN,
                cache.parts,
                Optional.empty(),
                Optional.empty(),
                tokens);
    }

    /// {@return the same question put to another plan, when it has the stage}
    Optional<Prediction> in(List<StageMemory> others) {
        int number = stage.layers().stage();
        if (number >= others.size()) {
            return Optional.empty();
        }
        StageMemory other = others.get(number);
        if (isOfEngine()) {
            return other.model() instanceof ServingMemory engine
                    ? Optional.of(ofEngine(engine, others, quantity))
                    : Optional.empty();
        }
        return Optional.of(
                budget.map(limit -> left(other, limit))
                        .orElseGet(() ->
                                quantity == Quantity.CACHE_PER_TOKEN
                                        ? perToken(other, tokens)
                                        : sum(other, quantity, cacheTaken)));
    }

    public StageMemory stage() {
        return stage;
    }

    public Quantity quantity() {
        return quantity;
    }

    public List<MemoryPart> parts() {
        return parts;
    }

    /// {@return whether the plan has anything to set against the measurement}
    boolean isEmpty() {
        return parts.isEmpty();
    }

    boolean isDifference() {
        return budget.isPresent() || isOfEngine();
    }

    private boolean isOfEngine() {
        return tokens == ENGINE;
    }

    public long low() {
        return low(this).value().longValueExact();
    }

    public long expected() {
        return expected(this).value().longValueExact();
    }

    public long high() {
        return high(this).value().longValueExact();
    }

    public Derivation lowHow() {
        return low(this);
    }

    public Derivation expectedHow() {
        return expected(this);
    }

    public Derivation highHow() {
        return high(this);
    }

    private static Derivation low(Prediction it) {
        return it.isOfEngine()
                ? it.left(Usage.HIGH)
                : it.isDifference() ? it.sum(Estimate::high, "high") : it.sum(Estimate::low, "low");
    }

    private static Derivation expected(Prediction it) {
        return it.isOfEngine() ? it.left(Usage.EXPECTED) : it.sum(Estimate::expected, "expected");
    }

    private static Derivation high(Prediction it) {
        return it.isOfEngine()
                ? it.left(Usage.LOW)
                : it.isDifference() ? it.sum(Estimate::low, "low") : it.sum(Estimate::high, "high");
    }

    /// What is left when everything else takes as much.
    private Derivation left(Usage usage) {
        Derivation left =
                ((ServingMemory) stage.model())
                        .start(usage)
                        .capacity()
                        .stages()
                        .get(stage.layers().stage())
                        .left();
        return Derivation.of(
                Math.max(0, left.value().longValueExact()),
                "bytes",
                "max(0, left)",
                "the plan's engine",
                Derivation.term("left", "left for the cache", left));
    }

    private Derivation sum(Function<Estimate, ByteSize> end, String which) {
        if (quantity == Quantity.CACHE_PER_TOKEN
                && stage.model() instanceof ServingMemory serving) {
            return serving.start(Usage.EXPECTED)
                    .capacity()
                    .bytesPerTokenHow(stage.layers().stage());
        }
        List<Term> terms = new ArrayList<>();
        StringBuilder equation = new StringBuilder();
        long sum = 0;
        for (MemoryPart part : parts) {
            long bytes = end.apply(stage.part(part)).bytes();
            sum = Math.addExact(sum, bytes);
            equation.append(equation.isEmpty() ? "" : " + ").append(part.id());
            terms.add(
                    Derivation.term(
                            part.id(), bytes, which + " bytes of " + part.label(), "the plan"));
        }
        if (cacheTaken.isPresent()) {
            Measurement cache = cacheTaken.orElseThrow();
            sum = Math.addExact(sum, cache.amount().value());
            equation.append(" + cacheTaken");
            terms.add(
                    Derivation.term(
                            "cacheTaken",
                            cache.amount().value(),
                            "what the engine took for its cache",
                            cache.place()));
        }
        if (budget.isPresent()) {
            Measurement limit = budget.orElseThrow();
            terms.add(
                    Derivation.term(
                            "budget",
                            limit.amount().value(),
                            "what the engine may use",
                            limit.place()));
            return made(
                    Math.max(0, limit.amount().value() - sum),
                    "max(0, budget - (" + equation + "))",
                    terms);
        }
        if (quantity == Quantity.CACHE_PER_TOKEN) {
            terms.add(Derivation.term("tokens", tokens, "tokens that the plan holds", "the plan"));
            return made(Math.ceilDiv(sum, tokens), "ceil((" + equation + ") ÷ tokens)", terms);
        }
        return made(sum, equation.isEmpty() ? "0" : equation.toString(), terms);
    }

    private static Derivation made(long value, String equation, List<Term> terms) {
        return Derivation.of(
                value, "bytes", equation, "parts of the plan", terms.toArray(Term[]::new));
    }
}
