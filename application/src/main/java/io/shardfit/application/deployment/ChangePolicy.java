package io.shardfit.application.deployment;

import io.shardfit.application.deployment.Commands.Answers;
import io.shardfit.application.event.EnvironmentEvent.PolicyChanged;
import io.shardfit.application.event.EnvironmentHistory;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import io.shardfit.domain.approval.EnvironmentPolicy;
import java.util.List;
import java.util.Optional;

/// Sets what an environment asks of plans from now on. Requests that were made under the policy
/// before are stale; approvals that were given keep their end.
public final class ChangePolicy {
    private final Commands commands;
    private final Histories histories;

    public ChangePolicy(EventLog log) {
        this.commands = new Commands(log);
        this.histories = new Histories(log);
    }

    /// What became of it.
    public sealed interface Outcome {
        record Changed(PolicyChanged change) implements Outcome {}

        record Refused(Refusal refusal) implements Outcome {}

        record NotWritten(AppendOutcome why) implements Outcome {}
    }

    public Outcome change(
            Sender sender, String environment, EnvironmentPolicy policy, String reason) {
        Optional<Refusal> invalid = Names.refusal(environment);
        if (invalid.isPresent()) {
            return new Outcome.Refused(invalid.orElseThrow());
        }
        return commands.carryOut(
                sender,
                StreamId.environment(environment),
                Commands.request("ChangePolicy", environment, policy, reason),
                () -> decide(sender, environment, policy, reason),
                new Answers<>(
                        written -> new Outcome.Changed((PolicyChanged) written.getFirst().event()),
                        Outcome.NotWritten::new));
    }

    private Decision<Outcome> decide(
            Sender sender, String environment, EnvironmentPolicy policy, String reason) {
        EnvironmentHistory history = histories.environment(environment);
        Optional<Refusal> refusal =
                Authority.administers(sender, histories.roles())
                        .or(() -> Texts.missing(reason, "a reason"))
                        .or(() -> same(history, policy));
        return refusal.<Decision<Outcome>>map(why -> Decision.answer(new Outcome.Refused(why)))
                .orElseGet(() ->
                        Decision.write(
                                List.of(
                                        Decision.append(
                                                StreamId.environment(environment),
                                                history.version(),
                                                new PolicyChanged(policy, reason))),
                                List.of()));
    }

    private static Optional<Refusal> same(EnvironmentHistory history, EnvironmentPolicy policy) {
        return history.policy().equals(policy)
                ? Optional.of(new Refusal.AlreadySo("the policy says so already"))
                : Optional.empty();
    }
}
