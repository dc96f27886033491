package io.shardfit.adapters.persistence;

import io.shardfit.application.event.ApprovalEvent.Basis;
import io.shardfit.application.event.GrantedWaiver;
import io.shardfit.application.event.ReadinessDay;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.ReadModels;
import io.shardfit.application.readmodel.EnvironmentWaiver;
import io.shardfit.application.readmodel.EventsQuestion;
import io.shardfit.application.readmodel.FleetQuestion;
import io.shardfit.application.readmodel.FleetRow;
import io.shardfit.application.readmodel.HistoryPage;
import io.shardfit.application.readmodel.PendingRequest;
import io.shardfit.application.readmodel.ReadinessTotal;
import io.shardfit.domain.approval.Round;
import io.shardfit.domain.approval.Waiver;
import io.shardfit.domain.verdict.Readiness;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// Asks the generation of read models that is read now; each answer is one statement, so that none
/// is half of one generation and half of the next.
record PostgresReadModels(Queries queries) implements ReadModels {
    private static final String NOW = "(SELECT generation FROM shardfit_read.projection)";

    private static final String DAYS =
            """
            SELECT margin, day, until_day, result, rule_set, position, deployment
            FROM shardfit_read.readiness_day WHERE deployment = %s AND generation = %s
            ORDER BY day, position\
            """;

    @Override
    public long position() {
        return queries.list(
                        "SELECT position FROM shardfit_read.projection_progress WHERE generation = "
                                + NOW,
                        row -> row.getLong(1))
                .getFirst();
    }

    @Override
    public List<FleetRow> fleet(FleetQuestion question) {
        return new FleetQuery(queries).list(question);
    }

    @Override
    public List<String> deploymentsWith(Digest plan) {
        return queries.list(
                """
                SELECT deployment FROM shardfit_read.plan
                WHERE generation = %1$s AND plan_digest = ?
                UNION
                SELECT deployment FROM shardfit_read.approval_round
                WHERE generation = %1$s AND plan_digest = ?
                ORDER BY 1\
                """
                        .formatted(NOW),
                row -> row.getString(1),
                plan.text(),
                plan.text());
    }

    @Override
    public List<String> deploymentsAsking(Digest plan, String environment) {
        return queries.list(
                """
                WITH asked AS (
                  SELECT DISTINCT deployment FROM shardfit_read.approval_round
                  WHERE generation = %1$s AND plan_digest = ? AND environment = ?),
                other AS (
                  (SELECT deployment FROM shardfit_read.plan
                   WHERE generation = %1$s AND plan_digest = ? ORDER BY deployment LIMIT 1)
                  UNION ALL
                  (SELECT deployment FROM shardfit_read.approval_round
                   WHERE generation = %1$s AND plan_digest = ? ORDER BY deployment LIMIT 1)
                  ORDER BY deployment LIMIT 1)
                SELECT deployment FROM asked
                UNION ALL
                SELECT deployment FROM other WHERE NOT EXISTS (SELECT FROM asked)
                ORDER BY deployment\
                """
                        .formatted(NOW),
                row -> row.getString(1),
                plan.text(),
                environment,
                plan.text(),
                plan.text());
    }

    @Override
    public SortedMap<Readiness, Long> counts(FleetQuestion question) {
        return new FleetQuery(queries).counts(question);
    }

    @Override
    public List<ReadinessDay> readiness(String deployment) {
        return queries.list(DAYS.formatted("?", NOW), PostgresReadModels::day, deployment);
    }

    private static ReadinessDay day(ResultSet row) throws SQLException {
        return new ReadinessDay(
                ModelRows.margin(row.getString(1)),
                row.getObject(2, LocalDate.class),
                Optional.ofNullable(row.getObject(3, LocalDate.class)),
                Readiness.valueOf(row.getString(4)),
                row.getInt(5),
                row.getLong(6));
    }

    private record DayOf(String deployment, ReadinessDay day) {}

    @Override
    public Map<String, List<ReadinessDay>> trends(List<String> deployments) {
        Map<String, List<ReadinessDay>> trends = new HashMap<>();
        queries.list(
                        DAYS.formatted("ANY (?) AND margin = ''", NOW),
                        row -> new DayOf(row.getString(7), day(row)),
                        (Object) deployments.toArray(String[]::new))
                .forEach(one ->
                        trends.computeIfAbsent(one.deployment(), _ -> new ArrayList<>())
                                .add(one.day()));
        return trends;
    }

    /// So many deployments more, or fewer, have the verdict when the day ends.
    private record Change(LocalDate day, Readiness result, long count) {}

    @Override
    public List<ReadinessTotal> readinessTotals(LocalDate first, LocalDate last) {
        List<Change> changes =
                queries.list(
                        """
                        WITH days AS (
                          SELECT greatest(day, ?) AS day, until_day, result FROM shardfit_read.readiness_day
                          WHERE generation = %s AND margin = '' AND day <= ?
                            AND (until_day IS NULL OR until_day > ?))
                        SELECT day, result, sum(count) FROM (
                          SELECT day, result, 1 AS count FROM days
                          UNION ALL SELECT until_day, result, -1 FROM days WHERE until_day <= ?) AS changes
                        GROUP BY day, result ORDER BY day, result\
                        """
                                .formatted(NOW),
                        row ->
                                new Change(
                                        row.getObject(1, LocalDate.class),
                                        Readiness.valueOf(row.getString(2)),
                                        row.getLong(3)),
                        first,
                        last,
                        first,
                        last);
        return totals(first, last, changes);
    }

    private static List<ReadinessTotal> totals(
            LocalDate first, LocalDate last, List<Change> changes) {
        Map<Readiness, Long> standing = new EnumMap<>(Readiness.class);
        List<ReadinessTotal> totals = new ArrayList<>();
        int next = 0;
        for (LocalDate day : first.datesUntil(last.plusDays(1)).toList()) {
            while (next < changes.size() && !changes.get(next).day().isAfter(day)) {
                Change change = changes.get(next);
                standing.merge(change.result(), change.count(), Long::sum);
                next++;
            }
            totals.add(ReadinessTotal.of(day, standing));
        }
        return totals;
    }

    @Override
    public List<String> knownEnvironments() {
        return queries.list(
                "SELECT environment FROM shardfit_read.environment WHERE generation = %s ORDER BY 1"
                        .formatted(NOW),
                row -> row.getString(1));
    }

    @Override
    public List<EnvironmentWaiver> waiversInForce(Instant instant) {
        OffsetDateTime at = instant.atOffset(ZoneOffset.UTC);
        return queries.list(
                """
                SELECT environment, position, waiver, finding, plan_digest, reason, from_time,
                       until_time, requester, granter, ticket, revoked_at
                FROM shardfit_read.waiver
                WHERE generation = %s AND from_time <= ? AND ? < until_time
                  AND (revoked_at IS NULL OR ? < revoked_at)
                ORDER BY until_time, position\
                """
                        .formatted(NOW),
                PostgresReadModels::waiver,
                at,
                at,
                at);
    }

    private static EnvironmentWaiver waiver(ResultSet row) throws SQLException {
        return new EnvironmentWaiver(
                row.getString(1),
                new GrantedWaiver(
                        row.getLong(2),
                        new Waiver(
                                row.getString(3),
                                row.getString(4),
                                Optional.ofNullable(row.getString(5)),
                                row.getString(6),
                                StandingColumns.instant(row, 7),
                                StandingColumns.instant(row, 8)),
                        row.getString(9),
                        row.getString(10),
                        Optional.ofNullable(row.getString(11)),
                        Optional.ofNullable(row.getObject(12, OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant)));
    }

    @Override
    public List<PendingRequest> pending(Instant instant) {
        OffsetDateTime at = instant.atOffset(ZoneOffset.UTC);
        return queries.list(
                """
                SELECT asked.position, asked.deployment, asked.environment, asked.round,
                       asked.requested_at, asked.requested_by, asked.plan_digest,
                       asked.verdict_position, asked.policy_version, stands.given, stands.needed
                FROM shardfit_read.approval_interval AS stands
                JOIN shardfit_read.approval_round AS asked USING (generation, deployment, environment, round)
                WHERE stands.generation = %s AND stands.standing = 'PENDING'
                  AND stands.from_time <= ? AND (stands.until_time IS NULL OR ? < stands.until_time)
                  AND NOT EXISTS (
                    SELECT FROM shardfit_read.approval_round AS later
                    WHERE later.generation = asked.generation AND later.deployment = asked.deployment
                      AND later.environment = asked.environment AND later.round > asked.round
                      AND later.requested_at <= ?)
                ORDER BY asked.position\
                """
                        .formatted(NOW),
                PostgresReadModels::pending,
                at,
                at,
                at);
    }

    private static PendingRequest pending(ResultSet row) throws SQLException {
        return new PendingRequest(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                new Round(row.getInt(4)),
                StandingColumns.instant(row, 5),
                row.getString(6),
                new Basis(new Digest(row.getString(7)), row.getLong(8), row.getLong(9)),
                row.getInt(10),
                row.getInt(11));
    }

    @Override
    public HistoryPage history(Optional<StreamId> stream, Optional<Long> before, int limit) {
        long end = before.orElse(Long.MAX_VALUE);
        String sql =
                "SELECT position, entry FROM evlog.event WHERE %s position < ? ORDER BY %s DESC LIMIT ?";
        Queries.Reading<HistoryPage.Row> entry =
                row -> HistoryPage.Row.of(row.getLong(1), row.getBytes(2));
        return HistoryPage.of(
                stream.map(one ->
                                queries.list(
                                        sql.formatted("stream_id = ? AND", "stream_version"),
                                        entry,
                                        one.text(),
                                        end,
                                        limit + 1))
                        .orElseGet(() ->
                                queries.list(sql.formatted("", "position"), entry, end, limit + 1)),
                limit);
    }

    @Override
    public HistoryPage events(EventsQuestion question) {
        return new EventsQuery(queries).page(question);
    }

    @Override
    public HistoryPage eventsAfter(EventsQuestion question, long position) {
        return new EventsQuery(queries).pageAfter(question, position);
    }
}
