package io.shardfit.application.deployment;

import io.shardfit.application.deployment.Commands.Answers;
import io.shardfit.application.event.DeploymentHistory;
import io.shardfit.application.event.PlanEvent.DeploymentArchived;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import java.util.List;
import java.util.Optional;

/// Ends a deployment: it leaves counts and re-evaluations, and nothing of it may run. Whoever may
/// revoke its approvals may do so.
public final class ArchiveDeployment {
    private final Commands commands;
    private final Histories histories;

    public ArchiveDeployment(EventLog log) {
        this.commands = new Commands(log);
        this.histories = new Histories(log);
    }

    /// What became of it.
    public sealed interface Outcome {
        record Archived(DeploymentArchived archive) implements Outcome {}

        record Refused(Refusal refusal) implements Outcome {}

        record NotWritten(AppendOutcome why) implements Outcome {}
    }

    public Outcome archive(Sender sender, String deployment, String reason) {
        Optional<Refusal> invalid = Names.refusal(deployment);
        if (invalid.isPresent()) {
            return new Outcome.Refused(invalid.orElseThrow());
        }
        return commands.carryOut(
                sender,
                StreamId.deployment(deployment),
                Commands.request("ArchiveDeployment", deployment, reason),
                () -> decide(sender, deployment, reason),
                new Answers<>(
                        written ->
                                new Outcome.Archived(
                                        (DeploymentArchived) written.getFirst().event()),
                        Outcome.NotWritten::new));
    }

    private Decision<Outcome> decide(Sender sender, String deployment, String reason) {
        DeploymentHistory history = histories.deployment(deployment);
        Optional<Refusal> refusal =
                Names.dead(deployment, history)
                        .or(() -> sender.misses(history))
                        .or(() -> Authority.stops(sender, history, histories.roles()))
                        .or(() -> Texts.missing(reason, "a reason"));
        return refusal.<Decision<Outcome>>map(why -> Decision.answer(new Outcome.Refused(why)))
                .orElseGet(() ->
                        Decision.write(
                                List.of(
                                        Decision.append(
                                                StreamId.deployment(deployment),
                                                history.version(),
                                                new DeploymentArchived(reason))),
                                List.of()));
    }
}
