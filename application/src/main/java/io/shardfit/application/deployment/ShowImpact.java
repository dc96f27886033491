package io.shardfit.application.deployment;

import io.shardfit.application.CheckPlan;
import io.shardfit.application.deployment.Reexamination.Examined;
import io.shardfit.application.event.Delta;
import io.shardfit.application.event.StandingVerdict;
import io.shardfit.application.port.EventLog;
import io.shardfit.domain.verdict.RuleSet;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Says what publishing an edition of the rules would change, and changes nothing.
public final class ShowImpact {
    private final Histories histories;
    private final Reexamination reexamination;
    private final InstantSource clock;

    public ShowImpact(EventLog log, CheckPlan checkPlan, InstantSource clock) {
        this.histories = new Histories(log);
        this.reexamination = new Reexamination(log, new PlanJudge(checkPlan));
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
        /// @param total verdicts looked at
        /// @param errors verdicts that could not be computed again
        record Impact(List<Change> changes, long total, long unchanged, long errors)
                implements Outcome {
            public Impact {
                changes = List.copyOf(changes);
            }
        }

        record Refused(Refusal refusal) implements Outcome {}
    }

    public Outcome show(int number) {
        Optional<RuleSet> edition = RuleSet.ofNumber(number);
        if (edition.isEmpty()) {
            return new Outcome.Refused(new Refusal.UnknownRuleSet(number));
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<Change> changes = new ArrayList<>();
        long unchanged = 0;
        long errors = 0;
        for (String deployment : histories.deployments()) {
            for (Examined examined :
                    reexamination.examine(
                            deployment,
                            histories.deployment(deployment),
                            edition.orElseThrow(),
                            now)) {
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
        }
        return new Outcome.Impact(changes, changes.size() + unchanged + errors, unchanged, errors);
    }
}
