package io.shardfit.domain.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.domain.Models;
import io.shardfit.domain.Plans;
import io.shardfit.domain.hardware.Cluster;
import io.shardfit.domain.hardware.Figure;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.strategy.VLlm;
import io.shardfit.domain.verdict.CompatibilityCheck;
import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.RuleSet;
import org.junit.jupiter.api.Test;

/// What is shown where nothing passes, and how far it is from passing.
class ClosestTest {
    private static DeploymentPlan llama(int gibibytes, int sequences, int context) {
        return Plans.plan(
                        Models.llama3With70B(80),
                        new VLlm(),
                        ParallelStrategy.single(),
                        Plans.serving(sequences, context),
                        4)
                .withCluster(
                        new Cluster(
                                Plans.aGpuWith(ByteSize.ofGiB(gibibytes)), 4, 8, Figure.absent()));
    }

    private static Found on(int gpus, DeploymentPlan plan) {
        return PruningTest.search(
                SearchSpace.exactly(plan, gpus), new Ranking(Objective.STEP_TIME, 1));
    }

    /// 70.6 B parameters in 2 bytes are 141 GB: not on one GPU of 25.8 GB, and on four of them
    /// every GPU lacks 9.5 GB of its 35.3 GB, with replicas 45 or more.
    @Test
    void theEngineWhoseWeightsAreSplitTheMostIsTheClosest() {
        Candidate closest = on(4, llama(24, 32, 8_192)).closest().orElseThrow();

        assertThat(closest.plan().strategy().data()).isEqualTo(1);
        assertThat(closest.shortfall().missing().amount())
                .isBetween(9_000_000_000L, 13_000_000_000L);
    }

    @Test
    void anEngineThatLoadsIsCloserThanOneThatDoesNot() {
        Found found = on(4, llama(36, 32, 8_192));
        Candidate closest = found.closest().orElseThrow();

        assertThat(found.rejected()).containsKeys("SRV001", "SRV004");
        assertThat(closest.readiness()).isEqualTo(Readiness.NOT_READY);
        assertThat(CompatibilityCheck.check(closest.plan(), RuleSet.current()).decisiveCodes())
                .doesNotContain("SRV004");
    }

    /// 80 layers of 2 × 8 × 128 values in 2 bytes are 327 680 bytes a token.
    @Test
    void anEngineSaysHowManySequencesItsCacheHolds() {
        Candidate few = on(4, llama(80, 256, 8_192)).best().getFirst();
        Candidate all = on(4, llama(80, 1, 8_192)).best().getFirst();

        assertThat(few.use().left()).matches("cache holds [0-9]+\\.[0-9]{2} of 256 sequences");
        assertThat(all.use().left())
                .matches("cache holds [0-9]+\\.[0-9]{2} sequences, 1 are asked for");
    }
}
