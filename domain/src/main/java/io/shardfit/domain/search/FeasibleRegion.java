package io.shardfit.domain.search;

import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.LayerPlacement;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.strategy.PipelineSplit;
import io.shardfit.domain.verdict.Judge;
import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.RuleSet;
import io.shardfit.domain.verdict.Verdict;
import io.shardfit.domain.workload.Workload.Inference;
import io.shardfit.domain.workload.Workload.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// A plan under every pair of tensor and pipeline parallelism, everything else held still: a slice
/// through the {@link SearchSpace}, in which every point has its verdict, lawful or not.
///
/// @param plan without a declared memory requirement, which describes the plan as it was
public record FeasibleRegion(DeploymentPlan plan, RuleSet ruleSet, Held held) {
    /// A table has no more rows, nor columns: at most 144 points are judged.
    private static final int MOST_DEGREES = 12;

    /// No more values of one degree are offered.
    private static final int MOST_VALUES = 24;

    public FeasibleRegion {
        plan = plan.withDeclared(plan.declared().withoutMemory());
    }

    /// What is the same at every point.
    ///
    /// @param data empty for as many replicas as the GPUs leave room for
    /// @param microBatch sequences; empty for a plan that serves
    public record Held(int expert, OptionalInt data, int context, OptionalInt microBatch) {
        /// {@return the plan's own, with all GPUs used}
        public static Held of(DeploymentPlan plan) {
            return new Held(
                    plan.strategy().expert(),
                    OptionalInt.empty(),
                    plan.strategy().context(),
                    microBatch(plan));
        }

        private static OptionalInt microBatch(DeploymentPlan plan) {
            return switch (plan.workload()) {
                case Training training -> OptionalInt.of(training.microBatch());
                case Inference _ -> OptionalInt.empty();
            };
        }
    }

    /// The plan with one TP and one PP.
    public record Point(int tensor, int pipeline, Verdict verdict) {
        public boolean isAt(int otherTensor, int otherPipeline) {
            return tensor == otherTensor && pipeline == otherPipeline;
        }
    }

    /// {@return whether the micro-batch is the one that the plan's file has, so that choosing a
    /// strategy is all it takes}
    public boolean keepsTheMicroBatch() {
        return held.microBatch().equals(Held.microBatch(plan));
    }

    /// {@return the tensor parallelisms of the table: what divides the GPUs, and the plan's own}
    public List<Integer> tensor() {
        return few(new Axes(plan).tensor(gpus()), MOST_DEGREES, plan.strategy().tensor());
    }

    /// {@return the pipeline parallelisms of the table: what divides the GPUs, with a layer for
    /// each stage, and the plan's own}
    public List<Integer> pipeline() {
        return few(
                Divisors.of(gpus(), plan.model().layers()),
                MOST_DEGREES,
                plan.strategy().pipeline());
    }

    /// {@return whether degrees that divide the GPUs are left out}
    public boolean isCut() {
        return Divisors.of(gpus()).size() > tensor().size()
                || Divisors.of(gpus(), plan.model().layers()).size() > pipeline().size();
    }

    /// {@return values of EP to offer}
    public List<Integer> expert() {
        int most = plan.model().experts().map(Experts::count).orElse(1);
        return few(Divisors.of(gpus(), most), MOST_VALUES, held.expert());
    }

    /// {@return values of DP to offer, beside as many as there is room for}
    public List<Integer> data() {
        return few(Divisors.of(gpus()), MOST_VALUES, held.data().orElse(1));
    }

    /// {@return values of CP to offer}
    public List<Integer> context() {
        return few(new Axes(plan).context(gpus()), MOST_VALUES, held.context());
    }

    /// {@return micro-batches to offer; none for a plan that serves}
    public List<Integer> microBatch() {
        return switch (plan.workload()) {
            case Training training ->
                    few(
                            Divisors.of(training.globalBatch()),
                            MOST_VALUES,
                            held.microBatch().orElse(training.microBatch()));
            case Inference _ -> List.of();
        };
    }

    /// {@return the smallest of some values, and one that must be there, ascending}
    private static List<Integer> few(List<Integer> values, int most, int own) {
        TreeSet<Integer> few = new TreeSet<>(values.subList(0, Math.min(most - 1, values.size())));
        few.add(own);
        return List.copyOf(few);
    }

    private int gpus() {
        return plan.cluster().gpus();
    }

    /// {@return all points, by TP, then by PP}
    public List<Point> points() {
        Judge judge = Judge.ofPlansLike(plan, ruleSet);
        List<Point> points = new ArrayList<>();
        for (int tensor : tensor()) {
            for (int pipeline : pipeline()) {
                points.add(new Point(tensor, pipeline, judge.check(plan(tensor, pipeline))));
            }
        }
        return points;
    }

    /// {@return for other values of EP how many points are READY, where any is, the smallest values
    /// first}
    ///
    /// @param most points that may be judged for it
    public SortedMap<Integer, Long> readyUnderOtherExperts(int most) {
        SortedMap<Integer, Long> ready = new TreeMap<>();
        int each = tensor().size() * pipeline().size();
        expert().stream()
                .filter(expert -> expert != held.expert())
                .limit(most / each)
                .forEach(expert -> {
                    long count = under(expert).ready();
                    if (count > 0) {
                        ready.put(expert, count);
                    }
                });
        return ready;
    }

    private FeasibleRegion under(int expert) {
        return new FeasibleRegion(
                plan, ruleSet, new Held(expert, held.data(), held.context(), held.microBatch()));
    }

    private long ready() {
        return points().stream()
                .filter(point -> point.verdict().readiness() == Readiness.READY)
                .count();
    }

    private DeploymentPlan plan(int tensor, int pipeline) {
        DeploymentPlan placed = plan.withStrategy(strategy(tensor, pipeline));
        return plan.workload() instanceof Training training
                ? placed.withWorkload(
                        training.withMicroBatch(held.microBatch().orElse(training.microBatch())))
                : placed;
    }

    /// Where PP is not the plan's own, layers are dealt evenly to one chunk a rank, as in a search.
    private ParallelStrategy strategy(int tensor, int pipeline) {
        ParallelStrategy given = plan.strategy();
        ParallelStrategy changed = given.withTensor(tensor).withContext(held.context());
        if (pipeline != given.pipeline()) {
            changed =
                    changed.with(
                            new PipelineSplit(
                                    pipeline,
                                    1,
                                    LayerPlacement.EVEN,
                                    Axes.schedule(given.pipelineSplit())));
        }
        if (held.expert() != given.expert()) {
            changed = changed.withExpert(held.expert());
        }
        int ranks = plan.convention().worldSize(changed.withData(1));
        return changed.withData(held.data().orElse(Math.max(1, gpus() / ranks)));
    }
}
