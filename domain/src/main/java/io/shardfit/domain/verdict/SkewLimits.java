package io.shardfit.domain.verdict;

import io.shardfit.domain.balance.RankLoad;
import io.shardfit.domain.balance.RoutedLoad;
import io.shardfit.domain.memory.MemoryAssessment;
import io.shardfit.domain.memory.StageMemory;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Ratio;
import io.shardfit.domain.verdict.Verdict.Assessed;
import io.shardfit.domain.workload.Routing;
import io.shardfit.domain.workload.Routing.MaxOverMean;
import io.shardfit.domain.workload.Workload.Inference;
import io.shardfit.domain.workload.Workload.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// How many times the mean the busiest rank may get before a plan no longer fits: searched by
/// halving over hundredths, from 1 to the most that can reach a rank. Memory only grows with the
/// factor.
///
/// @param most the rank that can get most, and how much
/// @param ready the largest factor whose high estimate fits the budget; none when not even 1 does
/// @param fits the largest factor whose expected estimate fits the GPU; none when not even 1 does
/// @param steps what is needed at 1, at the limits and beside them, and between
public record SkewLimits(
        DeploymentPlan plan,
        RuleSet ruleSet,
        RankLoad most,
        Optional<Step> ready,
        Optional<Step> fits,
        List<Step> steps) {
    private static final int HUNDREDTHS = 100;
    private static final List<Integer> SHOWN = List.of(100, 125, 150, 200, 300, 400, 800, 1600);

    public SkewLimits {
        steps = List.copyOf(steps);
    }

    /// One factor judged.
    ///
    /// @param hundredths the factor
    /// @param memory READY, TIGHT or NOT_READY by memory alone
    /// @param rank the GPU with the largest expected total
    public record Step(
            int hundredths, Readiness memory, int rank, ByteSize expected, ByteSize high) {
        public Ratio factor() {
            return Ratio.of(hundredths, HUNDREDTHS);
        }
    }

    /// {@return the limits, when the plan has experts and is judged at all}
    public static Optional<SkewLimits> of(DeploymentPlan plan, RuleSet ruleSet) {
        if (plan.model().experts().isEmpty()) {
            return Optional.empty();
        }
        DeploymentPlan computed = plan.withDeclared(plan.declared().withoutMemory());
        return CompatibilityCheck.check(computed, ruleSet) instanceof Assessed
                ? Optional.of(new Search(computed, ruleSet).limits())
                : Optional.empty();
    }

    /// {@return whether the plan fits however tokens are routed}
    public boolean neverRunsOut() {
        return fits.isPresent() && fits.get().hundredths() >= steps.getLast().hundredths();
    }

    /// {@return the first factor at which the plan no longer fits}
    public Optional<Step> runsOut() {
        return steps.stream().filter(step -> step.memory() == Readiness.NOT_READY).findFirst();
    }

    /// {@return the first factor at which the plan is no longer READY}
    public Optional<Step> leavesReady() {
        return steps.stream().filter(step -> step.memory() != Readiness.READY).findFirst();
    }

    /// {@return the arithmetic of the largest READY factor}
    public Optional<Derivation> readyHow() {
        Budget budget = Budget.of(plan);
        return ready.map(step ->
                how(
                        step,
                        leavesReady(),
                        "high estimate",
                        step.high(),
                        leavesReady().map(Step::high),
                        budget.budget()));
    }

    /// {@return the arithmetic of the largest factor whose expected estimate fits}
    public Optional<Derivation> fitsHow() {
        Budget budget = Budget.of(plan);
        return fits.map(step ->
                how(
                        step,
                        runsOut(),
                        "expected estimate",
                        step.expected(),
                        runsOut().map(Step::expected),
                        budget.capacity().bytes()));
    }

    private static Derivation how(
            Step last,
            Optional<Step> beyond,
            String estimate,
            ByteSize need,
            Optional<ByteSize> needBeyond,
            ByteSize room) {
        String further =
                beyond.map(next ->
                                "; at %s it needs %s"
                                        .formatted(next.factor(), needBeyond.orElseThrow()))
                        .orElse("; more cannot reach a rank");
        return Derivation.of(
                last.hundredths() / (double) HUNDREDTHS,
                "× mean",
                "hundredths ÷ 100",
                "halving over hundredths, the worst rank judged anew at each",
                Derivation.term(
                        "hundredths",
                        last.hundredths(),
                        "the most whose %s, %s, is within %s%s"
                                .formatted(estimate, need, room, further),
                        "workload.routing.maxOverMean"));
    }

    private record Search(DeploymentPlan plan, RuleSet ruleSet) {
        SkewLimits limits() {
            RankLoad most = RoutedLoad.atMost(plan).busiest();
            int last = Math.max(HUNDREDTHS, (int) most.overMean().ofRoundedUp(HUNDREDTHS));
            Optional<Step> ready = largest(last, Readiness.READY);
            Optional<Step> fits = largest(last, Readiness.TIGHT);
            return new SkewLimits(
                    plan, ruleSet, most, ready, fits, steps(last, shown(last, ready, fits)));
        }

        private static TreeSet<Integer> shown(int last, Optional<Step> ready, Optional<Step> fits) {
            TreeSet<Integer> shown = new TreeSet<>(SHOWN);
            ready.ifPresent(step -> shown.add(step.hundredths()));
            ready.ifPresent(step -> shown.add(step.hundredths() + 1));
            fits.ifPresent(step -> shown.add(step.hundredths()));
            fits.ifPresent(step -> shown.add(step.hundredths() + 1));
            shown.add(last);
            return shown;
        }

        private List<Step> steps(int last, TreeSet<Integer> shown) {
            return shown.stream().filter(hundredths -> hundredths <= last).map(this::at).toList();
        }

        /// {@return the largest factor whose memory is `wanted` or better}
        private Optional<Step> largest(int last, Readiness wanted) {
            if (!fulfils(at(HUNDREDTHS), wanted)) {
                return Optional.empty();
            }
            int low = HUNDREDTHS;
            int high = last;
            while (low < high) {
                int middle = (low + high + 1) >>> 1;
                if (fulfils(at(middle), wanted)) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            return Optional.of(at(low));
        }

        private static boolean fulfils(Step step, Readiness wanted) {
            return step.memory().compareTo(wanted) <= 0;
        }

        private Step at(int hundredths) {
            Routing routing = new MaxOverMean(Ratio.of(hundredths, HUNDREDTHS));
            Assessed verdict = (Assessed) CompatibilityCheck.check(routed(plan, routing), ruleSet);
            MemoryAssessment memory = verdict.assessment().memory();
            StageMemory worst = memory.worst();
            return new Step(
                    hundredths,
                    Readiness.of(ofMemory(verdict)),
                    memory.worstRank(),
                    worst.total().expected(),
                    memory.highest().total().high());
        }

        private static List<Finding> ofMemory(Verdict verdict) {
            List<Finding> findings = new ArrayList<>(verdict.findings());
            findings.removeIf(finding -> !(finding instanceof MemoryFinding));
            return findings;
        }
    }

    /// {@return the plan with another routing}
    public static DeploymentPlan routed(DeploymentPlan plan, Routing routing) {
        return plan.withWorkload(
                switch (plan.workload()) {
                    case Training training -> training.withRouting(routing);
                    case Inference inference -> inference.withRouting(routing);
                });
    }
}
