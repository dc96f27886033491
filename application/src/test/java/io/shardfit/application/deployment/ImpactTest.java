package io.shardfit.application.deployment;

import static io.shardfit.application.deployment.Office.expect;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.PlanFiles;
import io.shardfit.application.deployment.ShowImpact.Outcome.Impact;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The impact of an edition on many deployments.
class ImpactTest {
    private final SetClock clock = new SetClock(Instant.parse("2026-11-23T09:00:00Z"));
    private final CountingLog log = new CountingLog(new MemoryLog(clock));
    private final Office office = new Office(log, clock);

    @BeforeEach
    void threeDeploymentsWithTwoPlans() {
        office.publish(1);
        submit("a", "ep16-dp4");
        submit("b", "ep16-dp4");
        submit("c", "ep16-dp1");
    }

    private void submit(String name, String plan) {
        expect(
                SubmitPlan.Outcome.Submitted.class,
                new SubmitPlan(log, Office.CHECK)
                        .submit(
                                office.from("usr_ana"),
                                name,
                                "plan.yaml",
                                PlanFiles.founding(plan).getBytes(StandardCharsets.UTF_8)));
    }

    private static Impact of(ShowImpact impact) {
        return expect(Impact.class, impact.show(2));
    }

    /// A plan is read from the log to be judged, and for nothing else.
    @Test
    void aPlanIsJudgedOnceForAllDeploymentsThatHaveIt() {
        ShowImpact impact = new ShowImpact(log, Office.CHECK, clock);
        long before = log.documents();

        Impact first = of(impact);
        assertThat(first.changes()).extracting("deployment").containsExactly("a", "b", "c");
        assertThat(log.documents() - before).as("two plans").isEqualTo(2);
        assertThat(of(impact)).isEqualTo(first);
        assertThat(log.documents() - before).as("asked again").isEqualTo(2);
    }

    @Test
    void itSaysWhenAndUpToWhereItLooked() {
        Impact impact = of(new ShowImpact(log, Office.CHECK, clock));

        assertThat(impact.position()).isEqualTo(log.head().position());
        assertThat(impact.at()).isEqualTo(clock.instant());
        assertThat(impact.left()).isZero();
    }

    /// Each look at the clock is 9 seconds after the one before: 20 are over at the third
    /// deployment.
    @Test
    void itEndsInTimeAndSaysHowManyAreLeft() {
        InstantSource hurried = () -> clock.pass(Duration.ofSeconds(9));
        Impact impact = of(new ShowImpact(log, Office.CHECK, hurried));

        assertThat(impact.changes()).extracting("deployment").isEqualTo(List.of("a", "b"));
        assertThat(impact.left()).isEqualTo(1);
        assertThat(impact.total()).isEqualTo(2);
    }
}
