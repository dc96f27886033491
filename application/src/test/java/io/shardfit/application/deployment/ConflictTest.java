package io.shardfit.application.deployment;

import static io.shardfit.application.deployment.Office.expect;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.PlanFiles;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.Command;
import io.shardfit.application.ledger.StreamId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Somebody else is faster, a number of times.
class ConflictTest {
    private static final String PLAN = PlanFiles.founding("ep16-dp1-computed");
    private static final String OTHER =
            PlanFiles.with(PLAN, "globalBatch: 128", "globalBatch: 256");
    private final SetClock clock = new SetClock(Instant.parse("2026-11-23T09:00:00Z"));
    private final MemoryLog log = new MemoryLog(clock);
    private final Office office = new Office(log, clock);

    @Test
    void aCommandIsDecidedAnewUpToThreeTimes() {
        office.publish(1);
        office.publish(2);
        Office late = new Office(new Busy(3), clock);
        expect(SubmitPlan.Outcome.Submitted.class, late.submit(late.from("usr_ana"), PLAN));
        assertThat(office.deployment()).as("3 of the others, then ours").hasSize(8);
    }

    @Test
    void thenTheConflictIsTheAnswerAndNothingIsWritten() {
        office.publish(1);
        office.publish(2);
        Office late = new Office(new Busy(4), clock);
        SubmitPlan.Outcome outcome = late.submit(late.from("usr_ana"), PLAN);
        assertThat(outcome)
                .isEqualTo(
                        new SubmitPlan.Outcome.NotWritten(
                                new AppendOutcome.Conflict(
                                        StreamId.deployment(Office.DEPLOYMENT), 8)));
        assertThat(office.deployment()).hasSize(8);
    }

    /// Before each of the first appends another plan is submitted.
    private final class Busy extends ForwardingLog {
        private int rivals;

        Busy(int rivals) {
            super(log);
            this.rivals = rivals;
        }

        @Override
        public AppendOutcome append(Command command) {
            if (rivals > 0) {
                rivals--;
                office.submitted(
                        "usr_di", PlanFiles.with(OTHER, "256", String.valueOf(512 + 128 * rivals)));
            }
            return super.append(command);
        }
    }
}
