package io.shardfit.domain.remedy;

import io.shardfit.domain.hardware.Gpu;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.remedy.Attempts.Judged;
import io.shardfit.domain.remedy.Remedies.Ending;
import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.RuleSet;
import io.shardfit.domain.verdict.Verdict;
import io.shardfit.domain.workload.Workload.Inference;
import io.shardfit.domain.workload.Workload.Training;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;

/// Looks for the smallest changes that make a plan READY: single edits first, then pairs, then
/// triples. A remedy of several edits is minimal: without any one of them it is none.
public final class RemedySearch {
    private static final int MOST_EDITS = 3;

    private final Attempts attempts;
    private final Limits limits;
    private final List<Judged> ready = new ArrayList<>();
    private final List<Judged> tight = new ArrayList<>();

    private RemedySearch(Attempts attempts, Limits limits) {
        this.attempts = attempts;
        this.limits = limits;
    }

    /// {@return the remedies of a plan}
    ///
    /// @param gpus GPUs that could be used instead
    public static Remedies search(
            DeploymentPlan plan, RuleSet ruleSet, List<Gpu> gpus, Limits limits) {
        Attempts attempts = new Attempts(plan, ruleSet);
        return attempts.base().readiness() == Readiness.READY
                ? Remedies.none(attempts.base(), limits)
                : new RemedySearch(attempts, limits).run(gpus);
    }

    /// {@return every single edit worth trying on a plan, in a fixed order}
    public static List<Remedy> edits(Verdict verdict, List<Gpu> gpus) {
        DeploymentPlan plan = verdict.plan();
        List<Remedy> edits = new ArrayList<>();
        switch (plan.workload()) {
            case Training training -> {
                edits.addAll(TrainingLevers.of(plan, training));
                edits.addAll(RecomputationLevers.of(plan, training));
                edits.addAll(StateLevers.of(plan, training, verdict));
            }
            case Inference inference -> {
                edits.addAll(EngineLevers.of(plan, inference, verdict));
                edits.addAll(WeightLevers.of(plan, inference));
            }
        }
        edits.addAll(DegreeLevers.of(plan));
        edits.addAll(PlacementLevers.of(plan, verdict));
        edits.addAll(HardwareLevers.of(plan, gpus));
        return List.copyOf(edits);
    }

    private Remedies run(List<Gpu> gpus) {
        List<Judged> singles = new ArrayList<>();
        Optional<Ending> ending = Optional.empty();
        for (Remedy edit : edits(attempts.base(), gpus)) {
            ending = ending.or(this::stopped);
            if (ending.isEmpty()) {
                attempts.judge(List.of(edit)).ifPresent(singles::add);
            }
        }
        singles.addAll(new LongestContext(attempts, () -> stopped().isPresent()).between(singles));
        singles.forEach(this::keep);
        Combinations combinations = new Combinations(attempts, singles);
        for (int size = 2; size <= MOST_EDITS && ending.isEmpty(); size++) {
            if (leastPerLever(ready).size() >= limits.wanted()) {
                ending = Optional.of(Ending.ENOUGH);
            } else {
                ending = combine(combinations.of(size, edits(ready)));
            }
        }
        return answer(singles, ending.orElse(Ending.EXHAUSTED));
    }

    private Optional<Ending> combine(List<List<Remedy>> combinations) {
        for (List<Remedy> edits : combinations) {
            Optional<Ending> ending = stopped();
            if (ending.isPresent()) {
                return ending;
            }
            attempts.judge(edits).filter(this::isMinimal).ifPresent(this::keep);
        }
        return Optional.empty();
    }

    private Optional<Ending> stopped() {
        if (attempts.evaluations() >= limits.evaluations()) {
            return Optional.of(Ending.EVALUATIONS);
        }
        return limits.outOfTime().getAsBoolean() ? Optional.of(Ending.TIME) : Optional.empty();
    }

    private void keep(Judged trial) {
        if (attempts.reaches(trial, Readiness.READY)) {
            ready.add(trial);
        } else if (attempts.base().readiness() != Readiness.TIGHT
                && attempts.reaches(trial, Readiness.TIGHT)) {
            tight.add(trial);
        }
    }

    /// {@return whether each edit is needed for what all of them reach}
    private boolean isMinimal(Judged trial) {
        for (Readiness wanted : List.of(Readiness.READY, Readiness.TIGHT)) {
            if (attempts.reaches(trial, wanted)) {
                return without(trial.edits()).stream()
                        .noneMatch(fewer -> reachesSomehow(fewer, wanted));
            }
        }
        return false;
    }

    /// Also with one edit fewer still.
    private boolean reachesSomehow(List<Remedy> edits, Readiness wanted) {
        return attempts.reaches(edits, wanted)
                || edits.size() > 1
                        && without(edits).stream().anyMatch(fewer -> reachesSomehow(fewer, wanted));
    }

    private static List<List<Remedy>> without(List<Remedy> edits) {
        List<List<Remedy>> fewer = new ArrayList<>();
        for (int i = 0; i < edits.size(); i++) {
            List<Remedy> rest = new ArrayList<>(edits);
            rest.remove(i);
            fewer.add(rest);
        }
        return fewer;
    }

    private static List<Set<Remedy>> edits(List<Judged> trials) {
        List<Set<Remedy>> sets = new ArrayList<>();
        trials.forEach(trial -> sets.add(new HashSet<>(trial.edits())));
        return sets;
    }

    private Remedies answer(List<Judged> singles, Ending ending) {
        List<Trial> notEnough =
                singles.stream()
                        .filter(single -> !ready.contains(single) && !tight.contains(single))
                        .map(this::trial)
                        .sorted(
                                Comparator.comparingInt(this::broken)
                                        .thenComparing(this::asksForMoreGpus)
                                        .thenComparing(RemedySearch::need))
                        .toList();
        return new Remedies(
                attempts.base(),
                leastPerLever(ready),
                leastPerLever(tight),
                notEnough,
                attempts.evaluations(),
                limits.evaluations(),
                ending);
    }

    /// What an edit breaks tells more against it than what it frees tells for it.
    private int broken(Trial trial) {
        List<String> codes = new ArrayList<>(trial.verdict().decisiveCodes());
        codes.removeAll(attempts.base().decisiveCodes());
        return codes.size();
    }

    /// What frees most by asking for GPUs that are not there is no advice.
    private boolean asksForMoreGpus(Trial trial) {
        return world(trial.verdict()) > Math.max(trial.gpus(), world(attempts.base()));
    }

    private static int world(Verdict verdict) {
        return verdict.plan().convention().worldSize(verdict.plan().strategy());
    }

    private static ByteSize need(Trial trial) {
        return trial.effect().map(Effect::need).orElse(ByteSize.ofBytes(Long.MAX_VALUE));
    }

    private Trial trial(Judged judged) {
        return new Trial(
                judged.edits(), judged.verdict(), Effect.of(attempts.base(), judged.verdict()));
    }

    /// Of remedies that turn the same knobs, the least change is enough to say.
    private List<Trial> leastPerLever(List<Judged> trials) {
        Map<Set<Lever>, Trial> least = new LinkedHashMap<>();
        for (Judged judged : trials) {
            Trial trial = trial(judged);
            least.merge(trial.levers(), trial, BinaryOperator.minBy(LeastChange.ofTheSameKnobs()));
        }
        return least.values().stream().sorted(LeastChange.order()).toList();
    }
}
