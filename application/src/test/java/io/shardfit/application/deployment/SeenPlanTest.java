package io.shardfit.application.deployment;

import static io.shardfit.application.deployment.Office.DEPLOYMENT;
import static io.shardfit.application.deployment.Office.PRODUCTION;
import static io.shardfit.application.deployment.Office.expect;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.PlanFiles;
import io.shardfit.application.event.DeploymentHistory;
import io.shardfit.application.ledger.Digest;
import io.shardfit.domain.approval.EnvironmentPolicy;
import io.shardfit.domain.approval.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Somebody looks at a plan, another one takes its place, and they click.
class SeenPlanTest {
    private static final String READY = PlanFiles.founding("ep16-dp1-computed");
    private static final Refusal STALE = new Refusal.Stale(List.of("plan"));
    private final SetClock clock = new SetClock(Instant.parse("2026-11-23T09:00:00Z"));
    private final MemoryLog log = new MemoryLog(clock);
    private final Office office = new Office(log, clock);
    private Digest old;
    private Digest current;

    @BeforeEach
    void aPlanAndItsSuccessor() {
        office.publish(1);
        office.publish(2);
        office.policy(withoutDelay());
        office.approver("usr_bo");
        old = office.submitted("usr_ana", PlanFiles.founding("ep16-dp4")).verdict().plan();
        current = office.submitted("usr_ana", READY).verdict().plan();
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

    private Sender sees(String person, Digest plan) {
        return office.from(person).seeing(plan);
    }

    private RequestApproval.Outcome request(Digest seen) {
        return new RequestApproval(log, Office.CHECK, clock)
                .request(sees("usr_ana", seen), RequestApproval.Wish.of(DEPLOYMENT, PRODUCTION));
    }

    @Test
    void whatHoldsForThePlanThatWasSeenIsCarriedOut() {
        expect(RequestApproval.Outcome.Requested.class, request(current));
        expect(
                ApprovePlan.Outcome.Approved.class,
                office.approve(sees("usr_bo", current), Optional.empty()));
        assertThat(office.standing()).isInstanceOf(Standing.Effective.class);
        expect(RevokeApproval.Outcome.Revoked.class, revoke(current));
        expect(ArchiveDeployment.Outcome.Archived.class, archive(current));
    }

    @Test
    void nothingIsDecidedOnAPlanThatWasNotSeen() {
        long before = log.head().position();
        assertThat(request(old)).isEqualTo(new RequestApproval.Outcome.Refused(STALE));
        assertThat(validate(old)).isEqualTo(new ValidatePlan.Outcome.Refused(STALE));
        assertThat(log.head().position()).as("not even a verdict").isEqualTo(before);

        office.requested("usr_ana");
        long requested = log.head().position();
        assertThat(office.approve(sees("usr_bo", old), Optional.empty()))
                .isEqualTo(new ApprovePlan.Outcome.Refused(STALE));
        assertThat(
                        new RejectApproval(log, clock)
                                .reject(sees("usr_bo", old), DEPLOYMENT, PRODUCTION, "no"))
                .isEqualTo(new RejectApproval.Outcome.Refused(STALE));
        assertThat(revoke(old)).isEqualTo(new RevokeApproval.Outcome.Refused(STALE));
        assertThat(archive(old)).isEqualTo(new ArchiveDeployment.Outcome.Refused(STALE));
        assertThat(office.submit(sees("usr_ana", old), READY))
                .isEqualTo(new SubmitPlan.Outcome.Refused(STALE));
        assertThat(log.head().position()).isEqualTo(requested);
    }

    /// Between the look for an earlier sending and the decision the same request is carried out by
    /// another thread: the plan that the decision sees is the request's own.
    @Test
    void aTwinOfARequestDoesNotChangeItsAnswer() {
        Sender sender = office.from("usr_ana");
        String plan = PlanFiles.founding("ep16-dp1");
        Office busy = new Office(new TwinLog(log, () -> office.submit(sender, plan)), clock);

        SubmitPlan.Outcome.Submitted submitted =
                expect(SubmitPlan.Outcome.Submitted.class, busy.submit(sender, plan));

        assertThat(submitted.known()).isFalse();
        assertThat(
                        DeploymentHistory.of(office.deployment()).events().stream()
                                .filter(one -> one.entry().type().equals("PlanSubmitted")))
                .as("three plans, the last of them once")
                .hasSize(3);
    }

    private ValidatePlan.Outcome validate(Digest seen) {
        return new ValidatePlan(log, Office.CHECK)
                .validate(sees("usr_ana", seen), DEPLOYMENT, PRODUCTION);
    }

    private RevokeApproval.Outcome revoke(Digest seen) {
        return new RevokeApproval(log, clock)
                .revoke(sees("usr_bo", seen), DEPLOYMENT, PRODUCTION, "stop");
    }

    private ArchiveDeployment.Outcome archive(Digest seen) {
        return new ArchiveDeployment(log).archive(sees("usr_bo", seen), DEPLOYMENT, "over");
    }
}
