package io.shardfit.domain.remedy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardfit.domain.Models;
import io.shardfit.domain.Plans;
import io.shardfit.domain.hardware.Gpu;
import io.shardfit.domain.memory.MemoryPart;
import io.shardfit.domain.plan.Declarations;
import io.shardfit.domain.plan.Declarations.DeclaredMemory;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.remedy.HardwareRemedy.UseGpu;
import io.shardfit.domain.remedy.HardwareRemedy.WithdrawDeclaredMemory;
import io.shardfit.domain.remedy.Remedies.Ending;
import io.shardfit.domain.remedy.Remedy.SetDataParallel;
import io.shardfit.domain.remedy.Remedy.SetTensorParallel;
import io.shardfit.domain.remedy.Remedy.SetTrainingPrecision;
import io.shardfit.domain.strategy.MegatronCore;
import io.shardfit.domain.strategy.SgLang;
import io.shardfit.domain.verdict.CompatibilityCheck;
import io.shardfit.domain.verdict.Finding;
import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.RuleSet;
import io.shardfit.domain.verdict.Verdict.Assessed;
import io.shardfit.domain.workload.ActivationRecomputation;
import io.shardfit.domain.workload.TrainingPrecision;
import io.shardfit.domain.workload.Workload.Inference;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RemedySearchTest {
    private static final ByteSize DECLARED = ByteSize.ofBytes(114_530_000_000L);

    private static Remedies search(DeploymentPlan plan, Gpu... gpus) {
        return RemedySearch.search(plan, RuleSet.TWO, List.of(gpus), Limits.of(3, 2_000));
    }

    private static Gpu gpu(String name, long gibibytes) {
        Gpu gpu = Plans.aGpuWith(ByteSize.ofGiB(gibibytes));
        return new Gpu(name, gpu.memory(), gpu.peak(), gpu.memoryRate(), gpu.link());
    }

    private static DeploymentPlan declared(int data) {
        return Plans.founding(data)
                .withDeclared(new Declarations(null, new DeclaredMemory(DECLARED, "114.53 GB")));
    }

    private static Trial ofEdits(List<Trial> trials, Remedy... edits) {
        return trials.stream()
                .filter(trial -> trial.edits().equals(List.of(edits)))
                .findFirst()
                .orElseThrow();
    }

    /// Four replicas on 16 GPUs need 64; with one, the Adam states of the routed experts are no
    /// longer shared by four: 4 experts × 16 layers × 3 × 4096 × 2304 values × 12 bytes.
    @Test
    void theFoundingCaseRunsWithOneReplicaAndItsStatesWhole() {
        Trial first = search(Plans.founding(4)).ready().getFirst();

        assertThat(first.edits()).containsExactly(new SetDataParallel(1));
        Assessed after = (Assessed) first.verdict();
        assertThat(
                        after.assessment()
                                .memory()
                                .worst()
                                .part(MemoryPart.EXPERT_OPTIMIZER_STATES)
                                .expected())
                .isEqualTo(ByteSize.ofBytes(4L * 16 * 3 * 4_096 * 2_304 * 12));
        assertThat(first.effect().orElseThrow().frees()).isFalse();
    }

    /// 106.66 GiB declared fit neither 80 nor 96 GiB; 141 × 0.92 = 129.7 is the first that does.
    @Test
    void aDeclaredRequirementIsMetByTheSmallestGpuThatHoldsItOrTakenBack() {
        Remedies remedies = search(declared(1), gpu("h", 188), gpu("g", 141), gpu("f", 96));

        assertThat(remedies.ready())
                .extracting(Trial::edits)
                .containsExactly(
                        List.of(new UseGpu(gpu("g", 141))), List.of(new WithdrawDeclaredMemory()));
    }

    @Test
    void aPairNeedsBothOfItsEdits() {
        Remedies remedies = search(declared(4));
        Remedy replica = new SetDataParallel(1);
        Remedy withdrawn = new WithdrawDeclaredMemory();

        assertThat(ofEdits(remedies.ready(), replica, withdrawn).verdict().readiness())
                .isEqualTo(Readiness.READY);
        assertThat(ofEdits(remedies.notEnough(), replica).verdict().decisiveCodes())
                .containsExactly("MEM003");
        assertThat(ofEdits(remedies.notEnough(), withdrawn).verdict().decisiveCodes())
                .containsExactly("PAR003");
    }

    /// 70.6 B parameters in 2 bytes on four GPUs are 35.3 GB each, more than 0.42 of 85.9 GB: the
    /// engine does not start, and so nothing was said of how many of the 256 sequences fit.
    @Test
    void aWarningThatAFailedStartHidIsNoSetback() {
        Inference serving = Plans.serving(256, 8_192);
        DeploymentPlan plan =
                Plans.plan(
                        Models.llama3With70B(80),
                        new SgLang(),
                        Plans.strategy(1, 4, 1, 1),
                        serving.withEngine(serving.engine().withMemoryFraction(Share.of(42, 100))),
                        4);

        Remedies remedies = search(plan);

        assertThat(remedies.plan().decisiveCodes()).containsExactly("SRV001");
        Trial first = remedies.ready().getFirst();
        assertThat(first.edits()).containsExactly(new Remedy.SetMemoryFraction(Share.of(44, 100)));
        assertThat(first.verdict().findings()).extracting(Finding::code).containsExactly("SRV007");
    }

    @Test
    void headsThatDoNotDivideGetTheNearestDegreesThatDo() {
        DeploymentPlan plan =
                Plans.plan(
                        Models.llama3With70B(80),
                        new MegatronCore(),
                        Plans.strategy(1, 6, 4, 1),
                        Plans.pretraining(64, 1, 4_096),
                        32);

        Remedies remedies = search(plan);

        assertThat(remedies.plan().decisiveCodes()).contains("PAR002");
        assertThat(remedies.numbered())
                .isNotEmpty()
                .allSatisfy(trial -> assertThat(trial.levers()).contains(Lever.TENSOR));
        assertThat(remedies.numbered().getFirst().edits())
                .contains(new SetTensorParallel(8)); // 8 × 4 = 32 GPUs, and 6 < 8 < 12
    }

    @Test
    void layersThatDoNotDivideAreSpreadOverTheStages() {
        DeploymentPlan plan =
                Plans.megatron(
                        Models.llama3With70B(81),
                        Plans.strategy(1, 8, 4, 2),
                        Plans.pretraining(64, 1, 4_096),
                        64);

        assertThat(RemedySearch.edits(CompatibilityCheck.check(plan, RuleSet.TWO), List.of()))
                .contains(new PlacementRemedy.PlaceLayers(List.of(20, 21, 20, 20)));
    }

    /// A value in FP16 takes twice the bits of one in FP8; weights that are stored in 16 bits
    /// anyway stay as they are, and kept inputs of linear layers double.
    @Test
    void fp16InsteadOfFp8FreesNothing() {
        DeploymentPlan fp8 =
                new SetTrainingPrecision(TrainingPrecision.FP8).applyTo(Plans.founding(1));
        DeploymentPlan fp16 = new SetTrainingPrecision(TrainingPrecision.FP16).applyTo(fp8);

        assertThat(effect(fp8, fp16).frees()).isFalse();
        assertThat(effect(fp16, fp8).frees()).isTrue();
    }

    @Test
    void aPlanThatIsReadyHasNothingToRepair() {
        Remedies remedies = search(Plans.founding(1));

        assertThat(remedies.ending()).isEqualTo(Ending.NOTHING_TO_REPAIR);
        assertThat(remedies.numbered()).isEmpty();
        assertThat(remedies.notEnough()).isEmpty();
    }

    @Test
    void theSameSearchGivesTheSameAnswerInWhateverOrderTheGpusCome() {
        Gpu one = gpu("f", 96);
        Gpu other = gpu("g", 141);

        assertThat(search(declared(4), one, other)).isEqualTo(search(declared(4), other, one));
    }

    @Test
    void theLimitOfEvaluationsEndsTheSearchAndIsSaid() {
        Remedies few = RemedySearch.search(declared(4), RuleSet.TWO, List.of(), Limits.of(9, 20));

        assertThat(few.ending()).isEqualTo(Ending.EVALUATIONS);
        assertThat(few.evaluations()).isEqualTo(20);
        assertThat(few.limit()).isEqualTo(20);
    }

    @Test
    void theEndOfTheTimeEndsTheSearchAndIsSaid() {
        AtomicInteger asked = new AtomicInteger();
        Remedies some =
                RemedySearch.search(
                        declared(4),
                        RuleSet.TWO,
                        List.of(),
                        new Limits(9, 1_000, () -> asked.incrementAndGet() > 10));

        assertThat(some.ending()).isEqualTo(Ending.TIME);
        assertThat(some.evaluations()).isEqualTo(10);
    }

    @Test
    void limitsAreAtLeastOne() {
        assertThatThrownBy(() -> Limits.of(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Limits.of(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    /// `forward = 2·N + scores` per token; one quarter of the layers computed again costs a quarter
    /// of a forward pass on top of three.
    @Test
    void recomputationIsChargedByTheLayersThatAreComputedAgain() {
        DeploymentPlan plan = Plans.founding(1);
        DeploymentPlan quarter = new RecomputationRemedy.RecomputeBlock(4).applyTo(plan);
        DeploymentPlan all = new Remedy.Recompute(ActivationRecomputation.FULL).applyTo(plan);

        Effect some = effect(plan, quarter);
        Effect whole = effect(plan, all);

        assertThat(some.moreRecomputation().operations() * 4)
                .isEqualTo(whole.moreRecomputation().operations());
        assertThat(whole.throughput()).as("no rate between these GPUs is known").isEmpty();
    }

    /// Nobody timed the host link, so an edit that needs it has no speed to boast of and comes
    /// behind every other on the same hardware.
    @Test
    void whatWaitsForTheHostComesAfterWhatDoesNot() {
        DeploymentPlan large = new UseGpu(gpu("small", 48)).applyTo(Plans.founding(1));

        List<Trial> ready = search(large).ready();

        List<Boolean> waits =
                ready.stream()
                        .filter(trial -> trial.edits().size() == 1)
                        .map(trial -> trial.levers().stream().anyMatch(Lever::waitsForHost))
                        .toList();
        assertThat(waits).contains(true, false).isSorted();
    }

    private static Effect effect(DeploymentPlan before, DeploymentPlan after) {
        return Effect.of(
                        CompatibilityCheck.check(before, RuleSet.TWO),
                        CompatibilityCheck.check(after, RuleSet.TWO))
                .orElseThrow();
    }
}
