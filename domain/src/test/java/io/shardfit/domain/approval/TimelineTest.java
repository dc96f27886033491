package io.shardfit.domain.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardfit.domain.approval.ApprovalFact.Approved;
import io.shardfit.domain.approval.ApprovalFact.Flagged;
import io.shardfit.domain.approval.ApprovalFact.PlanChanged;
import io.shardfit.domain.approval.ApprovalFact.Requested;
import io.shardfit.domain.approval.ApprovalFact.Revoked;
import io.shardfit.domain.approval.ApprovalFact.WaiverEnded;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Cases by hand, each with the sentence it stands for. Seconds from 0.
class TimelineTest {
    private static final Round FIRST = new Round(1);
    private static final Round SECOND = new Round(2);

    @Test
    void anApprovalEndsAtItsEndAndNotASecondLater() {
        Timeline timeline = timeline(asked(0, FIRST, 1), approved(1, FIRST, "bo", 10));

        assertThat(timeline.at(second(0))).isEqualTo(new Standing.Pending(0, 1));
        assertThat(timeline.at(second(1))).isEqualTo(new Standing.Effective(second(10)));
        assertThat(timeline.at(second(9))).isEqualTo(new Standing.Effective(second(10)));
        assertThat(timeline.at(second(10))).isEqualTo(new Standing.Expired(second(10)));
    }

    @Test
    void onePersonTwiceIsNotTwoPeople() {
        Timeline timeline =
                timeline(
                        asked(0, FIRST, 2),
                        approved(1, FIRST, "bo", 10),
                        approved(2, FIRST, "bo", 12));

        assertThat(timeline.at(second(3))).isEqualTo(new Standing.Pending(1, 2));
    }

    /// Of approvals until 10, 12 and 14, two are needed: the second-longest ends it.
    @Test
    void theApprovalLastsWhileEnoughOfThemDo() {
        Timeline timeline =
                timeline(
                        asked(0, FIRST, 2),
                        approved(1, FIRST, "bo", 10),
                        approved(1, FIRST, "cy", 14),
                        approved(1, FIRST, "di", 12));

        assertThat(timeline.at(second(11))).isEqualTo(new Standing.Effective(second(12)));
        assertThat(timeline.at(second(12))).isEqualTo(new Standing.Expired(second(12)));
    }

    @Test
    void aFlagEndsItAtTheDeadlineUnlessItIsRenewedBefore() {
        Timeline flagged =
                timeline(
                        asked(0, FIRST, 1),
                        approved(1, FIRST, "bo", 30),
                        new Flagged(second(5), FIRST, second(12)));
        assertThat(flagged.at(second(11))).isEqualTo(new Standing.AtRisk(second(12)));
        assertThat(flagged.at(second(12))).isEqualTo(new Standing.Suspended(second(12)));

        Timeline renewed =
                timeline(
                        asked(0, FIRST, 1),
                        approved(1, FIRST, "bo", 30),
                        new Flagged(second(5), FIRST, second(12)),
                        asked(6, SECOND, 1),
                        approved(7, SECOND, "bo", 40));
        assertThat(renewed.at(second(6))).isEqualTo(new Standing.AtRisk(second(12)));
        assertThat(renewed.at(second(7))).isEqualTo(new Standing.Effective(second(40)));
    }

    @Test
    void anotherPlanVoidsWhatWasApprovedAndTheOldPlanDoesNotReviveIt() {
        Timeline timeline =
                timeline(
                        asked(0, FIRST, 1),
                        approved(1, FIRST, "bo", 30),
                        new PlanChanged(second(5)),
                        new PlanChanged(second(6)));

        assertThat(timeline.at(second(4)).isEffective()).isTrue();
        assertThat(timeline.at(second(7))).isEqualTo(new Standing.Void(second(5)));
    }

    @Test
    void aRevocationEndsEveryRound() {
        Timeline timeline =
                timeline(
                        asked(0, FIRST, 1),
                        asked(0, SECOND, 1),
                        approved(1, FIRST, "bo", 30),
                        approved(1, SECOND, "bo", 40),
                        new Revoked(second(5)));

        assertThat(timeline.at(second(5))).isEqualTo(new Standing.Revoked(second(5)));
    }

    @Test
    void anApprovalDoesNotOutliveTheWaiverItRestsOn() {
        Timeline timeline =
                timeline(
                        asked(0, FIRST, 1),
                        new Approved(second(1), FIRST, "bo", second(30), Set.of("w1")),
                        new WaiverEnded(second(4), "w2"),
                        new WaiverEnded(second(5), "w1"));

        assertThat(timeline.at(second(4)).isEffective()).isTrue();
        assertThat(timeline.at(second(5))).isEqualTo(new Standing.Suspended(second(5)));
    }

    @Test
    void factsOutOfOrderAreRefused() {
        assertThatThrownBy(() -> timeline(asked(5, FIRST, 1), new Revoked(second(4))))
                .hasMessageContaining("out of order");
    }

    private static Timeline timeline(ApprovalFact... facts) {
        return new Timeline(List.of(facts));
    }

    private static ApprovalFact asked(int at, Round round, int needed) {
        return new Requested(second(at), round, needed);
    }

    private static ApprovalFact approved(int at, Round round, String by, int until) {
        return new Approved(second(at), round, by, second(until), Set.of());
    }

    private static Instant second(int second) {
        return Instant.ofEpochSecond(second);
    }
}
