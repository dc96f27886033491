package io.shardfit.domain.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.domain.Models;
import io.shardfit.domain.Plans;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Excess;
import io.shardfit.domain.quantity.Seconds;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.Shortfall;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RankingTest {
    private static final ParallelStrategy PLAIN = Plans.strategy(1, 8, 1, 2);
    private static final ParallelStrategy STAGED = Plans.strategy(1, 8, 2, 1);
    private static final ParallelStrategy CHUNKED = STAGED.withVirtualStages(4);

    private static Candidate candidate(ParallelStrategy strategy, double seconds, double use) {
        DeploymentPlan plan =
                Plans.megatron(
                        Models.llama3With70B(80), strategy, Plans.pretraining(64, 1, 4_096), 16);
        return new Candidate(
                plan,
                plan,
                Readiness.READY,
                new MemoryUse.OfBudget(new Share(use)),
                new Shortfall(0, new Excess(-1)),
                Optional.of(new Seconds(seconds)),
                0);
    }

    private static List<Candidate> ranked(Objective objective, Candidate... candidates) {
        List<Candidate> list = new ArrayList<>(List.of(candidates));
        list.sort(objective.order());
        return list;
    }

    /// ln 1.001 ÷ ln 1.02 = 0.05 and ln 1.015 ÷ ln 1.02 = 0.75 lie in one band, ln 1.03 ÷ ln 1.02 =
    /// 1.49 in the next.
    @Test
    void whatTheModelCannotTellApartGoesToTheSimplerAndThenTheRoomier() {
        Candidate plain = candidate(PLAIN, 1.015, 0.9);
        Candidate roomy = candidate(PLAIN, 1.016, 0.5);
        Candidate staged = candidate(STAGED, 1.005, 0.6);
        Candidate chunked = candidate(CHUNKED, 1.001, 0.5);
        Candidate slow = candidate(PLAIN, 1.03, 0.1);

        assertThat(ranked(Objective.STEP_TIME, slow, chunked, staged, plain, roomy))
                .containsExactly(roomy, plain, staged, chunked, slow);
        assertThat(ranked(Objective.THROUGHPUT, slow, chunked)).containsExactly(chunked, slow);
        assertThat(ranked(Objective.MARGIN, plain, slow)).containsExactly(slow, plain);
    }

    /// An order in which a ties with b and b with c, but a comes before c, would depend on who
    /// meets whom first, and so on the threads.
    @Test
    void tiesCarryOn() {
        SplittableRandom random = new SplittableRandom(4);
        List<ParallelStrategy> strategies = List.of(PLAIN, STAGED, CHUNKED);
        List<Candidate> some = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            some.add(
                    candidate(
                            strategies.get(random.nextInt(3)),
                            1 + random.nextInt(12) / 200.0,
                            0.5 + random.nextInt(3) / 10.0));
        }
        for (Objective objective : Objective.values()) {
            Comparator<Candidate> order = objective.order();
            for (Candidate a : some) {
                for (Candidate b : some) {
                    for (Candidate c : some) {
                        if (order.compare(a, b) <= 0 && order.compare(b, c) <= 0) {
                            assertThat(order.compare(a, c)).isLessThanOrEqualTo(0);
                        }
                    }
                }
            }
        }
    }

    /// 16 layers on 4 stages go into 1, 2 or 4 chunks each: three strategies, one line.
    @Test
    void virtualStagesAloneMakeNoOtherStrategy() {
        DeploymentPlan plan =
                Plans.megatron(
                        Models.llama3With70B(16),
                        ParallelStrategy.single(),
                        Plans.pretraining(64, 1, 4_096),
                        16);

        List<Candidate> best =
                PruningTest.search(
                                SearchSpace.exactly(plan, 16),
                                new Ranking(Objective.STEP_TIME, 1_000))
                        .best();

        Set<ParallelStrategy> families = new HashSet<>();
        best.forEach(candidate -> families.add(candidate.family()));
        assertThat(families).hasSameSizeAs(best);
        assertThat(best)
                .filteredOn(one -> one.plan().strategy().pipeline() == 4)
                .isNotEmpty()
                .allSatisfy(one ->
                        assertThat(one.others()).isEqualTo("and 2 more with other virtual stages"));
    }

    @Test
    void aSingleGpuSplitsNothingAndTheEditsSaySo() {
        Candidate one = candidate(ParallelStrategy.single(), 1, 0.5);

        assertThat(Edits.of(one.plan(), one).strategyLine())
                .isEqualTo("strategy: {tensorParallel: 1, pipelineParallel: 1, dataParallel: 1}");
    }
}
