package io.shardfit.application.deployment;

import static io.shardfit.application.deployment.Office.expect;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.PlanFiles;
import io.shardfit.application.deployment.AskVerdict.JudgedBy;
import io.shardfit.application.deployment.AskVerdict.Question;
import io.shardfit.application.event.Delta;
import io.shardfit.application.event.RecordedVerdict;
import io.shardfit.application.event.StandingVerdict;
import io.shardfit.application.ledger.Actor;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.port.EventLog;
import io.shardfit.domain.approval.EnvironmentPolicy;
import io.shardfit.domain.approval.Objection;
import io.shardfit.domain.approval.Standing;
import io.shardfit.domain.remedy.Limits;
import io.shardfit.domain.verdict.Readiness;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// How it all began, told through the use cases, on whatever log a subclass brings. Numbers are
/// those of the founding report: 64 experts in each of 16 layers, EP 16, TP 1.
public abstract class FoundingStory {
    private static final Limits LIMITS = Limits.of(3, 20_000);

    protected FoundingStory() {}

    /// {@return an empty log}
    protected abstract EventLog log();

    /// {@return the time that the log's entries carry}
    protected abstract InstantSource clock();

    @Test
    void theFoundingStory() {
        EventLog log = log();
        Office office = new Office(log, clock());
        office.policy(withoutDelay());
        office.approver("usr_bo");
        expect(PublishRuleSet.Outcome.Published.class, office.publish(1));

        // Ana submits the plan for 64 GPUs on 16, which is refused.
        StandingVerdict first = office.submitted("usr_ana", PlanFiles.founding("ep16-dp4"));
        assertThat(first.verdict().result()).isEqualTo(Readiness.NOT_READY);
        assertThat(codes(first.verdict())).contains("PAR003", "MEM003");
        assertThat(first.verdict().figures())
                .containsEntry("gpusRequired", 64L)
                .containsEntry("gpusAvailable", 16L)
                .containsEntry(RecordedVerdict.EXPERTS_PER_GPU, 64L);
        byte[] asRecorded = log.bytesAfter(first.position() - 1, 1).getFirst();

        // She applies the corrected strategy: 16 GPUs are enough, the declared memory is not.
        StandingVerdict corrected = strategy(office, first);
        assertThat(corrected.verdict().result()).isEqualTo(Readiness.NOT_READY);
        assertThat(codes(corrected.verdict())).doesNotContain("PAR003").contains("MEM003");
        assertThat(corrected.verdict().figures()).containsEntry("gpusRequired", 16L);
        assertThat(office.request("usr_ana"))
                .isEqualTo(
                        new RequestApproval.Outcome.Refused(
                                new Refusal.NotAllowed(Readiness.NOT_READY, List.of("MEM003"))));

        // The rule was wrong. Its correction supersedes the verdict: 64 experts become 4.
        correct(office, corrected);
        assertThat(log.bytesAfter(first.position() - 1, 1).getFirst()).isEqualTo(asRecorded);
        assertThat(new ReplayVerdict(log, Office.CHECK).replay(first.position()))
                .isInstanceOf(ReplayVerdict.Outcome.Identical.class);

        // A remedy makes it pass; Bo, not Ana, approves it, and takes that back.
        Digest remedied = remedy(office, corrected.verdict().plan());
        decide(office, remedied);
    }

    private static StandingVerdict strategy(Office office, StandingVerdict first) {
        return expect(
                        ChooseStrategy.Outcome.Chosen.class,
                        new ChooseStrategy(office.log, Office.CHECK)
                                .choose(
                                        office.from("usr_ana"),
                                        new ChooseStrategy.Choice(
                                                Office.DEPLOYMENT,
                                                first.verdict().plan(),
                                                "EP16_TP1_PP1_DP1")))
                .verdict();
    }

    private static void correct(Office office, StandingVerdict old) {
        long head = office.log.head().position();
        ShowImpact.Outcome.Impact impact =
                expect(
                        ShowImpact.Outcome.Impact.class,
                        new ShowImpact(office.log, Office.CHECK, office.clock).show(2));
        assertThat(office.log.head().position()).as("impact writes nothing").isEqualTo(head);

        PublishRuleSet.Outcome.Published published =
                expect(PublishRuleSet.Outcome.Published.class, office.publish(2));

        Delta delta = new Delta(RecordedVerdict.EXPERTS_PER_GPU, "64", "4");
        assertThat(impact.changes()).hasSize(1);
        assertThat(impact.changes().getFirst().delta()).containsExactly(delta);
        assertThat(published.summary().orElseThrow().answers())
                .containsOnly(Map.entry("NOT_READY-to-NOT_READY", 1L));
        assertThat(experts(office, old.at(), JudgedBy.AS_RECORDED)).isEqualTo(64);
        assertThat(experts(office, old.at(), JudgedBy.LATEST)).isEqualTo(4);
        assertThat(experts(office, latest(office), JudgedBy.AS_RECORDED)).isEqualTo(4);
    }

    private static Digest remedy(Office office, Digest plan) {
        StandingVerdict remedied =
                expect(
                                ApplyRemedy.Outcome.Applied.class,
                                new ApplyRemedy(office.log, Office.CHECK, Office.PROPOSE)
                                        .apply(
                                                office.from("usr_cy"),
                                                new ApplyRemedy.Choice(
                                                        Office.DEPLOYMENT, plan, 1, LIMITS)))
                        .verdict();
        assertThat(remedied.verdict().result()).isEqualTo(Readiness.READY);
        return remedied.verdict().plan();
    }

    private static void decide(Office office, Digest plan) {
        assertThat(office.requested("usr_ana").plan()).isEqualTo(plan);
        for (String author : List.of("usr_ana", "usr_cy")) {
            assertThat(office.approve(author)).isEqualTo(objected(new Objection.IsAuthor(author)));
        }
        Actor job = new Actor("usr_bo", Actor.Kind.CI, "oidc", Optional.empty(), Optional.empty());
        assertThat(office.approve(new Sender(job, UUID.randomUUID()), Optional.empty()))
                .isEqualTo(objected(new Objection.NotInPerson("usr_bo")));
        assertThat(office.standing()).isEqualTo(new Standing.Pending(0, 1));

        expect(ApprovePlan.Outcome.Approved.class, office.approve("usr_bo"));
        assertThat(office.standing()).isInstanceOf(Standing.Effective.class);

        expect(
                RevokeApproval.Outcome.Revoked.class,
                new RevokeApproval(office.log, office.clock)
                        .revoke(
                                office.from("usr_bo"),
                                Office.DEPLOYMENT,
                                Office.PRODUCTION,
                                "the GPUs are needed elsewhere"));
        assertThat(office.standing()).isEqualTo(new Standing.Revoked(latest(office)));
    }

    private static ApprovePlan.Outcome objected(Objection objection) {
        return new ApprovePlan.Outcome.Refused(new Refusal.Objected(objection));
    }

    private static Instant latest(Office office) {
        return office.log.head().recordedAt().orElseThrow();
    }

    private static long experts(Office office, Instant asOf, JudgedBy judgedBy) {
        return expect(
                        AskVerdict.Outcome.Answered.class,
                        new AskVerdict(office.log, Office.CHECK)
                                .ask(
                                        new Question(
                                                Office.DEPLOYMENT,
                                                asOf,
                                                judgedBy,
                                                Optional.empty())))
                .verdict()
                .figures()
                .get(RecordedVerdict.EXPERTS_PER_GPU);
    }

    private static List<String> codes(RecordedVerdict verdict) {
        return verdict.findings().stream().map(finding -> finding.code()).toList();
    }

    private static EnvironmentPolicy withoutDelay() {
        EnvironmentPolicy usual = EnvironmentPolicy.DEFAULT;
        return new EnvironmentPolicy(
                usual.neededApprovals(),
                usual.allowedVerdicts(),
                usual.safetyMargin(),
                usual.waivableFindings(),
                usual.onCorrection(),
                usual.approvalLifetime(),
                Duration.ZERO);
    }
}
