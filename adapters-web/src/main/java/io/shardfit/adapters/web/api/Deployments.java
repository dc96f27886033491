package io.shardfit.adapters.web.api;

import io.shardfit.adapters.web.RefusedCommand;
import io.shardfit.application.deployment.ReadDeployment;
import io.shardfit.application.deployment.ReadEnvironment;
import io.shardfit.application.deployment.Refusal;
import io.shardfit.application.event.CurrentPlan;
import io.shardfit.application.event.DeploymentHistory;
import io.shardfit.application.event.EnvironmentHistory;
import io.shardfit.domain.approval.Standing;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the log says of one deployment, or the problem that there is none.
@Singleton
final class Deployments {
    private final ReadDeployment deployment;
    private final ReadEnvironment environment;

    Deployments(ReadDeployment deployment, ReadEnvironment environment) {
        this.deployment = deployment;
        this.environment = environment;
    }

    /// A deployment as of an instant.
    ///
    /// @param standings by environment
    /// @param surroundings the same environments
    record Known(
            String name,
            DeploymentHistory history,
            Map<String, Standing> standings,
            SortedMap<String, EnvironmentHistory> surroundings) {
        Known {
            standings = Map.copyOf(standings);
            surroundings = Collections.unmodifiableSortedMap(new TreeMap<>(surroundings));
        }

        CurrentPlan plan() {
            return history.plan().orElseThrow();
        }

        /// {@return that nobody asked, where nobody did}
        Standing standing(String environment) {
            return standings.getOrDefault(environment, new Standing.NotRequested());
        }
    }

    Known known(String name, Instant asOf) {
        return switch (deployment.read(name, asOf)) {
            case ReadDeployment.Outcome.Refused(Refusal refusal) ->
                    throw RefusedCommand.of(refusal);
            case ReadDeployment.Outcome.Read(var history, var standings) -> {
                SortedMap<String, EnvironmentHistory> surroundings = new TreeMap<>();
                standings.keySet().forEach(one -> surroundings.put(one, environment(one, asOf)));
                yield new Known(name, history, standings, surroundings);
            }
        };
    }

    EnvironmentHistory environment(String name, Instant asOf) {
        return switch (environment.read(name, asOf)) {
            case ReadEnvironment.Outcome.Refused(Refusal refusal) ->
                    throw RefusedCommand.of(refusal);
            case ReadEnvironment.Outcome.Read(EnvironmentHistory history) -> history;
        };
    }
}
