package io.shardfit.domain.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.domain.Models;
import io.shardfit.domain.Plans;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.search.FeasibleRegion.Held;
import io.shardfit.domain.search.FeasibleRegion.Point;
import io.shardfit.domain.strategy.MegatronCore;
import io.shardfit.domain.strategy.Multiplicative;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.verdict.CompatibilityCheck;
import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.RuleSet;
import io.shardfit.domain.workload.Workload.Training;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// The founding model has 16 layers, 32 heads and 64 experts; here it has 16 GPUs.
class FeasibleRegionTest {
    private final DeploymentPlan plan =
            Plans.plan(
                    Models.founding(),
                    new Multiplicative(),
                    ParallelStrategy.single().withExpert(4),
                    Plans.pretraining(32, 1, 1_024),
                    16);

    private FeasibleRegion region(Held held) {
        return new FeasibleRegion(plan, RuleSet.current(), held);
    }

    private static Point at(FeasibleRegion region, int tensor, int pipeline) {
        return region.points().stream()
                .filter(point -> point.isAt(tensor, pipeline))
                .findFirst()
                .orElseThrow();
    }

    /// EP 4 leaves 16 ÷ (4 × 2 × 1) = 2 replicas, and none for TP 4 × PP 2.
    @Test
    void replicasUseTheGpusThatAreLeft() {
        FeasibleRegion region = region(Held.of(plan));

        assertThat(region.tensor()).containsExactly(1, 2, 4, 8, 16);
        assertThat(region.pipeline()).containsExactly(1, 2, 4, 8, 16);
        assertThat(region.points()).hasSize(25);
        assertThat(region.isCut()).isFalse();
        assertThat(at(region, 2, 1).verdict().plan().strategy().shorthand())
                .isEqualTo("EP4_TP2_PP1_DP2");
        assertThat(at(region, 4, 2).verdict().readiness()).isEqualTo(Readiness.NOT_READY);
        assertThat(at(region, 4, 2).verdict().decisiveCodes()).contains("PAR003");
    }

    @Test
    void everyPointIsWhatTheCheckSaysOfIt() {
        for (Point point : region(Held.of(plan)).points()) {
            assertThat(point.verdict().findings())
                    .isEqualTo(
                            CompatibilityCheck.check(point.verdict().plan(), RuleSet.current())
                                    .findings());
        }
    }

    @Test
    void whatIsHeldIsHeldEverywhere() {
        FeasibleRegion region = region(new Held(2, OptionalInt.of(3), 2, OptionalInt.of(4)));

        assertThat(region.points())
                .allSatisfy(point -> {
                    ParallelStrategy strategy = point.verdict().plan().strategy();
                    assertThat(strategy.expert()).isEqualTo(2);
                    assertThat(strategy.data()).isEqualTo(3);
                    assertThat(strategy.context()).isEqualTo(2);
                    assertThat(point.verdict().plan().workload())
                            .isInstanceOfSatisfying(
                                    Training.class,
                                    training -> assertThat(training.microBatch()).isEqualTo(4));
                });
        assertThat(region.data()).contains(3);
        assertThat(region.keepsTheMicroBatch()).isFalse();
        assertThat(region(Held.of(plan)).keepsTheMicroBatch()).isTrue();
    }

    /// 96 numbers divide 40,320 GPUs, 14 of them no more than the 16 layers: the table shows the
    /// first, and what the plan has.
    @Test
    void theTableStaysSmall() {
        FeasibleRegion region =
                new FeasibleRegion(
                        Plans.plan(
                                Models.founding(),
                                new MegatronCore(),
                                ParallelStrategy.single().withTensor(32),
                                Plans.pretraining(32, 1, 1_024),
                                40_320),
                        RuleSet.current(),
                        Held.of(plan));

        assertThat(region.isCut()).isTrue();
        assertThat(region.tensor()).hasSize(12).endsWith(12, 32);
        assertThat(region.pipeline()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12);
        assertThat(List.of(region.data(), region.expert(), region.context()))
                .allMatch(values -> values.size() <= 24);
    }

    /// Stages that were dealt by hand fit no other number of stages.
    @Test
    void anotherPipelineDealsItsLayersEvenly() {
        FeasibleRegion region =
                new FeasibleRegion(
                        plan.withStrategy(
                                ParallelStrategy.single().withPipeline(2).withVirtualStages(4)),
                        RuleSet.current(),
                        Held.of(plan));

        assertThat(at(region, 1, 2).verdict().plan().strategy().virtualStages()).isEqualTo(4);
        assertThat(at(region, 1, 4).verdict().plan().strategy().virtualStages()).isEqualTo(1);
    }
}
