package io.shardfit.application.comparison;

import io.shardfit.application.CheckedPlan;
import io.shardfit.application.comparison.Comparison.Capacity;
import io.shardfit.application.comparison.Comparison.LeftOut;
import io.shardfit.application.comparison.Comparison.Room;
import io.shardfit.application.format.PlanFormat;
import io.shardfit.application.measurement.Amount;
import io.shardfit.application.measurement.Measurement;
import io.shardfit.application.measurement.Origin;
import io.shardfit.application.measurement.PrintedUnit;
import io.shardfit.application.measurement.Quantity;
import io.shardfit.domain.memory.ServingMemory;
import io.shardfit.domain.memory.StageMemory;
import io.shardfit.domain.memory.Usage;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.verdict.Assessment;
import io.shardfit.domain.workload.Workload.Inference;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;

/// Sets measurements beside predictions of the same kind: stage by stage where the run says which
/// rank printed, else the largest against the fullest stage.
public final class Comparer {
    /// A stage that is not known.
    private static final int ANY = -1;

    private static final List<Quantity> DIRECT =
            List.of(
                    Quantity.ALLOCATED_PEAK,
                    Quantity.RESERVED_PEAK,
                    Quantity.DEVICE_USED,
                    Quantity.HELD_BETWEEN_STEPS,
                    Quantity.WEIGHTS,
                    Quantity.FORWARD_PEAK,
                    Quantity.OUTSIDE_ALLOCATOR,
                    Quantity.CUDA_GRAPHS);

    /// The whole of it, the surest first.
    private static final List<Quantity> TOTALS =
            List.of(Quantity.ALLOCATED_PEAK, Quantity.RESERVED_PEAK, Quantity.DEVICE_USED);

    /// Sums of many parts, in which something can hide inside a wide interval.
    private static final List<Quantity> WHOLES =
            List.of(
                    Quantity.ALLOCATED_PEAK,
                    Quantity.RESERVED_PEAK,
                    Quantity.DEVICE_USED,
                    Quantity.CACHE_ROOM,
                    Quantity.CACHE_TAKEN);

    private final DeploymentPlan plan;
    private final List<StageMemory> stages;
    private final Share tolerance;
    private final Map<Quantity, List<Measurement>> measured = new EnumMap<>(Quantity.class);
    private final List<Row> rows = new ArrayList<>();
    private final List<Capacity> capacity = new ArrayList<>();
    private final List<LeftOut> leftOut = new ArrayList<>();

    private Comparer(Assessment assessment, List<Measurement> measurements, Share tolerance) {
        this.plan = assessment.plan();
        this.stages = assessment.memory().stages();
        this.tolerance = tolerance;
        SameRun run = new SameRun(plan, measurements);
        leftOut.addAll(run.others());
        for (Measurement measurement : run.measurements()) {
            measured.computeIfAbsent(measurement.quantity(), _ -> new ArrayList<>())
                    .add(measurement);
        }
    }

    /// {@return the plan beside its measurements}
    ///
    /// @param file the plan's file, from which other plans are made to explain what differs
    public static Comparison compare(
            PlanFormat format,
            byte[] file,
            CheckedPlan checked,
            Assessment assessment,
            List<Measurement> measurements,
            List<String> notes,
            Share tolerance) {
        Comparer comparer = new Comparer(assessment, measurements, tolerance);
        DIRECT.forEach(comparer::direct);
        comparer.cache();
        comparer.leaveOutTheRest();
        return new Comparison(
                checked,
                comparer.explained(OtherPlans.of(format, checked.file(), file)),
                comparer.capacity,
                comparer.leftOut,
                comparer.notes(notes),
                tolerance);
    }

    private List<Measurement> all(Quantity quantity) {
        return measured.getOrDefault(quantity, List.of());
    }

    /// {@return the one that counts: the largest, or the smallest where an engine goes by it}
    private Optional<Measurement> decisive(Quantity quantity) {
        return quantity.smallestCounts()
                ? all(quantity).stream().min(Measurement.byValue())
                : all(quantity).stream().max(Measurement.byValue());
    }

    private void direct(Quantity quantity) {
        Map<Integer, List<Measurement>> byStage = new TreeMap<>();
        for (Measurement measurement : all(quantity)) {
            byStage.computeIfAbsent(
                            stageOf(measurement.origin()).orElse(ANY), _ -> new ArrayList<>())
                    .add(measurement);
        }
        byStage.forEach((stage, found) ->
                compareOne(
                        quantity,
                        stage,
                        Collections.max(found, Measurement.byValue()),
                        found.size()));
    }

    private OptionalInt stageOf(Origin origin) {
        if (stages.size() == 1) {
            return OptionalInt.of(0);
        }
        OptionalInt stage =
                switch (origin) {
                    case Origin.Rank(int rank) ->
                            OptionalInt.of(rank / plan.ranks().ranksPerStage());
                    case Origin.Worker(_, OptionalInt named) -> named;
                    case Origin.Device _, Origin.Unknown _ -> OptionalInt.empty();
                };
        return stage.isPresent() && stage.getAsInt() < stages.size() ? stage : OptionalInt.empty();
    }

    private void compareOne(Quantity quantity, int stage, Measurement measurement, int of) {
        boolean serves = plan.workload() instanceof Inference;
        boolean total = TOTALS.contains(quantity);
        Optional<Measurement> taken = serves && total ? cacheTaken() : Optional.empty();
        if (serves && total && taken.isEmpty()) {
            leftOut.add(
                    new LeftOut(
                            measurement,
                            "an engine fills its share of the device with cache: pass its start-up"
                                    + " log too, which says how much"));
            return;
        }
        Prediction prediction = predicted(stage, memory -> Prediction.sum(memory, quantity, taken));
        if (prediction.isEmpty()) {
            leftOut.add(new LeftOut(measurement, "the plan has no part for it"));
        } else {
            rows.add(Row.of(prediction, measurement, of, tolerance));
        }
    }

    private Prediction predicted(int stage, Function<StageMemory, Prediction> question) {
        return stage == ANY
                ? stages.stream()
                        .map(question)
                        .max(Comparator.comparingLong(Prediction::expected))
                        .orElseThrow()
                : question.apply(stages.get(stage));
    }

    private Optional<Measurement> cacheTaken() {
        return decisive(Quantity.CACHE_TAKEN).or(() -> decisive(Quantity.CACHE_ROOM));
    }

    private void cache() {
        if (!(plan.workload() instanceof Inference inference)) {
            return;
        }
        Optional<Measurement> room = decisive(Quantity.CACHE_ROOM);
        Optional<Measurement> budget = decisive(Quantity.ENGINE_BUDGET);
        if (room.isPresent() && budget.isPresent()) {
            Measurement limit = budget.orElseThrow();
            Prediction least =
                    stages.stream()
                            .map(stage -> Prediction.left(stage, limit))
                            .min(Comparator.comparingLong(Prediction::expected))
                            .orElseThrow();
            rows.add(Row.of(least, room.orElseThrow(), all(Quantity.CACHE_ROOM).size(), tolerance));
        } else if (engine().isPresent()) {
            room.ifPresent(measurement -> left(measurement));
        } else {
            room.ifPresent(measurement ->
                    leftOut.add(
                            new LeftOut(
                                    measurement,
                                    "the log does not say what the engine may use in all")));
        }
        decisive(Quantity.CACHE_TAKEN).filter(_ -> engine().isPresent()).ifPresent(this::left);
        Optional<Measurement> tokens = tokens(inference);
        long needed = tokensOf(inference);
        tokens.ifPresent(found ->
                capacity.add(
                        new Capacity(
                                needed,
                                found,
                                found.amount().value(),
                                engine().map(engine -> room(engine, found)))));
        Optional<Measurement> taken = cacheTaken();
        if (taken.isPresent() && tokens.isPresent() && tokens.orElseThrow().amount().value() > 0) {
            Measurement perToken = perToken(taken.orElseThrow(), tokens.orElseThrow());
            rows.add(
                    Row.of(
                            predicted(ANY, stage -> Prediction.perToken(stage, needed)),
                            perToken,
                            1,
                            tolerance));
        }
    }

    /// The engine that the plan names says by itself what it leaves: modern logs do not.
    private Optional<ServingMemory> engine() {
        return stages.getFirst().model() instanceof ServingMemory serving
                ? Optional.of(serving)
                : Optional.empty();
    }

    private void left(Measurement measurement) {
        Quantity quantity = measurement.quantity();
        rows.add(
                Row.of(
                        Prediction.ofEngine(engine().orElseThrow(), stages, quantity),
                        measurement,
                        all(quantity).size(),
                        tolerance));
    }

    private Room room(ServingMemory engine, Measurement measured) {
        Derivation low = engine.start(Usage.HIGH).capacity().tokensHow();
        Derivation high = engine.start(Usage.LOW).capacity().tokensHow();
        return new Room(
                low,
                engine.start(Usage.EXPECTED).capacity().tokensHow(),
                high,
                Row.standing(
                        low.value().longValueExact(),
                        high.value().longValueExact(),
                        measured,
                        tolerance));
    }

    /// Tokens as printed, else blocks of the size that the plan has; the exact ones before those
    /// that follow from a rounded concurrency.
    private Optional<Measurement> tokens(Inference inference) {
        Optional<Measurement> printed =
                all(Quantity.CACHE_TOKENS).stream()
                        .min(
                                Comparator.comparingLong((Measurement one) ->
                                                one.amount().high() - one.amount().low())
                                        .thenComparing(Measurement.byValue()));
        Optional<Measurement> blocks = decisive(Quantity.CACHE_BLOCKS);
        boolean exact =
                printed.filter(one -> one.amount().high() == one.amount().low()).isPresent();
        return exact || blocks.isEmpty()
                ? printed
                : blocks.map(one -> inTokens(one, inference.keyValueBlock()));
    }

    private static Measurement inTokens(Measurement blocks, int size) {
        PrintedUnit unit =
                new PrintedUnit(
                        "× " + size + " tokens",
                        BigDecimal.valueOf(size),
                        "workload.inference.kvCacheBlock");
        return new Measurement(
                Quantity.CACHE_TOKENS,
                new Amount(blocks.amount().number(), unit, BigDecimal.ZERO, BigDecimal.ZERO),
                blocks.origin(),
                blocks.file(),
                blocks.line(),
                blocks.program());
    }

    private long tokensOf(Inference inference) {
        long block = inference.keyValueBlock();
        long perSequence = Math.ceilDiv(inference.contextLength(), block) * block;
        long sequences =
                Math.ceilDiv((long) inference.concurrentSequences(), plan.groups().replicas());
        return Math.multiplyExact(sequences, perSequence);
    }

    private static Measurement perToken(Measurement cache, Measurement tokens) {
        BigDecimal count = BigDecimal.valueOf(tokens.amount().value());
        PrintedUnit unit =
                new PrintedUnit(
                        cache.amount().unit().symbol() + " ÷ " + count + " tokens",
                        cache.amount().unit().bytes().divide(count, MathContext.DECIMAL64),
                        cache.amount().unit().because() + "; tokens: " + tokens.place());
        return new Measurement(
                Quantity.CACHE_PER_TOKEN,
                new Amount(
                        cache.amount().number(),
                        unit,
                        cache.amount().below(),
                        cache.amount().above()),
                cache.origin(),
                cache.file(),
                cache.line(),
                cache.program());
    }

    private void leaveOutTheRest() {
        boolean peak =
                !all(Quantity.ALLOCATED_PEAK).isEmpty() || !all(Quantity.RESERVED_PEAK).isEmpty();
        if (!peak) {
            List.of(Quantity.ALLOCATED_NOW, Quantity.RESERVED_NOW)
                    .forEach(quantity ->
                            decisive(quantity)
                                    .ifPresent(one ->
                                            leftOut.add(
                                                    new LeftOut(
                                                            one,
                                                            "a plan knows peaks: print memory_stats, or"
                                                                    + " record the history before the"
                                                                    + " snapshot"))));
        }
        decisive(Quantity.OWN_ESTIMATE)
                .ifPresent(one ->
                        leftOut.add(new LeftOut(one, "a formula of the framework, not measured")));
        decisive(Quantity.DEVICE_TOTAL)
                .filter(one -> isAnotherDevice(one))
                .ifPresent(one ->
                        leftOut.add(
                                new LeftOut(
                                        one,
                                        "the plan's GPU has another size: "
                                                + plan.cluster().gpu().name())));
    }

    private boolean isAnotherDevice(Measurement total) {
        long planned = plan.cluster().gpu().memory().onDevice().bytes().bytes();
        return Math.abs(total.amount().value() - planned) > planned / 20;
    }

    private List<Row> explained(List<OtherPlans.Other> others) {
        Explanations explanations = new Explanations(others, rows, all(Quantity.CUDA_GRAPHS));
        return rows.stream()
                .map(row -> wantsExplanation(row) ? row.explainedBy(explanations.of(row)) : row)
                .toList();
    }

    /// What lies outside, and a whole that is off by more than a measurement may be anyway.
    private boolean wantsExplanation(Row row) {
        return row.standing() != Row.Standing.WITHIN
                || WHOLES.contains(row.predicted().quantity()) && row.differs(tolerance);
    }

    /// Says once for each program which symbols mean something else than they say.
    private List<String> notes(List<String> ofFiles) {
        List<String> notes = new ArrayList<>(ofFiles);
        measured.values().stream()
                .flatMap(List::stream)
                .filter(one -> !one.amount().unit().caution().isEmpty())
                .map(one -> one.program() + ": " + one.amount().unit().caution())
                .distinct()
                .forEach(notes::add);
        return notes;
    }
}
