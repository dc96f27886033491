package io.shardfit.domain.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.domain.Plans;
import io.shardfit.domain.balance.Bound;
import io.shardfit.domain.balance.ExpertPlacement;
import io.shardfit.domain.plan.Declarations;
import io.shardfit.domain.plan.Declarations.DeclaredMemory;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.ByteUnit;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.strategy.MegatronCore;
import io.shardfit.domain.verdict.MemoryFinding.DeclaredMemoryExceeded;
import io.shardfit.domain.verdict.RuleSet.ExpertsPerGpu;
import io.shardfit.domain.verdict.StrategyFinding.ConventionRefuses;
import io.shardfit.domain.verdict.StrategyFinding.GpusStayIdle;
import io.shardfit.domain.verdict.StrategyFinding.TooFewGpus;
import io.shardfit.domain.verdict.Verdict.Assessed;
import io.shardfit.domain.verdict.Verdict.Refused;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The report that Shardfit began with: a mixture of 64 experts per layer, EP 16, on 16 GPUs of 80
/// GiB. Its numbers, with its two mistakes put right: 34.53 GB over was 114.53 GB less 80 GiB read
/// as 80 GB, and 64 experts per GPU came from a wrong formula.
class FoundingCaseTest {
    private static final DeclaredMemory DECLARED =
            new DeclaredMemory(
                    ByteSize.of(new BigDecimal("114.53"), ByteUnit.GIGABYTE), "114.53 GB");

    private static Verdict check(DeploymentPlan plan) {
        return CompatibilityCheck.check(plan, RuleSet.current());
    }

    private static <T extends Finding> T only(Verdict verdict, Class<T> type) {
        List<T> found =
                verdict.findings().stream().filter(type::isInstance).map(type::cast).toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private static boolean has(Verdict verdict, Class<? extends Finding> type) {
        return verdict.findings().stream().anyMatch(type::isInstance);
    }

    @Test
    void fourReplicasNeedSixtyFourOfSixteenGpus() {
        TooFewGpus finding = only(check(Plans.founding(4)), TooFewGpus.class);

        assertThat(finding.required()).isEqualTo(64);
        assertThat(finding.available()).isEqualTo(16);
        assertThat(finding.utilisation().percent(0)).isEqualTo("400 %");
        assertThat(finding.message())
                .isEqualTo(
                        "the strategy needs 64 GPUs (EP 16 × TP 1 × PP 1 × DP 4), but 16 are"
                                + " available: 400 % of them");
        assertThat(check(Plans.founding(4)).readiness()).isEqualTo(Readiness.NOT_READY);
    }

    @Test
    void oneReplicaUsesEveryGpu() {
        Verdict verdict = check(Plans.founding(1));

        assertThat(Plans.founding(1).groups().worldSize()).isEqualTo(16);
        assertThat(has(verdict, TooFewGpus.class)).isFalse();
        assertThat(has(verdict, GpusStayIdle.class)).isFalse();
    }

    @Test
    void theFirstRuleSetCountsSixtyFourExpertsPerGpuAndTheSecondFour() {
        assertThat(perGpu(RuleSet.ONE)).containsExactly(64, 64);
        assertThat(perGpu(RuleSet.TWO)).containsExactly(4, 4);
        assertThat(RuleSet.current()).isEqualTo(RuleSet.TWO);
    }

    private static List<Integer> perGpu(RuleSet edition) {
        ExpertsPerGpu counted = edition.expertsPerGpu(Plans.founding(1)).orElseThrow();
        return List.of(number(counted.fewest()), number(counted.most()));
    }

    private static int number(Derivation how) {
        return how.value().intValueExact();
    }

    @Test
    void theLoadIsPerfectlyBalanced() {
        ExpertPlacement placement = new ExpertPlacement.Dealt(64, 16);

        assertThat(placement.isEven()).isTrue();
        assertThat(placement.imbalance().fraction()).isEqualTo(1.0);
        assertThat(has(check(Plans.founding(1)), BalanceFinding.ExpertsAreUneven.class)).isFalse();
    }

    @Test
    void theDeclaredMemoryIsAThirdMoreThanAGpuHas() {
        DeploymentPlan plan = Plans.founding(1).withDeclared(new Declarations(null, DECLARED));

        DeclaredMemoryExceeded finding = only(check(plan), DeclaredMemoryExceeded.class);

        assertThat(finding.need()).isEqualTo(ByteSize.ofBytes(114_530_000_000L));
        assertThat(finding.capacity()).isEqualTo(ByteSize.ofGiB(80));
        assertThat(finding.need().shareOf(finding.capacity())).hasToString("133.33 %");
        assertThat(finding.over()).isEqualTo(ByteSize.ofBytes(28_630_654_080L));
        assertThat(finding.over().in(ByteUnit.GIGABYTE, 2)).isEqualTo("28.63 GB");
        assertThat(finding.over().shareOf(finding.need())).hasToString("25.00 %");
        assertThat(finding.message())
                .isEqualTo(
                        "declared 114.53 GB = 106.66 GiB per GPU is 133.33 % of the device memory,"
                                + " 80.00 GiB: 26.66 GiB (28.63 GB) over, 25.00 % of the requirement");
        assertThat(check(plan).readiness()).isEqualTo(Readiness.NOT_READY);
        assertThat(((Assessed) check(plan)).assessment().bound()).isEqualTo(Bound.MEMORY_CAPACITY);
    }

    @Test
    void megatronCoreRefusesTheSameDegrees() {
        Verdict verdict = check(Plans.founding(4).withConvention(new MegatronCore()));

        assertThat(verdict).isInstanceOf(Refused.class);
        assertThat(only(verdict, ConventionRefuses.class).refusal())
                .isEqualTo(
                        "\"world_size (4) is not divisible by expert_tensor_model_pipeline_parallel"
                                + " size (16)\"");
        assertThat(only(verdict, GpusStayIdle.class).required()).isEqualTo(4);
        assertThat(verdict.readiness()).isEqualTo(Readiness.NOT_READY);
    }

    @Test
    void theHeaviestFindingComesFirst() {
        assertThat(check(Plans.founding(4).withConvention(new MegatronCore())).findings())
                .isSortedAccordingTo((a, b) -> a.severity().compareTo(b.severity()));
    }
}
