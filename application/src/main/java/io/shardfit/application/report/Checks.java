package io.shardfit.application.report;

import io.shardfit.domain.balance.RoutedLoad;
import io.shardfit.domain.memory.ServingMemory;
import io.shardfit.domain.memory.Usage;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Estimate;
import io.shardfit.domain.quantity.Seconds;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.time.KnownTime;
import io.shardfit.domain.time.Pace;
import io.shardfit.domain.time.ServingTime;
import io.shardfit.domain.time.TrainingTime;
import io.shardfit.domain.time.UnknownTime;
import io.shardfit.domain.verdict.Assessment;
import io.shardfit.domain.verdict.BalanceFinding.ExpertsAreUneven;
import io.shardfit.domain.verdict.BalanceFinding.RoutingIsSkewed;
import io.shardfit.domain.verdict.BalanceFinding.SkewCannotBe;
import io.shardfit.domain.verdict.Budget;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.HardwareFinding.GpuCannotCompute;
import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.RuleSet;
import io.shardfit.domain.verdict.RuleSet.ExpertsPerGpu;
import io.shardfit.domain.verdict.StrategyFinding.ExpertsDoNotDivide;
import io.shardfit.domain.verdict.StrategyFinding.NoExpertsForRanks;
import io.shardfit.domain.verdict.Verdict;
import io.shardfit.domain.verdict.Verdict.Assessed;
import io.shardfit.domain.verdict.Verdict.Refused;
import io.shardfit.domain.workload.TrainingPrecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Every check of a verdict with what was needed and what there is, the same on the command line
/// and on a page.
public final class Checks {
    private final List<Check> checks = new ArrayList<>();

    private Checks() {}

    /// How a check came out.
    public enum Mark {
        PASS("pass"),
        WARN("warn"),
        TIGHT("TIGHT"),
        FAIL("FAIL"),
        /// It was not checked.
        SKIPPED("-");

        private final String word;

        Mark(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /// One check.
    ///
    /// @param text may hold names from the plan, as they stand there
    public record Check(Mark mark, String name, String text) {}

    public static List<Check> of(Verdict verdict) {
        Checks all = new Checks();
        all.add(verdict);
        return List.copyOf(all.checks);
    }

    private void add(Verdict verdict) {
        gpus(verdict.plan());
        switch (verdict) {
            case Assessed assessed -> {
                line(Mark.PASS, "shape", "no rule about divisibility or groups is broken");
                precision(verdict);
                memory(assessed.assessment());
                declared(assessed.assessment());
                experts(verdict);
                compute(assessed.assessment());
            }
            case Refused _ -> {
                if (verdict.readiness() == Readiness.NOT_READY) {
                    line(Mark.FAIL, "shape", "the strategy cannot be built, see below");
                } else {
                    line(Mark.SKIPPED, "shape", "not judged, see below");
                }
                line(Mark.SKIPPED, "memory", "not checked");
                experts(verdict);
                line(Mark.SKIPPED, "compute", "not checked");
            }
        }
    }

    private void line(Mark mark, String check, String text) {
        checks.add(new Check(mark, check, text));
    }

    private void gpus(DeploymentPlan plan) {
        int required = plan.convention().worldSize(plan.strategy());
        int available = plan.cluster().gpus();
        line(
                required > available ? Mark.FAIL : required < available ? Mark.WARN : Mark.PASS,
                "gpus",
                "%d needed (%s), %d available: %s of them"
                        .formatted(
                                required,
                                plan.convention().worldSizeEquation(),
                                available,
                                Share.of(required, available).percent(0)));
    }

    /// A row of its own only where the GPU does not compute so: no other row would say why.
    private void precision(Verdict verdict) {
        for (Finding finding : verdict.findings()) {
            if (finding instanceof GpuCannotCompute(String gpu, TrainingPrecision precision, _)) {
                line(
                        Mark.FAIL,
                        "precision",
                        "%s cannot compute in %s, see below".formatted(gpu, precision.word()));
            }
        }
    }

    /// An engine fills the GPU on purpose: what counts is whether it starts.
    private void serving(Assessment assessment, ServingMemory serving) {
        boolean starts = serving.start(Usage.EXPECTED).outcome().starts();
        boolean surely = starts && serving.start(Usage.HIGH).outcome().starts();
        line(
                surely ? Mark.PASS : starts ? Mark.TIGHT : Mark.FAIL,
                "memory",
                "%s; %s %s of rank %d"
                        .formatted(
                                surely
                                        ? "the engine starts"
                                        : starts
                                                ? "the engine is expected to start"
                                                : "the engine does not start",
                                starts ? "takes" : "would take",
                                assessment.memory().worst().total().expected().scaled(),
                                assessment.memory().worstRank()));
        Mark mark = !starts ? Mark.FAIL : ServingLines.holdsOne(serving) ? Mark.PASS : Mark.TIGHT;
        ServingLines.of(serving).forEach(text -> line(mark, "serving", text));
    }

    private void memory(Assessment assessment) {
        if (assessment.memory().model() instanceof ServingMemory serving) {
            serving(assessment, serving);
            return;
        }
        Estimate total = assessment.memory().worst().total();
        Budget budget = assessment.budget();
        Mark mark =
                total.expected().isMoreThan(budget.capacity().bytes())
                        ? Mark.FAIL
                        : assessment.memory().highest().total().high().isMoreThan(budget.budget())
                                ? Mark.TIGHT
                                : Mark.PASS;
        line(
                mark,
                "memory",
                "%s on rank %d (%s to %s), %s; budget %s"
                        .formatted(
                                total.expected(),
                                assessment.memory().worstRank(),
                                total.low().toString().replace(" GiB", ""),
                                total.high(),
                                left(total.expected(), budget),
                                budget.budget()));
    }

    private static String left(ByteSize need, Budget budget) {
        ByteSize capacity = budget.capacity().bytes();
        return need.isMoreThan(capacity)
                ? need.minus(capacity) + " more than a GPU has"
                : capacity.minus(need) + " below the allocatable " + capacity;
    }

    private void declared(Assessment assessment) {
        Budget budget = assessment.budget();
        assessment
                .plan()
                .declared()
                .memoryPerGpu()
                .ifPresent(declared ->
                        line(
                                declared.bytes().isMoreThan(budget.capacity().bytes())
                                        ? Mark.FAIL
                                        : declared.bytes().isMoreThan(budget.budget())
                                                ? Mark.TIGHT
                                                : Mark.PASS,
                                "declared",
                                "%s = %s, %s of the device's %s"
                                        .formatted(
                                                declared.asWritten(),
                                                declared.bytes(),
                                                declared.bytes().shareOf(budget.device().bytes()),
                                                budget.device().bytes())));
    }

    private void experts(Verdict verdict) {
        verdict.ruleSet()
                .expertsPerGpu(verdict.plan())
                .ifPresent(perGpu -> experts(verdict, perGpu));
    }

    private void experts(Verdict verdict, ExpertsPerGpu perGpu) {
        DeploymentPlan plan = verdict.plan();
        RoutedLoad load = RoutedLoad.of(plan);
        boolean same = perGpu.fewest().value().equals(perGpu.most().value());
        String count =
                same
                        ? perGpu.most().value().toPlainString()
                        : perGpu.fewest().value() + " to " + perGpu.most().value();
        line(
                expertMark(verdict),
                "experts",
                "%s per GPU of %d (%s), busiest %s × mean%s"
                        .formatted(
                                count,
                                load.placement().experts(),
                                edition(verdict.ruleSet()),
                                load.worstOverMean().rounded(2),
                                impossible(plan, load) ? ", for the declared skew cannot be" : ""));
    }

    private static boolean impossible(DeploymentPlan plan, RoutedLoad load) {
        return plan.model().experts().filter(load::isImpossible).isPresent();
    }

    private static String edition(RuleSet ruleSet) {
        String name = "rule-set " + ruleSet.number();
        return ruleSet == RuleSet.current()
                ? name
                : name + ", corrected by rule-set " + RuleSet.current().number();
    }

    private static Mark expertMark(Verdict verdict) {
        boolean refused =
                verdict.findings().stream()
                        .anyMatch(finding ->
                                finding instanceof ExpertsDoNotDivide
                                        || finding instanceof NoExpertsForRanks);
        boolean warned =
                verdict.findings().stream()
                        .anyMatch(finding ->
                                finding instanceof ExpertsAreUneven
                                        || finding instanceof RoutingIsSkewed
                                        || finding instanceof SkewCannotBe);
        return refused ? Mark.FAIL : warned ? Mark.WARN : Mark.PASS;
    }

    private void compute(Assessment assessment) {
        String bound =
                switch (assessment.bound()) {
                    case MEMORY_CAPACITY -> "memory capacity binds first";
                    case MEMORY_BANDWIDTH -> "memory bandwidth binds first";
                    case COMPUTE -> "compute binds first";
                    case NETWORK -> "the network binds first";
                    case UNKNOWN -> "what binds first is not known: a rate is missing";
                };
        String times =
                "arithmetic %s, memory traffic %s a step at least"
                        .formatted(
                                shown(assessment.compute().computeSeconds()),
                                shown(assessment.compute().memorySeconds()));
        line(
                switch (assessment.bound()) {
                    case MEMORY_CAPACITY, UNKNOWN -> Mark.SKIPPED;
                    case MEMORY_BANDWIDTH, COMPUTE, NETWORK -> Mark.PASS;
                },
                "compute",
                bound + "; " + times);
        time(assessment);
    }

    /// An estimate from shares of published rates (docs/time-model.md), so its width is said.
    private void time(Assessment assessment) {
        switch (assessment.time()) {
            case UnknownTime unknown ->
                    line(Mark.SKIPPED, "time", "not estimated: " + unknown.reason());
            case KnownTime time ->
                    line(
                            Mark.SKIPPED,
                            "time",
                            "about %s a step%s (%s to %s), %s on each GPU; estimated, no benchmark"
                                    .formatted(
                                            time.expected(),
                                            batch(time),
                                            time.at(Pace.FAST),
                                            time.at(Pace.SLOW),
                                            time.throughputPerGpu(Pace.EXPECTED)));
        }
    }

    private static String batch(KnownTime time) {
        return switch (time) {
            case TrainingTime _ -> "";
            case ServingTime serving -> " of %d sequences".formatted(serving.sequences());
        };
    }

    private static String shown(Optional<Seconds> seconds) {
        return seconds.map(Seconds::toString).orElse("not known");
    }
}
