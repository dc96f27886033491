package io.shardfit.domain.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.shardfit.domain.Models;
import io.shardfit.domain.Plans;
import io.shardfit.domain.balance.RankLoad;
import io.shardfit.domain.balance.RoutedLoad;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.LayerPlacement;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;
import io.shardfit.domain.strategy.PipelineSchedule;
import io.shardfit.domain.strategy.PipelineSplit;
import io.shardfit.domain.workload.ActivationRecomputation;
import io.shardfit.domain.workload.Recomputation;
import io.shardfit.domain.workload.Workload.Training;
import io.shardfit.domain.workload.ZeroStage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StagesTest {
    private static final Training JOB = Plans.pretraining(64, 1, 4_096);

    /// 61 layers, the first three dense, on stages that hold different numbers of each kind.
    private static DeploymentPlan plan(int stages, int chunks, PipelineSchedule schedule) {
        return Clusters.networked(
                Plans.megatron(
                        Models.deepSeekV3(61, 3),
                        Plans.strategy(8, 1, stages, 8)
                                .with(
                                        new PipelineSplit(
                                                stages, chunks, LayerPlacement.EVEN, schedule)),
                        JOB,
                        8 * stages));
    }

    /// What a search looks at is what a look at every stage gives.
    @ParameterizedTest
    @CsvSource({
        "1, 1, ONE_FORWARD_ONE_BACKWARD",
        "4, 1, ONE_FORWARD_ONE_BACKWARD",
        "16, 1, ZERO_BUBBLE",
        "16, 2, INTERLEAVED",
        "61, 1, GPIPE",
        "8, 1, DUALPIPE",
        "8, 1, ZERO_BUBBLE_V"
    })
    void theSlowestOfTheTellingStagesIsTheSlowestOfAll(
            int stages, int chunks, PipelineSchedule schedule) {
        DeploymentPlan plan = plan(stages, chunks, schedule);
        TimeModel model = TimeModel.of(plan);
        RankLoad load = RoutedLoad.of(plan).busiest();
        TrainingLoads loads = TrainingLoads.of(model.work(), plan, JOB, load);
        TrainingExchanges exchanges = TrainingExchanges.of(plan, loads, model.rates().wiring());
        double most = 0;
        double sum = 0;
        StageLayers slowest = plan.layout().stage(0);
        for (StageLayers stage : plan.layout().all()) {
            double seconds =
                    TrainingWork.seconds(
                                    loads.kinds().of(stage),
                                    model.rates(),
                                    exchanges,
                                    Pace.EXPECTED)
                            + exchanges.pipeline().exposedSeconds(model.rates(), Pace.EXPECTED);
            sum += seconds;
            if (seconds > most * (1 + 1e-12)) {
                most = seconds;
                slowest = stage;
            }
        }

        Stages found = Stages.of(model.dealt(plan), loads.kinds(), model.rates(), exchanges);

        assertThat(found.slowest()).isEqualTo(slowest);
        assertThat(found.meanOverSlowest()).isCloseTo(sum / stages / most, within(1e-12));
    }

    /// Whatever order variants come in, the time of each is its own.
    @ParameterizedTest
    @CsvSource({"1, 2", "2, 1"})
    void variantsOfOneStrategyDoNotMixTheirWork(int first, int second) {
        DeploymentPlan plan = plan(4, 1, PipelineSchedule.ONE_FORWARD_ONE_BACKWARD);
        RankLoad load = RoutedLoad.of(plan).busiest();
        TimeModel shared = TimeModel.of(plan);
        for (int microBatch : new int[] {first, second}) {
            for (ActivationRecomputation amount : ActivationRecomputation.values()) {
                for (ZeroStage zero : ZeroStage.values()) {
                    DeploymentPlan variant =
                            plan.withWorkload(
                                    JOB.withMicroBatch(microBatch)
                                            .withZeroStage(zero)
                                            .withRecomputed(Recomputation.of(amount)));
                    assertThat(((KnownTime) shared.time(variant, load)).expected())
                            .isEqualTo(((KnownTime) StepTime.of(variant, load)).expected());
                }
            }
        }
    }
}
