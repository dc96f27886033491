package io.shardfit.application.deployment;

import io.shardfit.application.event.DeploymentHistory;
import io.shardfit.application.event.EnvironmentHistory;
import io.shardfit.application.event.Recorded;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import io.shardfit.domain.approval.Standing;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Tells a deployment's plan, verdicts, events and how it stands in every environment, as recorded
/// up to an instant.
public final class ReadDeployment {
    private final EventLog log;

    public ReadDeployment(EventLog log) {
        this.log = log;
    }

    /// What became of it.
    public sealed interface Outcome {
        /// @param standings by environment
        record Read(DeploymentHistory history, SortedMap<String, Standing> standings)
                implements Outcome {
            public Read {
                standings = Collections.unmodifiableSortedMap(new TreeMap<>(standings));
            }
        }

        record Refused(Refusal refusal) implements Outcome {}
    }

    public Outcome read(String deployment, Instant asOf) {
        Optional<Refusal> invalid = Names.refusal(deployment);
        if (invalid.isPresent()) {
            return new Outcome.Refused(invalid.orElseThrow());
        }
        DeploymentHistory history =
                DeploymentHistory.of(
                        Recorded.asOf(log.stream(StreamId.deployment(deployment)), asOf));
        if (history.plan().isEmpty()) {
            return new Outcome.Refused(new Refusal.NoSuchDeployment(deployment));
        }
        SortedMap<String, Standing> standings = new TreeMap<>();
        for (String environment : history.environments()) {
            EnvironmentHistory surroundings =
                    EnvironmentHistory.of(
                            Recorded.asOf(log.stream(StreamId.environment(environment)), asOf));
            standings.put(
                    environment,
                    new Place(deployment, environment, history, surroundings).standing(asOf));
        }
        return new Outcome.Read(history, standings);
    }
}
