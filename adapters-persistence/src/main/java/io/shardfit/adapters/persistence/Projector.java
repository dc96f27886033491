package io.shardfit.adapters.persistence;

import io.shardfit.application.event.DeploymentHistory;
import io.shardfit.application.event.EnvironmentHistory;
import io.shardfit.application.event.Recorded;
import io.shardfit.application.event.UnreadableEvent;
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

    /// Writes what the next entries change, in the transaction of the connection: a deployment that
    /// many of them touch once.
    ///
    /// @return the last position that is shown now; the same as before at the end of the log
    /// @throws UnreadableEvent if the next entry cannot be read
    long next(Connection connection, long position, int limit) throws SQLException {
        Touched touched = Touched.after(connection, generation, position, limit);
        LogCursor log = new LogCursor(connection);
        List<String> deployments = List.copyOf(touched.deployments);
        for (int i = 0; i < deployments.size(); i += DEPLOYMENTS_AT_ONCE) {
            int end = Math.min(deployments.size(), i + DEPLOYMENTS_AT_ONCE);
            ReadRows rows = new ReadRows();
            deployments.subList(i, end).forEach(rows::deployment);
            log.eachOf(
                    rows.deployments(),
                    touched.upTo(),
                    (deployment, history) ->
                            project(
                                    log,
                                    deployment,
                                    history,
                                    touched.upTo(),
                                    rows,
                                    touched.environments));
            rows.replace(connection, generation);
        }
        ReadRows rows = new ReadRows();
        project(log, touched.environments, touched.upTo(), rows);
        rows.replace(connection, generation);
        return touched.upTo();
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
