package io.shardfit.application.deployment;

import io.shardfit.application.event.DeploymentHistory;
import io.shardfit.application.event.EnvironmentHistory;
import io.shardfit.application.event.RoleHistory;
import io.shardfit.application.event.RuleSetHistory;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// What the log says of things, read now.
record Histories(EventLog log) {
    private static final int PAGE = 1000;

    DeploymentHistory deployment(String name) {
        return DeploymentHistory.of(log.stream(StreamId.deployment(name)));
    }

    EnvironmentHistory environment(String name) {
        return EnvironmentHistory.of(log.stream(StreamId.environment(name)));
    }

    Place place(String deployment, String environment) {
        return new Place(deployment, environment, deployment(deployment), environment(environment));
    }

    /// {@return the place as it was when the log ended at a position}
    Place placeAsOf(String deployment, String environment, long position) {
        return new Place(
                deployment,
                environment,
                DeploymentHistory.of(upTo(StreamId.deployment(deployment), position)),
                EnvironmentHistory.of(upTo(StreamId.environment(environment), position)));
    }

    private List<Entry> upTo(StreamId stream, long position) {
        return log.stream(stream).stream()
                .takeWhile(entry -> entry.position() <= position)
                .toList();
    }

    RuleSetHistory ruleSets() {
        return RuleSetHistory.of(log.stream(StreamId.ruleSet()));
    }

    RoleHistory roles() {
        return RoleHistory.of(log.stream(StreamId.directory()));
    }

    /// {@return the names of all deployments that ever were, by reading the log to its end}
    SortedSet<String> deployments() {
        SortedSet<String> names = new TreeSet<>();
        long position = 0;
        List<Entry> page = log.after(position, PAGE);
        while (!page.isEmpty()) {
            page.stream()
                    .map(Entry::stream)
                    .filter(StreamId::isDeployment)
                    .forEach(stream -> names.add(stream.name()));
            position = page.getLast().position();
            page = log.after(position, PAGE);
        }
        return names;
    }
}
