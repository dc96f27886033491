package io.shardfit.application.deployment;

import static io.shardfit.application.deployment.Office.expect;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.PlanFiles;
import io.shardfit.application.deployment.PlanJudge.Judgement.Judged;
import io.shardfit.application.event.PlanEvent.PlanSubmitted;
import io.shardfit.application.event.PlanEvent.VerdictComputed;
import io.shardfit.application.event.RecordedVerdict;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.Command;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Document;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.domain.approval.EnvironmentPolicy;
import io.shardfit.domain.approval.Noted;
import io.shardfit.domain.approval.OnCorrection;
import io.shardfit.domain.approval.Standing;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.RuleSet;
import io.shardfit.domain.verdict.Severity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A correction that takes the ground from under an approval. The shipped editions never differ so
/// much, so the log holds a verdict of rule-set 1 that is READY where rule-set 2 says NOT_READY, as
/// an edition with another fault would have left it.
class CorrectionTest {
    private static final String PLAN = PlanFiles.founding("ep16-dp1");
    private final SetClock clock = new SetClock(Instant.parse("2026-11-23T09:00:00Z"));
    private final MemoryLog log = new MemoryLog(clock);
    private final Office office = new Office(log, clock);

    @Test
    void aStrictEnvironmentSuspendsAtOnce() {
        approvedByAWrongRule(new OnCorrection.Strict());
        Instant corrected = clock.pass(Office.DAY);
        ShowImpact.Outcome.Impact impact =
                expect(
                        ShowImpact.Outcome.Impact.class,
                        new ShowImpact(log, Office.CHECK, clock).show(2));
        office.publish(2);

        assertThat(office.standing()).isEqualTo(new Standing.Suspended(corrected));
        assertThat(office.types()).contains("ApprovalSuspended").doesNotContain("ApprovalFlagged");
        assertThat(impact.changes().getFirst().approvals())
                .extracting(Consequence::deadline)
                .containsExactly(Optional.empty());
    }

    @Test
    void graceLeavesTimeAndThenSuspendsWithoutAnybodyDoingAnything() {
        approvedByAWrongRule(new OnCorrection.Grace(Duration.ofDays(3)));
        office.publish(2);
        Instant deadline = clock.instant().plus(Duration.ofDays(3));

        assertThat(office.standing()).isEqualTo(new Standing.AtRisk(deadline));
        assertThat(office.types()).contains("ApprovalFlagged").doesNotContain("ApprovalSuspended");
        clock.pass(Duration.ofDays(3));
        assertThat(office.standing()).isEqualTo(new Standing.Suspended(deadline));

        long head = log.head().position();
        new ExpireApprovals(log, clock).expire();
        assertThat(log.head().position()).isEqualTo(head + 1);
        assertThat(office.standing())
                .as("the record does not move the end")
                .isEqualTo(new Standing.Suspended(deadline));
    }

    @Test
    void aCorrectionRunTwiceSupersedesOnce() {
        approvedByAWrongRule(new OnCorrection.Strict());
        office.publish(2);
        List<byte[]> before = log.bytesAfter(0, 1000);

        office.publish(2);

        assertThat(log.bytesAfter(0, 1000)).containsExactlyElementsOf(before);
    }

    /// Sent again after the publication alone was written, as after a crash.
    @Test
    void anInterruptedCorrectionIsFinished() {
        approvedByAWrongRule(new OnCorrection.Strict());
        office.publish(2);
        List<String> all = office.types();

        SetClock again = new SetClock(Instant.parse("2026-11-23T09:00:00Z"));
        MemoryLog cut = new MemoryLog(again);
        Office other = new Office(new CutLog(cut, all.size() - 2), again);
        approvedByAWrongRule(other, again, new OnCorrection.Strict());
        assertThat(other.publish(2)).isInstanceOf(PublishRuleSet.Outcome.NotWritten.class);
        Office repaired = new Office(cut, again);
        expect(
                PublishRuleSet.Outcome.Published.class,
                new PublishRuleSet(cut, Office.CHECK, again).publish(other.program(), 2));

        assertThat(repaired.types()).isEqualTo(all);
    }

    /// Somebody validates the plan before the interrupted publication is sent again: the new
    /// edition's verdict is on the record already, and no approval was touched by it.
    @Test
    void anApprovalDoesNotOutliveACorrectionThatSomebodyElseRecordedFirst() {
        approvedByAWrongRule(new OnCorrection.Strict());
        long approved = log.head().position();
        SetClock again = new SetClock(Instant.parse("2026-11-23T09:00:00Z"));
        MemoryLog cut = new MemoryLog(again);
        Office other = new Office(new CutLog(cut, (int) approved + 1), again);
        approvedByAWrongRule(other, again, new OnCorrection.Strict());
        assertThat(other.publish(2)).isInstanceOf(PublishRuleSet.Outcome.NotWritten.class);
        Office repaired = new Office(cut, again);
        expect(
                ValidatePlan.Outcome.Validated.class,
                new ValidatePlan(cut, Office.CHECK)
                        .validate(repaired.from("usr_di"), Office.DEPLOYMENT, Office.PRODUCTION));
        assertThat(repaired.standing()).isInstanceOf(Standing.Effective.class);

        expect(
                PublishRuleSet.Outcome.Published.class,
                new PublishRuleSet(cut, Office.CHECK, again).publish(other.program(), 2));

        assertThat(repaired.standing()).isInstanceOf(Standing.Suspended.class);
        List<String> all = repaired.types();
        new PublishRuleSet(cut, Office.CHECK, again).publish(repaired.program(), 2);
        assertThat(repaired.types()).as("sent once more").isEqualTo(all);
    }

    @Test
    void aWithdrawnEditionGivesTheOldAnswersBack() {
        approvedByAWrongRule(new OnCorrection.Strict());
        office.publish(2);
        WithdrawRuleSet.Outcome.Withdrawn withdrawn =
                expect(
                        WithdrawRuleSet.Outcome.Withdrawn.class,
                        new WithdrawRuleSet(log, Office.CHECK, clock)
                                .withdraw(office.program(), 2, "wrong again"));

        assertThat(withdrawn.summary().orElseThrow().total()).isEqualTo(1);
        assertThat(new Histories(log).ruleSets().current()).contains(1);
        assertThat(office.standing()).isInstanceOf(Standing.Suspended.class);
        assertThat(office.publish(2))
                .as("a withdrawn edition does not return")
                .isInstanceOf(PublishRuleSet.Outcome.Refused.class);
    }

    /// The approval rests on the verdict under the plan's own margin, whatever margin is asked of
    /// later ones.
    @Test
    void anotherMarginIsNoShelterFromACorrection() {
        approvedByAWrongRule(new OnCorrection.Strict());
        office.policy(policy(new OnCorrection.Strict(), Optional.of(Share.ofPercent(10))));
        Instant corrected = clock.pass(Office.DAY);
        office.publish(2);

        assertThat(office.standing()).isEqualTo(new Standing.Suspended(corrected));
    }

    /// The edition is withdrawn between the judgement of a plan by it and the record of that.
    @Test
    void anEditionThatWasWithdrawnInTheMeantimeSupersedesNothing() {
        approvedByAWrongRule(new OnCorrection.Strict());
        BusyLog busy =
                new BusyLog(
                        log,
                        "VerdictSuperseded",
                        () ->
                                new WithdrawRuleSet(log, Office.CHECK, clock)
                                        .withdraw(office.program(), 2, "wrong again"));
        PublishRuleSet.Outcome outcome =
                new PublishRuleSet(busy, Office.CHECK, clock).publish(office.program(), 2);

        expect(PublishRuleSet.Outcome.NotWritten.class, outcome);
        assertThat(office.types()).contains("RuleSetWithdrawn").doesNotContain("VerdictSuperseded");
        assertThat(office.standing()).isInstanceOf(Standing.Effective.class);
    }

    /// The policy turns from strict to grace between the two: what is recorded is grace.
    @Test
    void aPolicyThatChangedInTheMeantimeDecidesWhatACorrectionDoes() {
        approvedByAWrongRule(new OnCorrection.Strict());
        BusyLog busy =
                new BusyLog(
                        log,
                        "VerdictSuperseded",
                        () -> office.policy(policy(new OnCorrection.Grace(Office.DAY))));
        expect(
                PublishRuleSet.Outcome.Published.class,
                new PublishRuleSet(busy, Office.CHECK, clock).publish(office.program(), 2));

        assertThat(office.standing())
                .isEqualTo(new Standing.AtRisk(clock.instant().plus(Office.DAY)));
    }

    /// The waiver would carry the plan after the correction, for a day. The approval, good for 90
    /// days, does not rest on it and would outlive it.
    @Test
    void aWaiverThatNoApproverSawDoesNotCarryAnApproval() {
        approvedByAWrongRule(new OnCorrection.Strict());
        waived("usr_bo");
        office.publish(2);

        assertThat(office.standing()).isEqualTo(new Standing.Suspended(clock.instant()));
        office.requested("usr_ana");
    }

    /// Rule-set 1 found MEM003 as rule-set 2 does, with another list of findings; it was waived.
    @Test
    void anApprovalStaysWhenTheWaiversItRestsOnCarryTheNewAnswer() {
        office.policy(policy(new OnCorrection.Strict()));
        office.approver("usr_bo");
        office.approver("usr_cy");
        office.publish(1);
        clock.pass(Office.DAY.multipliedBy(2));
        verdict(office, Readiness.NOT_READY, List.of(new Noted("MEM003", Severity.BLOCKER)));
        Instant end = waived("usr_bo");
        office.requested("usr_ana");
        assertThat(
                        new ApprovePlan(log, clock)
                                .approve(
                                        office.from("usr_cy"),
                                        new ApprovePlan.Approval(
                                                Office.DEPLOYMENT,
                                                Office.PRODUCTION,
                                                Optional.empty(),
                                                Optional.empty())))
                .as("a plan that is not ready of itself is not approved without a word")
                .isEqualTo(
                        new ApprovePlan.Outcome.Refused(
                                new Refusal.NeedsText(
                                        "a comment on approving what rests on waivers")));
        expect(ApprovePlan.Outcome.Approved.class, office.approve("usr_cy"));
        office.publish(2);

        assertThat(office.types()).contains("VerdictSuperseded");
        assertThat(office.standing()).isEqualTo(new Standing.Effective(end));
        clock.pass(Office.DAY);
        assertThat(office.standing()).isEqualTo(new Standing.Expired(end));
    }

    /// {@return when the waiver ends}
    private Instant waived(String approver) {
        Instant end = clock.instant().plus(Office.DAY);
        expect(
                GrantWaiver.Outcome.Granted.class,
                new GrantWaiver(log, clock)
                        .grant(
                                office.from(approver),
                                new GrantWaiver.Terms(
                                        Office.PRODUCTION,
                                        "MEM003",
                                        Optional.empty(),
                                        "the declared figure is a guess",
                                        end,
                                        "usr_ana",
                                        Optional.empty())));
        return end;
    }

    private void approvedByAWrongRule(OnCorrection onCorrection) {
        approvedByAWrongRule(office, clock, onCorrection);
    }

    private static void approvedByAWrongRule(Office at, SetClock time, OnCorrection onCorrection) {
        at.policy(policy(onCorrection));
        at.approver("usr_bo");
        at.publish(1);
        time.pass(Office.DAY.multipliedBy(2));
        wrongVerdict(at);
        at.requested("usr_ana");
        expect(ApprovePlan.Outcome.Approved.class, at.approve("usr_bo"));
        assertThat(at.standing()).isInstanceOf(Standing.Effective.class);
    }

    private static void wrongVerdict(Office at) {
        verdict(at, Readiness.READY, List.of());
    }

    private static void verdict(Office at, Readiness result, List<Noted> findings) {
        byte[] bytes = PLAN.getBytes(StandardCharsets.UTF_8);
        Judged judged =
                (Judged)
                        new PlanJudge(Office.CHECK)
                                .judge("plan.yaml", bytes, RuleSet.ONE, Optional.empty());
        RecordedVerdict right = judged.verdict();
        RecordedVerdict wrong =
                new RecordedVerdict(
                        right.plan(),
                        1,
                        right.catalogue(),
                        right.engineVersion(),
                        right.margin(),
                        result,
                        findings,
                        right.values(),
                        right.document(),
                        right.figures());
        Document plan = new Document(PlanJudge.PLAN_TYPE, bytes);
        Sender ana = at.from("usr_ana");
        assertThat(
                        at.log.append(
                                new Command(
                                        ana.actor(),
                                        ana.command(),
                                        Digest.of(bytes),
                                        Optional.empty(),
                                        List.of(
                                                Decision.append(
                                                        StreamId.deployment(Office.DEPLOYMENT),
                                                        0,
                                                        new PlanSubmitted(
                                                                "plan.yaml",
                                                                plan.digest(),
                                                                right.plan(),
                                                                PlanSubmitted.Origin.FILE,
                                                                Set.of("usr_ana")),
                                                        new VerdictComputed(wrong))),
                                        List.of(plan, judged.document()))))
                .isInstanceOf(AppendOutcome.Appended.class);
    }

    private static EnvironmentPolicy policy(OnCorrection onCorrection) {
        return policy(onCorrection, Optional.empty());
    }

    private static EnvironmentPolicy policy(OnCorrection onCorrection, Optional<Share> margin) {
        EnvironmentPolicy usual = Office.usual();
        return new EnvironmentPolicy(
                1,
                usual.allowedVerdicts(),
                margin,
                Set.of("MEM003"),
                onCorrection,
                usual.approvalLifetime(),
                usual.roleDelay());
    }
}
