package io.shardfit.application.deployment;

import static io.shardfit.application.deployment.Office.expect;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.PlanFiles;
import io.shardfit.application.event.ApprovalEvent.Basis;
import io.shardfit.application.event.Role;
import io.shardfit.application.ledger.Actor;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.domain.approval.EnvironmentPolicy;
import io.shardfit.domain.approval.Objection;
import io.shardfit.domain.approval.OnCorrection;
import io.shardfit.domain.approval.Standing;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.verdict.Readiness;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Each test is one rule of deciding; taking the rule out of the use case breaks it.
class DecisionsTest {
    private static final String READY = PlanFiles.founding("ep16-dp1-computed");
    private static final String BLOCKED = PlanFiles.founding("ep16-dp1");
    private static final String OTHER =
            PlanFiles.with(READY, "globalBatch: 128", "globalBatch: 256");
    private static final Instant START = Instant.parse("2026-11-23T09:00:00Z");

    private final SetClock clock = new SetClock(START);
    private final MemoryLog log = new MemoryLog(clock);
    private final Office office = new Office(log, clock);

    @BeforeEach
    void twoApproversOfOldStandingAndBothRuleSets() {
        office.publish(1);
        office.publish(2);
        office.approver("usr_bo");
        office.approver("usr_cy");
        clock.pass(Office.DAY.multipliedBy(2));
    }

    @Test
    void theSamePlanAgainGetsTheOldVerdictAndWritesNothing() {
        SubmitPlan.Outcome.Submitted first =
                expect(
                        SubmitPlan.Outcome.Submitted.class,
                        office.submit(office.from("usr_ana"), READY));
        long head = log.head().position();

        SubmitPlan.Outcome.Submitted again =
                expect(
                        SubmitPlan.Outcome.Submitted.class,
                        office.submit(office.from("usr_di"), "# a remark\n" + READY));

        assertThat(again.known()).isTrue();
        assertThat(again.verdict()).isEqualTo(first.verdict());
        assertThat(log.head().position()).isEqualTo(head);
    }

    @Test
    void theSameCommandAgainGetsTheSameAnswerAndAnotherOneUnderItsKeyNone() {
        Sender sender = office.from("usr_ana");
        SubmitPlan.Outcome first = office.submit(sender, READY);
        office.requested("usr_ana");
        Sender bo = office.from("usr_bo");
        ApprovePlan.Outcome approved = office.approve(bo, Optional.empty());
        clock.pass(Office.DAY);
        office.submitted("usr_ana", OTHER);
        long head = log.head().position();

        assertThat(office.submit(sender, READY)).isEqualTo(first);
        assertThat(office.approve(bo, Optional.empty())).isEqualTo(approved);
        assertThat(office.submit(sender, OTHER))
                .isEqualTo(new SubmitPlan.Outcome.NotWritten(new AppendOutcome.KeyReused()));
        assertThat(log.head().position()).isEqualTo(head);
    }

    @Test
    void anApprovalOfWhatChangedInTheMeantimeIsRefused() {
        office.submitted("usr_ana", READY);
        Basis shown = office.requested("usr_ana");
        office.submitted("usr_ana", OTHER);
        assertThat(office.approve(office.from("usr_bo"), Optional.of(shown)))
                .isEqualTo(stale("plan", "verdict"));

        office.requested("usr_ana");
        assertThat(office.approve(office.from("usr_bo"), Optional.of(shown)))
                .as("asked again, but the screen still shows the old plan")
                .isEqualTo(stale("what was shown"));

        office.policy(policy(1, Set.of(), new OnCorrection.Strict(), Optional.empty()));
        assertThat(office.approve("usr_bo")).isEqualTo(stale("policy"));
        office.policy(
                policy(1, Set.of(), new OnCorrection.Strict(), Optional.of(Share.ofPercent(10))));
        assertThat(office.approve("usr_bo")).isEqualTo(stale("verdict", "policy"));
    }

    @Test
    void anApprovalIsRefusedWhenTheRulesChangedAfterItWasAskedFor() {
        SetClock later = new SetClock(START);
        Office other = new Office(new MemoryLog(later), later);
        other.publish(1);
        other.approver("usr_bo");
        later.pass(Office.DAY.multipliedBy(2));
        other.submitted("usr_ana", READY);
        Basis shown = other.requested("usr_ana");
        other.publish(2);

        assertThat(other.approve(other.from("usr_bo"), Optional.of(shown)))
                .isEqualTo(stale("verdict"));
        other.requested("usr_ana");
        expect(ApprovePlan.Outcome.Approved.class, other.approve("usr_bo"));
    }

    /// Between the publication and the re-evaluation the old verdict still stands; nobody may
    /// approve it any more.
    @Test
    void anApprovalIsRefusedAsSoonAsOtherRulesAreInForce() {
        SetClock later = new SetClock(START);
        MemoryLog whole = new MemoryLog(later);
        Office other = new Office(whole, later);
        other.publish(1);
        other.approver("usr_bo");
        later.pass(Office.DAY.multipliedBy(2));
        other.submitted("usr_ana", READY);
        other.requested("usr_ana");
        Office cut = new Office(new CutLog(whole, whole.head().position() + 1), later);
        expect(
                PublishRuleSet.Outcome.NotWritten.class,
                new PublishRuleSet(cut.log, Office.CHECK, later).publish(other.program(), 2));

        assertThat(other.approve("usr_bo")).isEqualTo(stale("verdict"));
    }

    @Test
    void whoeverHadAHandInThePlanDoesNotApproveIt() {
        for (String person : List.of("usr_ana", "usr_owner", "usr_author_of_commit")) {
            office.approver(person);
        }
        clock.pass(Office.DAY.multipliedBy(2));
        Actor job =
                new Actor(
                        "usr_ana",
                        Actor.Kind.CI,
                        "oidc",
                        Optional.of("usr_author_of_commit"),
                        Optional.of("sft_1"));
        office.submit(new Sender(job, UUID.randomUUID(), Set.of("usr_owner")), READY);
        office.requested("usr_cy");

        for (String author : List.of("usr_ana", "usr_owner", "usr_author_of_commit")) {
            assertThat(office.approve(author)).isEqualTo(objected(new Objection.IsAuthor(author)));
        }
        Actor token =
                new Actor(
                        "usr_bo",
                        Actor.Kind.HUMAN,
                        "token",
                        Optional.empty(),
                        Optional.of("sft_2"));
        assertThat(office.approve(new Sender(token, UUID.randomUUID()), Optional.empty()))
                .isEqualTo(objected(new Objection.NotInPerson("usr_bo")));
        assertThat(office.approve("usr_di"))
                .isEqualTo(objected(new Objection.NotApprover("usr_di")));
        expect(ApprovePlan.Outcome.Approved.class, office.approve("usr_bo"));
    }

    @Test
    void aRoleThatWasGrantedForThisDecisionIsNone() {
        office.submitted("usr_ana", READY);
        office.requested("usr_ana");
        office.approver("usr_eve");
        Instant from = clock.instant().plus(Office.DAY);
        assertThat(office.approve("usr_eve"))
                .isEqualTo(objected(new Objection.RoleTooYoung("usr_eve", from)));
        clock.pass(Office.DAY);
        expect(ApprovePlan.Outcome.Approved.class, office.approve("usr_eve"));

        new RevokeRole(log).revoke(office.program(), "usr_bo", Role.APPROVER, "left");
        assertThat(office.approve("usr_bo"))
                .isEqualTo(objected(new Objection.NotApprover("usr_bo")));
    }

    @Test
    void rolesAreGrantedByAdministratorsAndNeverToOneself() {
        GrantRole grant = new GrantRole(log);
        assertThat(grant.grant(office.from("usr_bo"), "usr_ana", Role.APPROVER, "why not"))
                .isEqualTo(new GrantRole.Outcome.Refused(new Refusal.NeedsRole("usr_bo", "admin")));
        expect(
                GrantRole.Outcome.Granted.class,
                grant.grant(office.program(), "usr_root", Role.ADMIN, "set-up"));
        assertThat(grant.grant(office.from("usr_root"), "usr_root", Role.APPROVER, "me too"))
                .isInstanceOf(GrantRole.Outcome.Refused.class);
    }

    @Test
    void asManyPeopleAsThePolicySaysMustApprove() {
        office.policy(policy(2, Set.of(), new OnCorrection.Strict(), Optional.empty()));
        office.submitted("usr_ana", READY);
        office.requested("usr_ana");

        expect(ApprovePlan.Outcome.Approved.class, office.approve("usr_bo"));
        assertThat(office.standing()).isEqualTo(new Standing.Pending(1, 2));
        assertThat(office.approve("usr_bo"))
                .isEqualTo(new ApprovePlan.Outcome.Refused(new Refusal.AlreadyApproved("usr_bo")));
        expect(ApprovePlan.Outcome.Approved.class, office.approve("usr_cy"));
        assertThat(office.standing().isEffective()).isTrue();
    }

    /// Where one approval is enough, the same person again is not told to fetch another.
    @Test
    void whatIsApprovedNeedsNobodyElse() {
        office.submitted("usr_ana", READY);
        office.requested("usr_ana");
        expect(ApprovePlan.Outcome.Approved.class, office.approve("usr_bo"));

        assertThat(
                        expect(ApprovePlan.Outcome.Refused.class, office.approve("usr_bo"))
                                .refusal()
                                .sentence())
                .isEqualTo(
                        "it is approved until 2027-02-23T09:00:00Z and needs nothing more; a"
                                + " revocation ends that at once");
    }

    /// Under a margin of 60 % the 33 GiB of the plan no longer leave enough free: TIGHT.
    @Test
    void theEnvironmentsMarginJudgesAndTightNeedsAComment() {
        office.policy(
                policy(1, Set.of(), new OnCorrection.Strict(), Optional.of(Share.ofPercent(60))));
        assertThat(office.submitted("usr_ana", READY).verdict().result())
                .isEqualTo(Readiness.READY);
        office.requested("usr_ana");
        ApprovePlan approve = new ApprovePlan(log, clock);
        assertThat(
                        approve.approve(
                                office.from("usr_bo"),
                                new ApprovePlan.Approval(
                                        Office.DEPLOYMENT,
                                        Office.PRODUCTION,
                                        Optional.of(" "),
                                        Optional.empty())))
                .isEqualTo(
                        new ApprovePlan.Outcome.Refused(
                                new Refusal.NeedsText("a comment on approving what is TIGHT")));
        ApprovePlan.Outcome.Approved approved =
                expect(ApprovePlan.Outcome.Approved.class, office.approve("usr_bo"));
        assertThat(approved.approval().result()).isEqualTo(Readiness.TIGHT);
    }

    /// A renewal begins before the old approval ends, and only once: ten days are less than a sixth
    /// of ninety.
    @Test
    void anApprovalThatHoldsIsRenewedWithoutAGap() {
        office.submitted("usr_ana", READY);
        office.requested("usr_ana");
        office.approve("usr_bo");
        Instant first = clock.instant().plus(Duration.ofDays(90));
        clock.pass(Duration.ofDays(80));
        office.requested("usr_ana");
        assertThat(known("usr_di").standing()).isEqualTo(new Standing.Pending(0, 1));
        assertThat(office.standing()).isEqualTo(new Standing.Effective(first));

        office.approve("usr_bo");

        Instant second = clock.instant().plus(Duration.ofDays(90));
        assertThat(office.standing()).isEqualTo(new Standing.Effective(second));
    }

    /// Every run of a pipeline asks; the queue of the approvers and the log do not grow by it.
    @Test
    void aRequestThatWaitsIsJoined() {
        office.submitted("usr_ana", READY);
        Basis asked = office.requested("usr_ana");
        long head = log.head().position();

        RequestApproval.Outcome.Known joined = known("usr_di");

        assertThat(joined.standing()).isEqualTo(new Standing.Pending(0, 1));
        assertThat(joined.request().position()).isEqualTo(head);
        assertThat(joined.asked().basis()).isEqualTo(asked);
        assertThat(log.head().position()).isEqualTo(head);
    }

    /// A sixth of ninety days is fifteen.
    @Test
    void whatIsApprovedIsAskedForAgainOnlyNearItsEndOrByName() {
        office.submitted("usr_ana", READY);
        office.requested("usr_ana");
        office.approve("usr_bo");
        Instant end = clock.instant().plus(Duration.ofDays(90));
        long head = log.head().position();

        assertThat(known("usr_ana").standing()).isEqualTo(new Standing.Effective(end));
        clock.pass(Duration.ofDays(75).minusSeconds(1));
        assertThat(known("usr_ana").standing()).isEqualTo(new Standing.Effective(end));
        assertThat(log.head().position()).isEqualTo(head);

        RequestApproval request = new RequestApproval(log, Office.CHECK, clock);
        expect(
                RequestApproval.Outcome.Requested.class,
                request.request(office.from("usr_ana"), Office.WISH.renewing()));
        assertThat(request.request(office.from("usr_ana"), Office.WISH.renewing()))
                .as("joined, too")
                .isInstanceOf(RequestApproval.Outcome.Known.class);
    }

    @Test
    void whatIsApprovedIsAskedForAgainFromTheLastSixthOn() {
        office.submitted("usr_ana", READY);
        office.requested("usr_ana");
        office.approve("usr_bo");
        clock.pass(Duration.ofDays(75));

        office.requested("usr_ana");
    }

    private RequestApproval.Outcome.Known known(String person) {
        return expect(RequestApproval.Outcome.Known.class, office.request(person));
    }

    @Test
    void aRejectionEndsTheRequestAndNeedsAComment() {
        office.submitted("usr_ana", READY);
        office.requested("usr_ana");
        RejectApproval reject = new RejectApproval(log, clock);
        assertThat(reject.reject(office.from("usr_bo"), Office.DEPLOYMENT, Office.PRODUCTION, " "))
                .isInstanceOf(RejectApproval.Outcome.Refused.class);
        expect(
                RejectApproval.Outcome.Rejected.class,
                reject.reject(office.from("usr_bo"), Office.DEPLOYMENT, Office.PRODUCTION, "no"));
        assertThat(office.standing()).isEqualTo(new Standing.Rejected(clock.instant()));
        assertThat(office.approve("usr_cy")).isInstanceOf(ApprovePlan.Outcome.Refused.class);
    }

    @Test
    void aRevocationNeedsAReasonAndAStandingApproval() {
        office.submitted("usr_ana", READY);
        RevokeApproval revoke = new RevokeApproval(log, clock);
        assertThat(revoke.revoke(office.from("usr_ana"), Office.DEPLOYMENT, Office.PRODUCTION, "x"))
                .isInstanceOf(RevokeApproval.Outcome.Refused.class);
        office.requested("usr_ana");
        office.approve("usr_bo");
        assertThat(revoke.revoke(office.from("usr_ana"), Office.DEPLOYMENT, Office.PRODUCTION, " "))
                .isInstanceOf(RevokeApproval.Outcome.Refused.class);
        assertThat(revoke.revoke(office.from("usr_di"), Office.DEPLOYMENT, Office.PRODUCTION, "x"))
                .isInstanceOf(RevokeApproval.Outcome.Refused.class);
        assertThat(revoke.revoke(office.from("usr_ana"), Office.DEPLOYMENT, Office.PRODUCTION, "x"))
                .as("an author may stop what is theirs")
                .isInstanceOf(RevokeApproval.Outcome.Revoked.class);
    }

    @Test
    void anotherPlanVoidsAnApprovalAndTheOldPlanDoesNotReviveIt() {
        office.submitted("usr_ana", READY);
        office.requested("usr_ana");
        office.approve("usr_bo");
        Instant changed = clock.pass(Office.DAY);
        office.submitted("usr_ana", OTHER);
        assertThat(office.standing()).isEqualTo(new Standing.Void(changed));
        clock.pass(Office.DAY);
        office.submitted("usr_ana", READY);
        assertThat(office.standing()).isEqualTo(new Standing.Void(changed));
    }

    @Test
    void aWaiverLetsABlockedPlanPassUntilItEnds() {
        office.submitted("usr_ana", BLOCKED);
        assertThat(office.request("usr_ana")).isInstanceOf(RequestApproval.Outcome.Refused.class);
        GrantWaiver grant = new GrantWaiver(log, clock);
        Instant end = clock.instant().plus(Office.DAY.multipliedBy(10));
        assertThat(grant.grant(office.from("usr_bo"), terms("usr_ana", end)))
                .isEqualTo(
                        new GrantWaiver.Outcome.Refused(
                                new Refusal.NotWaivable("MEM003", Office.PRODUCTION, List.of())));
        office.policy(policy(1, Set.of("MEM003"), new OnCorrection.Strict(), Optional.empty()));
        assertThat(grant.grant(office.from("usr_bo"), terms("usr_bo", end)))
                .isEqualTo(
                        new GrantWaiver.Outcome.Refused(
                                new Refusal.Objected(new Objection.IsAuthor("usr_bo"))));
        assertThat(
                        grant.grant(
                                office.from("usr_bo"),
                                terms("usr_ana", clock.instant().plus(Duration.ofDays(91)))))
                .isInstanceOf(GrantWaiver.Outcome.Refused.class);
        String waiver =
                expect(
                                GrantWaiver.Outcome.Granted.class,
                                grant.grant(office.from("usr_bo"), terms("usr_ana", end)))
                        .grant()
                        .waiver()
                        .id();
        office.requested("usr_ana");
        office.approve("usr_cy");
        assertThat(office.standing()).isEqualTo(new Standing.Effective(end));

        Instant revoked = clock.pass(Office.DAY);
        new RevokeWaiver(log)
                .revoke(office.from("usr_bo"), Office.PRODUCTION, waiver, "measured again");
        assertThat(office.standing()).isEqualTo(new Standing.Suspended(revoked));
    }

    /// Before who may is asked: whoever is told to fetch an approver would come back to this.
    @Test
    void aWaiverThatCannotBeIsNamedAsWhatItIs() {
        office.submitted("usr_ana", BLOCKED);
        Instant end = clock.instant().plus(Office.DAY);

        assertThat(refusedWaiver("usr_di", "MEM003", START.minus(Office.DAY)))
                .isEqualTo(
                        "a waiver ends after it begins: 2026-11-22T09:00:00Z is not after"
                                + " 2026-11-25T09:00:00Z");
        assertThat(refusedWaiver("usr_bo", "XXX999", end)).startsWith("there is no finding XXX999");
        assertThat(refusedWaiver("usr_bo", "MEM033", end))
                .isEqualTo("there is no finding MEM033: did you mean MEM003?");
        assertThat(refusedWaiver("usr_bo", "MEM003", end))
                .isEqualTo(
                        "the policy of production lets no finding be waived, not MEM003; an"
                                + " administrator sets it");
        office.policy(policy(1, Set.of("MEM002"), new OnCorrection.Strict(), Optional.empty()));
        assertThat(refusedWaiver("usr_bo", "MEM003", end))
                .isEqualTo(
                        "the policy of production lets only MEM002 be waived, not MEM003; an"
                                + " administrator sets it");
    }

    private String refusedWaiver(String person, String finding, Instant until) {
        return expect(
                        GrantWaiver.Outcome.Refused.class,
                        new GrantWaiver(log, clock)
                                .grant(
                                        office.from(person),
                                        new GrantWaiver.Terms(
                                                Office.PRODUCTION,
                                                finding,
                                                Optional.empty(),
                                                "measured",
                                                until,
                                                "usr_ana",
                                                Optional.empty())))
                .refusal()
                .sentence();
    }

    @Test
    void whatRestsOnAWaiverIsApprovedWithAComment() {
        office.policy(policy(1, Set.of("MEM003"), new OnCorrection.Strict(), Optional.empty()));
        office.submitted("usr_ana", BLOCKED);
        Instant end = clock.instant().plus(Office.DAY);
        expect(
                GrantWaiver.Outcome.Granted.class,
                new GrantWaiver(log, clock).grant(office.from("usr_bo"), terms("usr_ana", end)));
        office.requested("usr_ana");

        assertThat(
                        new ApprovePlan(log, clock)
                                .approve(
                                        office.from("usr_bo"),
                                        new ApprovePlan.Approval(
                                                Office.DEPLOYMENT,
                                                Office.PRODUCTION,
                                                Optional.empty(),
                                                Optional.empty())))
                .isEqualTo(
                        new ApprovePlan.Outcome.Refused(
                                new Refusal.NeedsText(
                                        "a comment on approving what rests on waivers")));
    }

    @Test
    void whatIsWaivedIsNotWaivedAgainUnlessForLonger() {
        office.policy(policy(1, Set.of("MEM003"), new OnCorrection.Strict(), Optional.empty()));
        office.submitted("usr_ana", BLOCKED);
        GrantWaiver grant = new GrantWaiver(log, clock);
        Instant end = clock.instant().plus(Office.DAY);
        expect(
                GrantWaiver.Outcome.Granted.class,
                grant.grant(office.from("usr_bo"), terms("usr_ana", end)));

        assertThat(
                        expect(
                                        GrantWaiver.Outcome.Refused.class,
                                        grant.grant(office.from("usr_cy"), terms("usr_ana", end)))
                                .refusal()
                                .sentence())
                .startsWith("MEM003 is waived there until 2026-11-26T09:00:00Z already");
        expect(
                GrantWaiver.Outcome.Granted.class,
                grant.grant(office.from("usr_bo"), terms("usr_ana", end.plusSeconds(1))));
    }

    /// Nobody grants a role to themselves, and nobody else could.
    @Test
    void theLastAdministratorStays() {
        GrantRole grant = new GrantRole(log);
        RevokeRole revoke = new RevokeRole(log);
        grant.grant(office.program(), "usr_root", Role.ADMIN, "set-up");

        assertThat(revoke.revoke(office.from("usr_root"), "usr_root", Role.ADMIN, "tired"))
                .isInstanceOf(RevokeRole.Outcome.Refused.class);
        grant.grant(office.from("usr_root"), "usr_eve", Role.ADMIN, "the next one");
        expect(
                RevokeRole.Outcome.Revoked.class,
                revoke.revoke(office.from("usr_root"), "usr_root", Role.ADMIN, "tired"));
    }

    @Test
    void theRecordOfAnEndChangesNothingButTheRecord() {
        office.submitted("usr_ana", READY);
        office.requested("usr_ana");
        office.approve("usr_bo");
        clock.pass(Duration.ofDays(100));
        Standing before = office.standing();
        ExpireApprovals expire = new ExpireApprovals(log, clock);

        assertThat(expire.expire()).isEqualTo(new ExpireApprovals.Outcome.Recorded(1));
        assertThat(expire.expire()).isEqualTo(new ExpireApprovals.Outcome.Recorded(0));
        assertThat(office.standing()).isEqualTo(before).isInstanceOf(Standing.Expired.class);
    }

    @Test
    void anArchivedDeploymentIsOver() {
        office.submitted("usr_ana", READY);
        office.requested("usr_ana");
        office.approve("usr_bo");
        expect(
                ArchiveDeployment.Outcome.Archived.class,
                new ArchiveDeployment(log)
                        .archive(office.from("usr_ana"), Office.DEPLOYMENT, "replaced"));
        assertThat(office.standing()).isEqualTo(new Standing.Archived(clock.instant()));
        assertThat(office.submit(office.from("usr_ana"), OTHER))
                .isInstanceOf(SubmitPlan.Outcome.Refused.class);
    }

    @Test
    void aStrangerArchivesNothing() {
        office.submitted("usr_ana", READY);
        ArchiveDeployment archive = new ArchiveDeployment(log);

        assertThat(archive.archive(office.from("usr_di"), Office.DEPLOYMENT, "not mine"))
                .isEqualTo(
                        new ArchiveDeployment.Outcome.Refused(
                                new Refusal.NeedsRole("usr_di", "approver")));
        expect(
                ArchiveDeployment.Outcome.Archived.class,
                archive.archive(office.from("usr_bo"), Office.DEPLOYMENT, "idle for a year"));
    }

    @Test
    void anAuthorWaivesNothingOnTheirOwnPlanWhoeverTheyNameAsRequester() {
        office.policy(policy(1, Set.of("MEM003"), new OnCorrection.Strict(), Optional.empty()));
        office.submitted("usr_bo", BLOCKED);
        GrantWaiver grant = new GrantWaiver(log, clock);
        Instant end = clock.instant().plus(Office.DAY);

        assertThat(grant.grant(office.from("usr_bo"), terms("usr_di", end)))
                .isEqualTo(
                        new GrantWaiver.Outcome.Refused(
                                new Refusal.Objected(new Objection.IsAuthor("usr_bo"))));
        assertThat(
                        expect(
                                        GrantWaiver.Outcome.Refused.class,
                                        grant.grant(office.from("usr_cy"), terms("usr_di", end)))
                                .refusal()
                                .sentence())
                .isEqualTo(
                        "usr_di neither submitted a plan that the waiver covers nor asked for its"
                                + " approval in production: name who did as requester");
        expect(
                GrantWaiver.Outcome.Granted.class,
                grant.grant(office.from("usr_cy"), terms("usr_bo", end)));
    }

    /// First the waiver for somebody else's plan, then the own plan.
    @Test
    void aWaiverDoesNotCountForThePlanOfWhoGrantedIt() {
        office.policy(policy(1, Set.of("MEM003"), new OnCorrection.Strict(), Optional.empty()));
        office.submitted("usr_ana", BLOCKED);
        Instant end = clock.instant().plus(Office.DAY);
        expect(
                GrantWaiver.Outcome.Granted.class,
                new GrantWaiver(log, clock).grant(office.from("usr_bo"), terms("usr_ana", end)));
        office.submitted("usr_bo", PlanFiles.with(BLOCKED, "globalBatch: 128", "globalBatch: 256"));

        assertThat(office.request("usr_ana")).isInstanceOf(RequestApproval.Outcome.Refused.class);
    }

    @Test
    void whatPeopleWriteIsLimited() {
        office.submitted("usr_ana", READY);
        office.requested("usr_ana");
        String most = "ü".repeat(4_000);
        RejectApproval reject = new RejectApproval(log, clock);
        RejectApproval.Outcome.Refused refused =
                expect(
                        RejectApproval.Outcome.Refused.class,
                        reject.reject(
                                office.from("usr_bo"),
                                Office.DEPLOYMENT,
                                Office.PRODUCTION,
                                most + "x"));

        assertThat(refused.refusal().sentence())
                .isEqualTo(
                        "a comment on rejecting may have 4000 characters, got 4001: shorten it, or"
                                + " point to where it lies");
        assertThat(
                        new ApprovePlan(log, clock)
                                .approve(
                                        office.from("usr_bo"),
                                        new ApprovePlan.Approval(
                                                Office.DEPLOYMENT,
                                                Office.PRODUCTION,
                                                Optional.of(most + "x"),
                                                Optional.empty())))
                .isEqualTo(
                        new ApprovePlan.Outcome.Refused(
                                new Refusal.TooLong("a comment", 4_001, 4_000)));
        expect(
                RejectApproval.Outcome.Rejected.class,
                reject.reject(office.from("usr_bo"), Office.DEPLOYMENT, Office.PRODUCTION, most));
    }

    @Test
    void everyReasonIsLimited() {
        String text = "x".repeat(4_001);
        Refusal tooLong = new Refusal.TooLong("a reason", 4_001, 4_000);
        office.submitted("usr_ana", BLOCKED);
        office.policy(policy(1, Set.of("MEM003"), new OnCorrection.Strict(), Optional.empty()));

        assertThat(
                        new ArchiveDeployment(log)
                                .archive(office.from("usr_ana"), Office.DEPLOYMENT, text))
                .isEqualTo(new ArchiveDeployment.Outcome.Refused(tooLong));
        assertThat(new GrantRole(log).grant(office.program(), "usr_eve", Role.AUTHOR, text))
                .isEqualTo(new GrantRole.Outcome.Refused(tooLong));
        assertThat(
                        new WithdrawRuleSet(log, Office.CHECK, clock)
                                .withdraw(office.program(), 2, text))
                .isEqualTo(new WithdrawRuleSet.Outcome.Refused(tooLong));
        assertThat(
                        new GrantWaiver(log, clock)
                                .grant(
                                        office.from("usr_bo"),
                                        new GrantWaiver.Terms(
                                                Office.PRODUCTION,
                                                "MEM003",
                                                Optional.empty(),
                                                text,
                                                clock.instant().plus(Office.DAY),
                                                "usr_ana",
                                                Optional.empty())))
                .isEqualTo(new GrantWaiver.Outcome.Refused(tooLong));
    }

    /// The answer was lost on its way; meanwhile nothing could be asked for any more.
    @Test
    void aRequestSentAgainGetsItsAnswerWhateverHappenedSince() {
        office.submitted("usr_ana", READY);
        RequestApproval request = new RequestApproval(log, Office.CHECK, clock);
        Sender sender = office.from("usr_ana");
        RequestApproval.Outcome first = request.request(sender, Office.WISH);
        expect(RequestApproval.Outcome.Requested.class, first);
        new ArchiveDeployment(log).archive(office.from("usr_ana"), Office.DEPLOYMENT, "replaced");
        long head = log.head().position();

        assertThat(request.request(sender, Office.WISH)).isEqualTo(first);
        assertThat(request.request(sender, RequestApproval.Wish.of(Office.DEPLOYMENT, "staging")))
                .isEqualTo(new RequestApproval.Outcome.NotWritten(new AppendOutcome.KeyReused()));
        assertThat(log.head().position()).isEqualTo(head);
    }

    private static GrantWaiver.Terms terms(String requester, Instant until) {
        return new GrantWaiver.Terms(
                Office.PRODUCTION,
                "MEM003",
                Optional.empty(),
                "the declared figure is a guess",
                until,
                requester,
                Optional.empty());
    }

    private static EnvironmentPolicy policy(
            int needed, Set<String> waivable, OnCorrection onCorrection, Optional<Share> margin) {
        return new EnvironmentPolicy(
                needed,
                Office.usual().allowedVerdicts(),
                margin,
                waivable,
                onCorrection,
                Office.usual().approvalLifetime(),
                Office.usual().roleDelay());
    }

    private static ApprovePlan.Outcome stale(String... changed) {
        return new ApprovePlan.Outcome.Refused(new Refusal.Stale(List.of(changed)));
    }

    private static ApprovePlan.Outcome objected(Objection objection) {
        return new ApprovePlan.Outcome.Refused(new Refusal.Objected(objection));
    }
}
