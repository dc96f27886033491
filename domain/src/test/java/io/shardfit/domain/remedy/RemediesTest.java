package io.shardfit.domain.remedy;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.domain.Models;
import io.shardfit.domain.Plans;
import io.shardfit.domain.plan.Declarations;
import io.shardfit.domain.plan.Declarations.DeclaredMemory;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.remedy.Remedies.Attempt;
import io.shardfit.domain.remedy.Remedy.SetDataParallel;
import io.shardfit.domain.strategy.VLlm;
import io.shardfit.domain.verdict.CompatibilityCheck;
import io.shardfit.domain.verdict.RuleSet;
import io.shardfit.domain.verdict.StrategyFinding;
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
                        4));
    }

    @ParameterizedTest
    @MethodSource("plans")
    void everyAttemptIsOneChangeJudgedAnew(DeploymentPlan plan) throws Exception {
        DeploymentPlan computed = plan.withDeclared(plan.declared().withoutMemory());
        Set<String> edits = new HashSet<>();

        for (Attempt attempt : Remedies.tried(plan, RuleSet.TWO)) {
            DeploymentPlan changed = attempt.remedy().applyTo(computed);
            Set<String> differing = differences(changed.strategy(), computed.strategy());
            if (differing.contains("tensor")) {
                differing.remove("expertTensor"); // follows, where a plan names none
            }
            differing.addAll(
                    differences((Record) changed.workload(), (Record) computed.workload()));

            assertThat(edits.add(attempt.remedy().edit())).as(attempt.remedy().edit()).isTrue();
            assertThat(attempt.remedy().edit()).matches("(strategy|workload)\\.[.\\w]+: [-.\\w]+");
            assertThat(differing).as(attempt.remedy().edit()).hasSize(1);
            assertThat(changed.withStrategy(plan.strategy()).withWorkload(plan.workload()))
                    .isEqualTo(computed);
            assertThat(attempt.verdict()).isEqualTo(CompatibilityCheck.check(changed, RuleSet.TWO));
        }
        assertThat(edits).hasSizeGreaterThan(5);
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
        Attempt attempt =
                Remedies.tried(Plans.founding(4), RuleSet.TWO).stream()
                        .filter(tried -> tried.remedy().equals(new SetDataParallel(1)))
                        .findFirst()
                        .orElseThrow();

        assertThat(attempt.remedy().edit()).isEqualTo("strategy.dataParallel: 1");
        assertThat(attempt.verdict().findings())
                .doesNotHaveAnyElementsOfTypes(StrategyFinding.TooFewGpus.class);
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
            Remedies.tried(plan, RuleSet.TWO)
                    .forEach(attempt -> tried.add(attempt.remedy().getClass()));
        }

        assertThat(tried).containsExactlyInAnyOrderElementsOf(kinds(Remedy.class).toList());
    }

    private static Stream<Class<?>> kinds(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(RemediesTest::kinds)
                : Stream.of(type);
    }
}
