package io.shardfit.application.deployment;

import io.shardfit.application.event.CurrentPlan;
import io.shardfit.application.event.Delta;
import io.shardfit.application.event.DeploymentHistory;
import io.shardfit.application.event.StandingVerdict;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.port.EventLog;
import io.shardfit.domain.verdict.RuleSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an edition of the rules would say of plans that another edition judged. Writes nothing.
final class Reexamination {
    private final Histories histories;
    private final Judging judging;

    Reexamination(EventLog log, Judging judging) {
        this.histories = new Histories(log);
        this.judging = judging;
    }

    /// What became of one verdict.
    sealed interface Examined {
        StandingVerdict old();

        /// The answer and all its numbers are the same.
        record Unchanged(StandingVerdict old) implements Examined {}

        record Changed(
                StandingVerdict old,
                Judging.Fresh fresh,
                List<Delta> delta,
                List<Consequence> consequences)
                implements Examined {
            boolean isOtherAnswer() {
                return old.verdict().result() != fresh.verdict().result();
            }
        }

        /// The plan can no longer be judged.
        record Failed(StandingVerdict old) implements Examined {}
    }

    /// {@return the verdicts on the deployment's plan that another edition gave; none for an
    /// archived deployment}
    List<Examined> examine(
            String deployment, DeploymentHistory history, RuleSet edition, Instant now) {
        if (history.archived() || history.plan().isEmpty()) {
            return List.of();
        }
        CurrentPlan plan = history.plan().orElseThrow();
        List<Examined> all = new ArrayList<>();
        for (StandingVerdict old : history.verdicts()) {
            if (old.verdict().ruleSet() != edition.number()) {
                all.add(examine(deployment, history, plan, old, edition, now));
            }
        }
        return all;
    }

    /// {@return what becomes of approvals that rest on the verdict of another edition, where
    /// somebody validated the plan by this one before its turn came}. That verdict is on the record
    /// and touched no approval.
    List<Consequence> late(
            String deployment, DeploymentHistory history, RuleSet edition, Instant now) {
        if (history.archived()) {
            return List.of();
        }
        List<Consequence> all = new ArrayList<>();
        for (StandingVerdict verdict : history.verdicts()) {
            if (verdict.verdict().ruleSet() == edition.number()
                    && history.isComputed(verdict.position())) {
                for (Place place : places(deployment, history)) {
                    Consequence.of(place, verdict, now).stream()
                            .filter(one -> place.restsOnOtherEdition(one.round(), edition.number()))
                            .forEach(all::add);
                }
            }
        }
        return all;
    }

    private List<Place> places(String deployment, DeploymentHistory history) {
        return history.environments().stream()
                .map(name -> new Place(deployment, name, history, histories.environment(name)))
                .toList();
    }

    private Examined examine(
            String deployment,
            DeploymentHistory history,
            CurrentPlan plan,
            StandingVerdict old,
            RuleSet edition,
            Instant now) {
        Optional<Judging.Fresh> judged = judging.judge(plan, edition, old.verdict().margin());
        if (judged.isEmpty()) {
            return new Examined.Failed(old);
        }
        Judging.Fresh fresh = judged.orElseThrow();
        Digest values = fresh.verdict().values();
        List<Delta> delta = Delta.between(old.verdict(), fresh.verdict());
        if (values.equals(old.verdict().values()) && delta.isEmpty()) {
            return new Examined.Unchanged(old);
        }
        return new Examined.Changed(
                old, fresh, delta, consequences(deployment, history, fresh, old, now));
    }

    private List<Consequence> consequences(
            String deployment,
            DeploymentHistory history,
            Judging.Fresh fresh,
            StandingVerdict old,
            Instant now) {
        StandingVerdict standing = new StandingVerdict(old.position(), now, fresh.verdict());
        return places(deployment, history).stream()
                .flatMap(place -> Consequence.of(place, standing, now).stream())
                .toList();
    }
}
