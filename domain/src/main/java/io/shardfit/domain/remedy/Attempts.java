package io.shardfit.domain.remedy;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.Judge;
import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.RuleSet;
import io.shardfit.domain.verdict.Setbacks;
import io.shardfit.domain.verdict.Shortfall;
import io.shardfit.domain.verdict.Verdict;
import io.shardfit.domain.verdict.Verdict.Assessed;
import io.shardfit.domain.verdict.Verdict.Refused;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Judges changed plans, each once, and says which of them are remedies.
final class Attempts {
    /// What moving layers is for: stages hold different numbers of them afterwards.
    private static final String UNEVEN_STAGES = "BAL002";

    /// Slow, not wrong, and for a model that no node holds the only way.
    private static final String BEYOND_A_NODE = "PAR009";

    private static final String IDLE_GPUS = "PAR008";

    private final Judge judge;
    private final Verdict base;
    private final boolean hasIdleGpus;
    private final Map<Set<Remedy>, Optional<Judged>> judged = new HashMap<>();

    /// A changed plan; sizes that cannot be counted give none.
    record Judged(List<Remedy> edits, Verdict verdict, Optional<Shortfall> shortfall) {}

    Attempts(DeploymentPlan plan, RuleSet ruleSet) {
        this.judge = Judge.ofPlansLike(plan, ruleSet);
        this.base = judge.check(plan);
        this.hasIdleGpus = codes(base).contains(IDLE_GPUS);
    }

    Verdict base() {
        return base;
    }

    int evaluations() {
        return judged.size();
    }

    /// {@return what was judged before; empty also for what was not judged yet}
    Optional<Judged> known(List<Remedy> edits) {
        return judged.getOrDefault(Set.copyOf(edits), Optional.empty());
    }

    Optional<Judged> judge(List<Remedy> edits) {
        Set<Remedy> key = Set.copyOf(edits);
        Optional<Judged> before = judged.get(key);
        if (before == null) {
            before = judgeAnew(Trial.ordered(edits));
            judged.put(key, before);
        }
        return before;
    }

    private Optional<Judged> judgeAnew(List<Remedy> edits) {
        try {
            DeploymentPlan changed = base.plan();
            for (Remedy edit : edits) {
                changed = edit.applyTo(changed);
            }
            if (changed.equals(base.plan())) {
                return Optional.empty();
            }
            Verdict verdict = judge.check(changed);
            return Optional.of(new Judged(edits, verdict, shortfall(verdict)));
        } catch (ArithmeticException | IllegalArgumentException notCountable) {
            return Optional.empty();
        }
    }

    static Optional<Shortfall> shortfall(Verdict verdict) {
        return switch (verdict) {
            case Refused _ -> Optional.empty();
            case Assessed assessed -> Optional.of(Shortfall.of(assessed.assessment()));
        };
    }

    /// {@return whether these edits bring the plan to `wanted` and break nothing else}
    boolean reaches(List<Remedy> edits, Readiness wanted) {
        return judge(edits).filter(trial -> reaches(trial, wanted)).isPresent();
    }

    boolean reaches(Judged trial, Readiness wanted) {
        return trial.verdict().readiness().reaches(wanted) && breaksNothing(trial);
    }

    /// Whatever gets worse disqualifies an edit.
    private boolean breaksNothing(Judged trial) {
        boolean moved = turns(trial, Lever.LAYER_PLACEMENT);
        boolean wider = turns(trial, Lever.TENSOR) && turns(trial, Lever.GPUS);
        for (Finding setback : Setbacks.of(base, trial.verdict())) {
            boolean goesWithIt =
                    moved && setback.code().equals(UNEVEN_STAGES)
                            || wider && setback.code().equals(BEYOND_A_NODE);
            if (!goesWithIt) {
                return false;
            }
        }
        return !hasIdleGpus || world(trial.verdict()) >= world(base);
    }

    private static boolean turns(Judged trial, Lever lever) {
        return trial.edits().stream().anyMatch(edit -> edit.lever() == lever);
    }

    private static int world(Verdict verdict) {
        return verdict.plan().convention().worldSize(verdict.plan().strategy());
    }

    /// {@return whether an edit alone takes away something that keeps the plan from being READY, or
    /// brings its memory nearer to it}
    boolean helps(Judged trial) {
        boolean nearer =
                trial.shortfall()
                        .flatMap(now -> shortfall(base).map(before -> now.compareTo(before) < 0))
                        .orElse(false);
        boolean shaped = base instanceof Assessed || trial.verdict() instanceof Assessed;
        return nearer
                || !removes(trial).isEmpty() && (shaped || decisiveLeft(trial) < decisiveLeft());
    }

    /// {@return what keeps the plan from being READY and is gone in the changed one}
    Set<String> removes(Judged trial) {
        Set<String> gone = new HashSet<>(base.decisiveCodes());
        gone.removeAll(codes(trial.verdict()));
        return gone;
    }

    private long decisiveLeft() {
        return base.decisiveCodes().size();
    }

    private static long decisiveLeft(Judged trial) {
        return trial.verdict().decisiveCodes().size();
    }

    private static Set<String> codes(Verdict verdict) {
        Set<String> codes = new HashSet<>();
        verdict.findings().forEach(finding -> codes.add(finding.code()));
        return codes;
    }
}
