package io.shardfit.application.deployment;

import static io.shardfit.application.deployment.Office.expect;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.PlanFiles;
import io.shardfit.domain.approval.Standing;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// The thin path: submit, ask, approve, effective at T.
class ApproveTest {
    private static final String READY = PlanFiles.founding("ep16-dp1-computed");
    private final SetClock clock = new SetClock(Instant.parse("2026-11-23T09:00:00Z"));
    private final Office office = new Office(new MemoryLog(clock), clock);

    @Test
    void aPlanThatASecondPersonApprovedIsEffectiveUntilItsEnd() {
        office.publish(1);
        office.publish(2);
        office.approver("usr_bo");
        clock.pass(Duration.ofDays(2));
        office.submitted("usr_ana", READY);
        office.requested("usr_ana");
        assertThat(office.standing()).isEqualTo(new Standing.Pending(0, 1));

        ApprovePlan.Outcome.Approved approved =
                expect(ApprovePlan.Outcome.Approved.class, office.approve("usr_bo"));

        Instant end = clock.instant().plus(Duration.ofDays(90));
        assertThat(approved.standing()).isEqualTo(new Standing.Effective(end));
        clock.pass(Duration.ofDays(90).minusNanos(1000));
        assertThat(office.standing().isEffective()).isTrue();
        clock.pass(Duration.ofNanos(1000));
        assertThat(office.standing()).isEqualTo(new Standing.Expired(end));
    }
}
