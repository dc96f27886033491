package io.shardfit.application.deployment;

import static io.shardfit.application.deployment.Office.expect;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.PlanFiles;
import io.shardfit.application.event.DeploymentHistory;
import io.shardfit.application.event.PlanEvent.PlanSubmitted;
import io.shardfit.application.event.StandingVerdict;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.Digest;
import io.shardfit.domain.remedy.Limits;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Plans that the program edits.
class RewriteTest {
    private static final String PLAN = PlanFiles.founding("ep16-dp4");
    private static final Digest ANOTHER = Digest.of(new byte[0]);
    private final SetClock clock = new SetClock(Instant.parse("2026-11-23T09:00:00Z"));
    private final MemoryLog log = new MemoryLog(clock);
    private final Office office = new Office(log, clock);
    private StandingVerdict verdict;

    @BeforeEach
    void thePlanFor64Gpus() {
        office.publish(1);
        office.publish(2);
        verdict = office.submitted("usr_ana", PLAN);
    }

    @Test
    void anotherStrategyChangesNothingElseOfTheFile() {
        expect(
                ChooseStrategy.Outcome.Chosen.class,
                choose(verdict.verdict().plan(), "EP16_TP1_PP1_DP1"));

        PlanSubmitted submitted = history().plan().orElseThrow().submitted();
        String text =
                new String(
                        log.document(submitted.raw()).orElseThrow().bytes(),
                        StandardCharsets.UTF_8);
        assertThat(text).isEqualTo(PlanFiles.with(PLAN, "PP1_DP4", "PP1_DP1"));
        assertThat(submitted.authors()).containsExactlyInAnyOrder("usr_ana", "usr_cy");
        assertThat(submitted.origin()).isEqualTo(PlanSubmitted.Origin.STRATEGY);
    }

    @Test
    void anEditOfAPlanThatIsNoLongerThereIsRefused() {
        Refusal stale = new Refusal.Stale(List.of("plan"));
        assertThat(choose(ANOTHER, "EP16_TP1_PP1_DP1"))
                .isEqualTo(new ChooseStrategy.Outcome.Refused(stale));
        assertThat(apply(ANOTHER, 1)).isEqualTo(new ApplyRemedy.Outcome.Refused(stale));
    }

    @Test
    void aRemedyThatIsNotThereAndAStrategyThatIsNoneAreRefused() {
        assertThat(apply(verdict.verdict().plan(), 0))
                .isInstanceOf(ApplyRemedy.Outcome.Refused.class);
        assertThat(apply(verdict.verdict().plan(), 99))
                .isInstanceOf(ApplyRemedy.Outcome.Refused.class);
        assertThat(choose(verdict.verdict().plan(), "EP16_XX1"))
                .isInstanceOf(ChooseStrategy.Outcome.Rejected.class);
        assertThat(choose(verdict.verdict().plan(), "EP16_TP1_PP1_DP4"))
                .as("the strategy it has")
                .isInstanceOf(ChooseStrategy.Outcome.Refused.class);
        assertThat(history().version()).isEqualTo(2);
    }

    private ChooseStrategy.Outcome choose(Digest plan, String strategy) {
        return new ChooseStrategy(log, Office.CHECK)
                .choose(
                        office.from("usr_cy"),
                        new ChooseStrategy.Choice(Office.DEPLOYMENT, plan, strategy));
    }

    /// Other limits may number other remedies.
    @Test
    void theSameKeyWithOtherLimitsIsAnotherRequest() {
        Sender sender = office.from("usr_cy");
        Digest plan = verdict.verdict().plan();
        expect(ApplyRemedy.Outcome.Applied.class, apply(sender, plan, 1, Limits.of(3, 2_000)));

        assertThat(apply(sender, plan, 1, Limits.of(2, 2_000)))
                .isEqualTo(new ApplyRemedy.Outcome.NotWritten(new AppendOutcome.KeyReused()));
        assertThat(apply(sender, plan, 1, Limits.of(3, 1_000)))
                .isEqualTo(new ApplyRemedy.Outcome.NotWritten(new AppendOutcome.KeyReused()));
    }

    private ApplyRemedy.Outcome apply(Digest plan, int number) {
        return apply(office.from("usr_cy"), plan, number, Limits.of(3, 2_000));
    }

    private ApplyRemedy.Outcome apply(Sender sender, Digest plan, int number, Limits limits) {
        return new ApplyRemedy(log, Office.CHECK, Office.PROPOSE)
                .apply(sender, new ApplyRemedy.Choice(Office.DEPLOYMENT, plan, number, limits));
    }

    private DeploymentHistory history() {
        return new Histories(log).deployment(Office.DEPLOYMENT);
    }
}
