package io.shardfit.domain.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.domain.Models;
import io.shardfit.domain.Plans;
import io.shardfit.domain.balance.RankLoad;
import io.shardfit.domain.balance.RoutedLoad;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Estimate;
import io.shardfit.domain.quantity.Ratio;
import io.shardfit.domain.strategy.DeclaredPlacement;
import io.shardfit.domain.strategy.DeclaredPlacement.Listed;
import io.shardfit.domain.strategy.MegatronCore;
import io.shardfit.domain.strategy.Multiplicative;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.workload.Routing;
import io.shardfit.domain.workload.Routing.Histogram;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The fullest rank has the most weights, the busiest the most activations.
class WorstRankTest {
    /// Rank 0 holds five cold experts of eight, rank 2 the hot one.
    private static DeploymentPlan plan(int sequenceLength, long hot) {
        ParallelStrategy strategy = Plans.strategy(3, 2, 2, 1);
        return Plans.plan(
                Models.mixtral(),
                new Multiplicative(),
                strategy.with(
                        strategy.expertSplit()
                                .withPlacement(
                                        new DeclaredPlacement(
                                                List.of(
                                                        new Listed(List.of(1, 2, 3, 4, 5)),
                                                        new Listed(List.of(6, 7)),
                                                        new Listed(List.of(0)))))),
                Plans.pretraining(24, 1, sequenceLength)
                        .withRouting(
                                new Histogram(
                                        List.of(hot, 50L, 50L, 50L, 50L, 50L, 50L, 50L), "test")),
                12);
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 1_024, 4_096, 16_384, 131_072})
    void theWorstRankIsTheWorstOfAllRanks(int sequenceLength) {
        DeploymentPlan plan = plan(sequenceLength, 350);
        MemoryAssessment memory = MemoryModel.assess(plan);
        ByteSize most = ByteSize.ZERO;
        ByteSize highest = ByteSize.ZERO;
        for (RankLoad load : RoutedLoad.of(plan).candidates()) {
            for (int stage = 0; stage < 2; stage++) {
                StageMemory one = MemoryModel.of(plan, load).stage(stage);
                most = most.max(one.total().expected());
                highest = highest.max(one.total().high());
            }
        }

        assertThat(memory.worst().total().expected()).isEqualTo(most);
        assertThat(memory.highest().total().high()).isEqualTo(highest);
        assertThat(memory.stages()).extracting(stage -> stage.total().expected()).contains(most);
    }

    /// TP 2: the ranks of the third expert rank begin at 2 × 2.
    @Test
    void shortSequencesAreBoundByWeightsLongOnesByTokens() {
        assertThat(MemoryModel.assess(plan(128, 350)).worstRank()).isZero();
        assertThat(MemoryModel.assess(plan(131_072, 350)).worstRank()).isEqualTo(4);
    }

    /// Five experts of 3 × 4096 × 14336 ÷ 2 parameters in each of 16 layers, 2 bytes each.
    @Test
    void weightsFollowTheSlotsOfTheRank() {
        DeploymentPlan plan = plan(1_024, 350);

        assertThat(MemoryModel.of(plan).stage(0).part(MemoryPart.EXPERT_WEIGHTS).expected().bytes())
                .isEqualTo(5L * 16 * 3 * 4_096 * 14_336 / 2 * 2);
    }

    /// The same tokens are expected, but nobody has to reckon with a router that learns badly.
    @Test
    void forcedBalanceNeedsNoRoomForARouter() {
        DeploymentPlan left = evenly(Routing.UNIFORM);
        DeploymentPlan forced = evenly(Routing.BALANCED);

        Estimate kept = activations(left);
        Estimate known = activations(forced);
        assertThat(known.expected()).isEqualTo(kept.expected());
        assertThat(known.high().bytes()).isEqualTo(known.expected().bytes() * 120 / 100);
        assertThat(kept.high().bytes()).isEqualTo(kept.expected().bytes() * 135 / 100);
        assertThat(RoutedLoad.of(forced).worstOverMean()).isEqualTo(Ratio.ONE);
    }

    private static DeploymentPlan evenly(Routing routing) {
        return Plans.plan(
                Models.mixtral(),
                new MegatronCore(),
                Plans.strategy(1, 2, 2, 2),
                Plans.pretraining(24, 1, 4_000).withRouting(routing),
                8);
    }

    private static Estimate activations(DeploymentPlan plan) {
        return MemoryModel.of(plan).stage(0).part(MemoryPart.ACTIVATIONS);
    }

    @Test
    void evenExpertsAndEvenRoutingHaveOneCandidate() {
        assertThat(RoutedLoad.of(Plans.founding(1)).candidates()).hasSize(1);
    }
}
