package io.shardfit.application.remedy;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.shardfit.application.CheckPlan;
import io.shardfit.application.FixPlan;
import io.shardfit.application.FixPlan.Fix;
import io.shardfit.application.FixPlan.Outcome.Proposed;
import io.shardfit.application.FixPlan.Outcome.Rejected;
import io.shardfit.application.PlanFiles;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.remedy.Limits;
import io.shardfit.domain.remedy.Remedy;
import io.shardfit.domain.remedy.Trial;
import io.shardfit.domain.verdict.CompatibilityCheck;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.RuleSet;
import io.shardfit.domain.verdict.Severity;
import io.shardfit.domain.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Whatever the plan: each remedy, written into the plan's file, is read again and passes as was
/// promised, breaks nothing that was whole, and needs every one of its edits.
class RemediesOfRandomPlansTest {
    private static final int PLANS = 10_000;
    private static final long SEED = 20_261_123;
    private static final Limits LIMITS = Limits.of(3, 130);
    private static final FixPlan FIX =
            new FixPlan(
                    new CheckPlan(PlanFiles.CATALOGUE), new ProposeRemedies(PlanFiles.CATALOGUE));

    @Test
    void everyRemedyPassesWhenItIsWrittenAndNeedsAllItsEdits() {
        RandomPlans plans = new RandomPlans(SEED);
        List<String> drawn = Stream.generate(plans::next).limit(PLANS).toList();
        Map<Integer, Long> remedies =
                drawn.parallelStream()
                        .flatMap(RemediesOfRandomPlansTest::editsOfRemedies)
                        .collect(groupingBy(edits -> edits, counting()));

        assertThat(remedies.get(1)).as("remedies of one edit").isGreaterThan(PLANS / 4);
        assertThat(remedies.get(2)).as("remedies of two edits").isGreaterThan(PLANS / 20);
        assertThat(remedies.get(3)).as("remedies of three edits").isGreaterThan(PLANS / 200);
    }

    /// {@return of how many edits each of a plan's remedies is, all of which hold what they
    /// promise}
    private static Stream<Integer> editsOfRemedies(String text) {
        Proposed proposed = proposed(text);
        Verdict before = proposed.plan().verdict();
        for (Fix fix : proposed.fixes()) {
            passes(text, before, fix);
            isMinimal(text, before, fix.proposal().trial());
        }
        return proposed.fixes().stream().map(fix -> fix.proposal().trial().edits().size());
    }

    private static Proposed proposed(String text) {
        return switch (FIX.fix(
                "plan.yaml", text.getBytes(StandardCharsets.UTF_8), RuleSet.current(), LIMITS)) {
            case Rejected(var errors) -> fail("%s for%n%s", errors, text);
            case Proposed proposed -> proposed;
        };
    }

    /// What was read again from the file that the remedy made.
    private static void passes(String text, Verdict before, Fix fix) {
        Verdict after = fix.checked().verdict();

        assertThat(after.readiness())
                .as("%s of%n%s", fix.proposal().words(), text)
                .isEqualTo(fix.proposal().trial().verdict().readiness())
                .isIn(Readiness.READY, Readiness.TIGHT);
        if (before instanceof Verdict.Assessed) {
            Set<String> added = unwelcome(after);
            added.removeAll(unwelcome(before));
            added.removeAll(hidden(before));
            added.remove("BAL002"); // what moving layers is for
            if (fix.proposal().words().contains("tensorParallel")
                    && fix.proposal().words().contains("hardware.gpus")) {
                added.remove("PAR009"); // what no node holds
            }
            assertThat(added).as("%s of%n%s", fix.proposal().words(), text).isEmpty();
        }
        assertThat(fix.text()).contains("# drawn");
    }

    /// {@return all findings but those that tell TIGHT from READY}
    private static Set<String> unwelcome(Verdict verdict) {
        Set<String> codes = new HashSet<>();
        for (Finding finding : verdict.findings()) {
            if (finding.severity() != Severity.TIGHT) {
                codes.add(finding.code());
            }
        }
        return codes;
    }

    /// {@return what nobody could say of an engine that did not start}
    private static Set<String> hidden(Verdict verdict) {
        boolean starts =
                verdict.decisiveCodes().stream().noneMatch(code -> code.matches("SRV00[1-5]"));
        return starts ? Set.of() : Set.of("SRV007");
    }

    private static void isMinimal(String text, Verdict before, Trial trial) {
        for (Remedy left : trial.edits()) {
            List<Remedy> fewer = new ArrayList<>(trial.edits());
            fewer.remove(left);
            assertThat(isAsGood(before, fewer, trial.verdict().readiness()))
                    .as("%s without %s of%n%s", trial.edits(), left, text)
                    .isFalse();
        }
    }

    private static boolean isAsGood(Verdict before, List<Remedy> edits, Readiness wanted) {
        DeploymentPlan plan = before.plan();
        for (Remedy edit : edits) {
            plan = edit.applyTo(plan);
        }
        Verdict after = CompatibilityCheck.check(plan, before.ruleSet());
        Set<String> added = unwelcome(after);
        added.removeAll(unwelcome(before));
        added.removeAll(hidden(before));
        boolean known = before instanceof Verdict.Assessed;
        return after.readiness().compareTo(wanted) <= 0
                && (known ? added.isEmpty() : !added.contains("PAR008"));
    }
}
