package io.shardfit.application.deployment;

import io.shardfit.application.deployment.Commands.Answers;
import io.shardfit.application.event.ApprovalEvent.ApprovalExpired;
import io.shardfit.application.event.ApprovalEvent.ApprovalSuspended;
import io.shardfit.application.event.DeploymentHistory;
import io.shardfit.application.event.LedgerEvent;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import io.shardfit.domain.approval.Round;
import io.shardfit.domain.approval.Standing;
import io.shardfit.domain.approval.Timeline;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes down which approvals have ended by themselves. For the record only: they end at their
/// end, whether this runs or not.
public final class ExpireApprovals {
    private final Commands commands;
    private final Histories histories;
    private final InstantSource clock;

    public ExpireApprovals(EventLog log, InstantSource clock) {
        this.commands = new Commands(log);
        this.histories = new Histories(log);
        this.clock = clock;
    }

    /// What became of it.
    public sealed interface Outcome {
        /// @param recorded ends that were not on the record before
        record Recorded(long recorded) implements Outcome {}

        /// Run again: what was written stays written.
        record NotWritten(AppendOutcome why) implements Outcome {}
    }

    public Outcome expire() {
        long recorded = 0;
        for (String deployment : histories.deployments()) {
            switch (expire(deployment)) {
                case Outcome.Recorded(long more) -> recorded += more;
                case Outcome.NotWritten problem -> {
                    return problem;
                }
            }
        }
        return new Outcome.Recorded(recorded);
    }

    private Outcome expire(String deployment) {
        long version = histories.deployment(deployment).version();
        return commands.carryOut(
                Sender.program("expire/%s/%d".formatted(deployment, version)),
                StreamId.deployment(deployment),
                Commands.request("ExpireApprovals", deployment, version),
                () -> decide(deployment),
                new Answers<>(
                        written -> new Outcome.Recorded(written.size()), Outcome.NotWritten::new));
    }

    private Decision<Outcome> decide(String deployment) {
        Instant now = clock.instant();
        DeploymentHistory history = histories.deployment(deployment);
        List<LedgerEvent> events = new ArrayList<>();
        for (String environment : history.environments()) {
            Timeline timeline = history.timeline(environment, histories.environment(environment));
            for (Round round : timeline.rounds()) {
                if (!history.isEndRecorded(environment, round)) {
                    end(environment, round, timeline.at(round, now)).ifPresent(events::add);
                }
            }
        }
        return events.isEmpty()
                ? Decision.answer(new Outcome.Recorded(0))
                : Decision.write(
                        List.of(
                                Decision.append(
                                        StreamId.deployment(deployment),
                                        history.version(),
                                        events)),
                        List.of());
    }

    private static Optional<LedgerEvent> end(String environment, Round round, Standing standing) {
        return switch (standing) {
            case Standing.Expired(Instant since) ->
                    Optional.of(new ApprovalExpired(environment, round, since));
            case Standing.Suspended(Instant since) ->
                    Optional.of(
                            new ApprovalSuspended(
                                    environment, round, "what it rested on ended at " + since));
            case Standing.NotRequested _,
                    Standing.Pending _,
                    Standing.Effective _,
                    Standing.AtRisk _,
                    Standing.Rejected _,
                    Standing.Revoked _,
                    Standing.Void _,
                    Standing.Archived _ ->
                    Optional.empty();
        };
    }
}
