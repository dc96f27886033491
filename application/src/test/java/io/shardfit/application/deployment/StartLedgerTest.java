package io.shardfit.application.deployment;

import static io.shardfit.application.deployment.Office.expect;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.event.Delta;
import io.shardfit.application.event.LedgerEvents;
import io.shardfit.application.event.PlanEvent.VerdictSuperseded;
import io.shardfit.application.event.RecordedVerdict;
import io.shardfit.application.event.RuleChange;
import io.shardfit.application.event.RuleSetEvent.RuleSetPublished;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The founding correction on the shipped history (E35): 64 × 16 ÷ (16 × 1) = 64 by rule-set 1, 64
/// ÷ 16 = 4 by rule-set 2.
class StartLedgerTest {
    private final SetClock clock = new SetClock(Instant.parse("2026-11-23T09:00:00Z"));
    private final MemoryLog log = new MemoryLog(clock);
    private final StartLedger start = new StartLedger(log, Office.CHECK, clock);

    @Test
    void theShippedHistoryTellsOfTheCorrection() {
        expect(StartLedger.Outcome.Started.class, start.start());

        assertThat(new Office(log, clock).types())
                .containsExactly(
                        "RuleSetPublished",
                        "PlanSubmitted",
                        "VerdictComputed",
                        "RuleSetPublished",
                        "ReevaluationStarted",
                        "VerdictSuperseded",
                        "ReevaluationCompleted");
        RuleSetPublished second = (RuleSetPublished) LedgerEvents.read(log.after(3, 1).getFirst());
        assertThat(second.changes())
                .extracting(RuleChange::kind)
                .containsExactly(RuleChange.Kind.CORRECTED);
        VerdictSuperseded superseded =
                (VerdictSuperseded) LedgerEvents.read(log.after(5, 1).getFirst());
        assertThat(superseded.oldPosition()).isEqualTo(3);
        assertThat(superseded.delta())
                .containsExactly(new Delta(RecordedVerdict.EXPERTS_PER_GPU, "64", "4"));
        assertThat(superseded.changed()).isFalse();
    }

    @Test
    void tellingItAgainAddsNothing() {
        start.start();
        List<byte[]> before = log.bytesAfter(0, 100);

        expect(StartLedger.Outcome.Started.class, start.start());
        expect(PublishRuleSet.Outcome.Published.class, new Office(log, clock).publish(2));

        assertThat(log.bytesAfter(0, 100)).containsExactlyElementsOf(before);
    }

    @Test
    void bothVerdictsAreReplayedToTheSameBytes() {
        start.start();

        for (long position : new long[] {3, 6}) {
            assertThat(new ReplayVerdict(log, Office.CHECK).replay(position))
                    .isInstanceOf(ReplayVerdict.Outcome.Identical.class);
        }
    }
}
