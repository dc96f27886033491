package io.shardfit.application.deployment;

import io.shardfit.application.CheckPlan;
import io.shardfit.application.deployment.Reexamination.Examined;
import io.shardfit.application.event.Delta;
import io.shardfit.application.event.StandingVerdict;
import io.shardfit.application.port.EventLog;
import io.shardfit.domain.verdict.RuleSet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// Says what publishing an edition of the rules would change, and changes nothing. Each distinct
/// plan is judged once, however many deployments have it and however often it is asked about.
public final class ShowImpact {
    /// After this long it says what it has and how many deployments are left.
    static final Duration MOST = Duration.ofSeconds(20);

    private final EventLog log;
    private final Histories histories;
    private final Reexamination reexamination;
    private final InstantSource clock;

    public ShowImpact(EventLog log, CheckPlan checkPlan, InstantSource clock) {
        this.log = log;
        this.histories = new Histories(log);
        this.reexamination =
                new Reexamination(
                        log, new KeptAnswers(Judging.anew(log, new PlanJudge(checkPlan))));
        this.clock = clock;
    }

    /// A verdict that would be superseded.
    ///
    /// @param approvals that would be suspended or flagged
    public record Change(
            String deployment,
            StandingVerdict old,
            List<Delta> delta,
            List<Consequence> approvals) {
        public Change {
            delta = List.copyOf(delta);
            approvals = List.copyOf(approvals);
        }
    }

    /// What became of it.
    public sealed interface Outcome {
        /// @param position where the log ended when it began to look
        /// @param at when that was
        /// @param changes by name of the deployment
        /// @param total verdicts looked at
        /// @param errors verdicts that could not be computed again
        /// @param left deployments that it had no time for, the last by name; asked again, it gets
        ///   further, since answers are kept
        record Impact(
                long position,
                Instant at,
                List<Change> changes,
                long total,
                long unchanged,
                long errors,
                long left)
                implements Outcome {
            public Impact {
                changes = List.copyOf(changes);
            }
        }

        record Refused(Refusal refusal) implements Outcome {}
    }

    public Outcome show(int number) {
        return RuleSet.ofNumber(number)
                .<Outcome>map(this::impact)
                .orElseGet(() -> new Outcome.Refused(new Refusal.UnknownRuleSet(number)));
    }

    private Outcome.Impact impact(RuleSet edition) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        long position = log.head().position();
        Count count = new Count();
        long left = 0;
        for (String deployment : histories.deployments()) {
            if (clock.instant().isAfter(now.plus(MOST))) {
                left++;
                continue;
            }
            reexamination
                    .examine(deployment, histories.deployment(deployment), edition, now)
                    .forEach(examined -> count.add(deployment, examined));
        }
        return count.impact(position, now, left);
    }

    private static final class Count {
        private final List<Change> changes = new ArrayList<>();
        private long unchanged;
        private long errors;

        private void add(String deployment, Examined examined) {
            switch (examined) {
                case Examined.Unchanged _ -> unchanged++;
                case Examined.Failed _ -> errors++;
                case Examined.Changed changed ->
                        changes.add(
                                new Change(
                                        deployment,
                                        changed.old(),
                                        changed.delta(),
                                        changed.consequences()));
            }
        }

        private Outcome.Impact impact(long position, Instant at, long left) {
            return new Outcome.Impact(
                    position,
                    at,
                    changes,
                    changes.size() + unchanged + errors,
                    unchanged,
                    errors,
                    left);
        }
    }
}
