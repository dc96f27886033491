package io.shardfit.domain.remedy;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.domain.Models;
import io.shardfit.domain.Plans;
import io.shardfit.domain.hardware.Gpu;
import io.shardfit.domain.plan.Declarations;
import io.shardfit.domain.plan.Declarations.DeclaredMemory;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.remedy.Remedy.SetDataParallel;
import io.shardfit.domain.strategy.SgLang;
import io.shardfit.domain.strategy.TorchTitan;
import io.shardfit.domain.strategy.VLlm;
import io.shardfit.domain.verdict.CompatibilityCheck;
import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.RuleSet;
import io.shardfit.domain.workload.TrainingStates;
import io.shardfit.domain.workload.Workload.Training;
import io.shardfit.domain.workload.ZeroStage;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RemediesTest {

    static List<DeploymentPlan> plans() {
        return List.of(
                Plans.founding(4),
                Plans.founding(1)
                        .withDeclared(
                                new Declarations(
                                        null,
                                        new DeclaredMemory(
                                                ByteSize.ofBytes(114_530_000_000L), "114.53 GB"))),
                Plans.founding(1).withWorkload(Plans.pretraining(128, 4, 1_024)),
                Plans.megatron(
                        Models.llama3With70B(80),
                        Plans.strategy(1, 4, 1, 2),
                        Plans.serving(64, 32_768),
                        8),
                Plans.plan(
                        Models.llama3With70B(80),
                        new VLlm(),
                        Plans.strategy(1, 4, 1, 1),
                        Plans.serving(1, 32_768),
                        4),
                Plans.megatron(
                        Models.founding(),
                        Plans.degrees(2, 2, 4, 2, 1, 2, false, 2),
                        Plans.pretraining(128, 1, 1_024),
                        16),
                Plans.megatron(
                        Models.founding(),
                        Plans.degrees(2, 4, 2, 2, 1, 1, true, 1),
                        Plans.pretraining(128, 1, 1_024),
                        16),
                Plans.plan(
                        Models.founding(),
                        new TorchTitan(),
                        Plans.strategy(4, 1, 1, 16).withRedundantExperts(4),
                        keepsGathered(),
                        16),
                Plans.plan(
                        Models.founding(),
                        new SgLang(),
                        Plans.strategy(8, 8, 1, 1),
                        Plans.serving(1, 4_096),
                        8));
    }

    private static Training keepsGathered() {
        Training training = Plans.pretraining(128, 1, 1_024).withZeroStage(ZeroStage.WEIGHTS);
        TrainingStates states = training.states();
        return training.withStates(
                new TrainingStates(
                        states.precision(),
                        states.weights(),
                        states.master(),
                        states.gradients(),
                        states.moments(),
                        states.optimizer(),
                        states.zeroStage(),
                        false,
                        states.offload(),
                        states.adapter()));
    }

    private static List<Remedy> edits(DeploymentPlan plan) {
        return RemedySearch.edits(
                CompatibilityCheck.check(plan, RuleSet.TWO),
                List.of(Plans.aGpuWith(ByteSize.ofGiB(140)), named("larger", 140)));
    }

    private static Gpu named(String name, long gibibytes) {
        Gpu gpu = Plans.aGpuWith(ByteSize.ofGiB(gibibytes));
        return new Gpu(name, gpu.memory(), gpu.peak(), gpu.memoryRate(), gpu.link());
    }

    @ParameterizedTest
    @MethodSource("plans")
    void everyEditChangesOneThing(DeploymentPlan plan) throws Exception {
        Set<String> words = new HashSet<>();

        for (Remedy edit : edits(plan)) {
            DeploymentPlan changed = edit.applyTo(plan);
            Set<String> differing = differences(changed, plan);

            assertThat(words.add(edit.edit())).as(edit.edit()).isTrue();
            assertThat(edit.edit()).matches("(strategy|workload|hardware|declared)\\.[.\\w]+: .+");
            assertThat(differing).as(edit.edit()).hasSize(1);
        }
        assertThat(words).hasSizeGreaterThan(20);
    }

    private static Set<String> differences(Record one, Record other) throws Exception {
        Set<String> names = new HashSet<>();
        for (RecordComponent component : one.getClass().getRecordComponents()) {
            Object value = component.getAccessor().invoke(one);
            if (!value.equals(component.getAccessor().invoke(other))) {
                names.add(component.getName());
            }
        }
        return names;
    }

    @Test
    void oneReplicaCuresTheFoundingCase() {
        Remedies remedies =
                RemedySearch.search(Plans.founding(4), RuleSet.TWO, List.of(), Limits.of(1, 1_000));

        assertThat(remedies.ready().getFirst().edits()).containsExactly(new SetDataParallel(1));
        assertThat(remedies.ready().getFirst().verdict().readiness()).isEqualTo(Readiness.READY);
    }

    @Test
    void aRemedyOfAnotherWorkloadLeavesThePlanAsItIs() {
        DeploymentPlan training = Plans.founding(1);
        DeploymentPlan serving = training.withWorkload(Plans.serving(1, 64));

        assertThat(new Remedy.SetContextLength(1).applyTo(training)).isEqualTo(training);
        assertThat(new Remedy.SetMicroBatch(7).applyTo(serving)).isEqualTo(serving);
    }

    @Test
    void everyKindOfChangeIsTriedOnSomePlan() {
        Set<Class<?>> tried = new HashSet<>();
        for (DeploymentPlan plan : plans()) {
            edits(plan).forEach(edit -> tried.add(edit.getClass()));
        }

        assertThat(tried).containsExactlyInAnyOrderElementsOf(kinds(Remedy.class).toList());
    }

    private static Stream<Class<?>> kinds(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(RemediesTest::kinds)
                : Stream.of(type);
    }
}
