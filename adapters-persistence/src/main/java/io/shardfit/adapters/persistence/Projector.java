package io.shardfit.adapters.persistence;

import io.shardfit.application.event.DeploymentHistory;
import io.shardfit.application.event.EnvironmentEvent.WaiverRevoked;
import io.shardfit.application.event.EnvironmentHistory;
import io.shardfit.application.event.Recorded;
import io.shardfit.application.event.UnreadableEvent;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.readmodel.DeploymentModel;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Writes the rows of one generation of read models. Every deployment that an entry touches is
/// projected whole, from its stream: there is no other way, so that no row can depend on how the
/// log was cut into batches.
final class Projector {
    private static final int DEPLOYMENTS_AT_ONCE = 500;

    private final Surroundings surroundings;
    private final int generation;

    Projector(Surroundings surroundings, int generation) {
        this.surroundings = surroundings;
        this.generation = generation;
    }

    /// Writes what the next entries change, in the transaction of the connection.
    ///
    /// @return the last position that is shown now; the same as before at the end of the log
    /// @throws UnreadableEvent if the next entry cannot be read
    long next(Connection connection, long position, int limit) throws SQLException {
        LogCursor log = new LogCursor(connection);
        List<Recorded> events = readable(log.after(position, limit));
        if (events.isEmpty()) {
            return position;
        }
        long upTo = events.getLast().position();
        ReadRows rows = new ReadRows();
        Set<String> environments = new TreeSet<>();
        for (String deployment : touched(connection, events, environments)) {
            rows.deployment(deployment);
        }
        log.eachOf(
                rows.deployments(),
                upTo,
                (deployment, history) ->
                        project(log, deployment, history, upTo, rows, environments));
        project(log, environments, upTo, rows);
        rows.replace(connection, generation);
        return upTo;
    }

    /// {@return what can be read before the first entry that cannot}
    private static List<Recorded> readable(List<Entry> entries) {
        List<Recorded> events = new ArrayList<>();
        for (Entry entry : entries) {
            try {
                events.add(Recorded.of(entry));
            } catch (UnreadableEvent unreadable) {
                if (events.isEmpty()) {
                    throw unreadable;
                }
                break;
            }
        }
        return events;
    }

    private Set<String> touched(
            Connection connection, List<Recorded> events, Set<String> environments)
            throws SQLException {
        Set<String> deployments = new TreeSet<>();
        for (Recorded recorded : events) {
            String name = recorded.entry().stream().name();
            if (recorded.entry().stream().isDeployment()) {
                deployments.add(name);
            } else if (recorded.entry().stream().isEnvironment()) {
                environments.add(name);
                if (recorded.event() instanceof WaiverRevoked revoked) {
                    deployments.addAll(restingOn(connection, name, revoked.waiver()));
                }
            }
        }
        return deployments;
    }

    private List<String> restingOn(Connection connection, String environment, String waiver)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        """
                        SELECT DISTINCT deployment FROM shardfit_read.approval_waiver
                        WHERE generation = ? AND environment = ? AND waiver = ?\
                        """)) {
            statement.setInt(1, generation);
            statement.setString(2, environment);
            statement.setString(3, waiver);
            List<String> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        }
    }

    /// Writes everything from the first entry to a position where nothing is yet.
    ///
    /// @param reading with a transaction that sees the log as it was at that position
    /// @param writing commits as it goes
    void all(Connection reading, Connection writing, long upTo) throws SQLException {
        LogCursor log = new LogCursor(reading);
        Set<String> environments = new TreeSet<>(environments(reading));
        ReadRows[] rows = {new ReadRows()};
        log.eachDeployment(
                upTo,
                (deployment, history) -> {
                    rows[0].deployment(deployment);
                    project(log, deployment, history, upTo, rows[0], environments);
                    if (rows[0].size() >= DEPLOYMENTS_AT_ONCE) {
                        rows[0].insert(writing, generation);
                        writing.commit();
                        rows[0] = new ReadRows();
                    }
                });
        project(log, environments, upTo, rows[0]);
        rows[0].insert(writing, generation);
    }

    private static List<String> environments(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement(
                                "SELECT substr(stream_id, 13) FROM evlog.stream WHERE stream_id ^@ 'environment-'");
                ResultSet rows = statement.executeQuery()) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    private void project(
            LogCursor log,
            String deployment,
            List<Recorded> events,
            long upTo,
            ReadRows rows,
            Set<String> environments)
            throws SQLException {
        DeploymentHistory history = DeploymentHistory.ofRecorded(events);
        Map<String, EnvironmentHistory> places = new HashMap<>();
        for (String environment : history.environments()) {
            places.put(environment, surroundings.at(log, environment, upTo));
        }
        environments.addAll(places.keySet());
        DeploymentModel.of(
                        deployment,
                        history,
                        name -> places.getOrDefault(name, EnvironmentHistory.EMPTY))
                .ifPresent(new ModelRows(rows)::add);
    }

    private void project(LogCursor log, Set<String> environments, long upTo, ReadRows rows)
            throws SQLException {
        for (String environment : environments) {
            rows.environment(environment);
            new ModelRows(rows).add(environment, surroundings.at(log, environment, upTo));
        }
    }
}
