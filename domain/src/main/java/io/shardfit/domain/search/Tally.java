package io.shardfit.domain.search;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Count;
import io.shardfit.domain.verdict.Assessment;
import io.shardfit.domain.verdict.Judge;
import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.RuleSet;
import io.shardfit.domain.verdict.Shortfall;
import io.shardfit.domain.verdict.Verdict;
import io.shardfit.domain.verdict.Verdict.Assessed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Counts and keeps while a branch is searched; never leaves it.
final class Tally {
    static final String OUT_OF_MEMORY = "MEM001";
    private static final int JUDGED = 0;
    private static final int READY = 1;
    private static final int TIGHT = 2;

    private final Branch branch;
    private final Judge judge;
    private final CandidateTime time;
    private final Ranking ranking;
    private final Comparator<Candidate> order;
    private final Map<String, Long> rejected = new TreeMap<>();
    private final Families families;
    private final List<Candidate> front = new ArrayList<>();
    private final List<Candidate> closest = new ArrayList<>();

    /// The best variant of the strategy at hand, at most one.
    private final List<Candidate> current = new ArrayList<>();

    private final long[] counts = new long[3];

    Tally(Branch branch, RuleSet ruleSet, Ranking ranking) {
        this.branch = branch;
        this.judge = Judge.ofPlansLike(branch.plan(), ruleSet);
        this.time = CandidateTime.of(branch.plan());
        this.ranking = ranking;
        this.order = ranking.objective().order();
        this.families = new Families(order);
    }

    void reject(String code, long candidates) {
        if (candidates > 0) {
            rejected.merge(code, candidates, Long::sum);
        }
    }

    void judge(DeploymentPlan plan) {
        count(judge.check(plan));
    }

    /// Judges a candidate that every shape rule accepts.
    ///
    /// @return whether it runs out of memory
    boolean fit(DeploymentPlan plan) {
        return count(judge.fit(plan));
    }

    private boolean count(Verdict verdict) {
        counts[JUDGED]++;
        Readiness readiness = verdict.readiness();
        Optional<Candidate> candidate =
                verdict instanceof Assessed assessed
                        ? Optional.of(candidate(assessed.assessment(), readiness))
                        : Optional.empty();
        switch (readiness) {
            case READY -> {
                counts[READY]++;
                keep(candidate.orElseThrow());
                ParetoFront.insert(front, candidate.orElseThrow());
            }
            case TIGHT -> {
                counts[TIGHT]++;
                keep(candidate.orElseThrow());
                candidate.ifPresent(this::keepIfClosest);
            }
            case NOT_READY, UNKNOWN -> {
                String code = Rejection.of(verdict);
                reject(code, 1);
                candidate.ifPresent(this::keepIfClosest);
                return code.equals(OUT_OF_MEMORY);
            }
        }
        return false;
    }

    private Candidate candidate(Assessment assessment, Readiness readiness) {
        return new Candidate(
                assessment.plan(),
                branch.plan(),
                readiness,
                MemoryUse.of(assessment),
                Shortfall.of(assessment),
                readiness.passes() ? time.of(assessment) : Optional.empty(),
                0);
    }

    private void keep(Candidate candidate) {
        if (current.isEmpty()) {
            current.add(candidate);
        } else if (order.compare(candidate, current.getFirst()) < 0) {
            current.set(0, candidate);
        }
    }

    /// Ranks the best variant of the strategy that was judged last.
    void finishStrategy() {
        for (Candidate candidate : current) {
            families.add(candidate);
        }
        current.clear();
    }

    private void keepIfClosest(Candidate candidate) {
        if (closest.isEmpty()) {
            closest.add(candidate);
        } else if (Found.CLOSER.compare(candidate, closest.getFirst()) < 0) {
            closest.set(0, candidate);
        }
    }

    private Map<String, Count> counted() {
        Map<String, Count> counted = new TreeMap<>();
        rejected.forEach((code, n) -> counted.put(code, new Count(n)));
        return counted;
    }

    Found found() {
        long rejections = rejected.values().stream().mapToLong(Long::longValue).sum();
        boolean passes = counts[READY] + counts[TIGHT] > 0;
        Cell cell =
                new Cell(
                        branch.tensor(),
                        branch.pipeline(),
                        new Count(counts[READY]),
                        new Count(counts[TIGHT]),
                        passes ? branch.plan().cluster().gpus() : 0,
                        counted());
        return new Found(
                new Count(rejections + counts[READY] + counts[TIGHT]),
                new Count(counts[JUDGED]),
                List.of(cell),
                families.best(ranking),
                ParetoFront.of(front, List.of()),
                closest.stream().findFirst());
    }
}
