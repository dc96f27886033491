package io.shardfit.adapters.persistence;

import io.shardfit.application.ledger.Digest;
import io.shardfit.application.readmodel.FleetQuestion;
import io.shardfit.application.readmodel.FleetRow;
import io.shardfit.application.readmodel.FleetRow.PlaceRow;
import io.shardfit.application.readmodel.LastChange;
import io.shardfit.application.readmodel.VerdictFacts;
import io.shardfit.domain.verdict.Readiness;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Lists deployments: one statement, one row for each place where approval was asked for.
record FleetQuery(Queries queries) {
    private static final int OWN = 10;
    private static final int PLACE = OWN + VerdictColumns.COUNT;
    private static final int STANDING = PLACE + 1;
    private static final int PLACE_VERDICT = STANDING + 4;

    /// Parameters: archived too, twice the environment, twice the headroom.
    private static final String WANTED =
            """
            FROM shardfit_read.plan
            LEFT JOIN shardfit_read.verdict AS own
              ON own.generation = plan.generation AND own.deployment = plan.deployment AND own.margin = ''
            WHERE plan.generation = (SELECT generation FROM shardfit_read.projection)
              AND (? OR NOT plan.archived)
              AND (?::text IS NULL OR EXISTS (
                SELECT FROM shardfit_read.approval_round AS round
                WHERE round.generation = plan.generation AND round.deployment = plan.deployment
                  AND round.environment = ?))
              AND (?::bigint IS NULL OR own.budget_bytes - own.high_bytes < ?::bigint)
            """;

    private static final String COUNTS =
            "SELECT own.result, count(*) "
                    + WANTED
                    + " AND own.result IS NOT NULL GROUP BY own.result";

    private static final String SQL =
            """
            WITH page AS (
              SELECT plan.* %s
                AND plan.deployment > ?
                AND (?::text IS NULL OR own.result = ?)
              ORDER BY plan.deployment LIMIT ?)
            SELECT page.deployment, page.archived, page.file_name, page.plan_digest,
                   page.last_position, page.last_at, page.last_type, page.last_by, page.generation,
                   %s,
                   place.environment, stands.standing, stands.instant, stands.given, stands.needed,
                   %s
            FROM page
            LEFT JOIN shardfit_read.verdict AS own
              ON own.generation = page.generation AND own.deployment = page.deployment AND own.margin = ''
            LEFT JOIN LATERAL (
              SELECT DISTINCT environment FROM shardfit_read.approval_round AS round
              WHERE round.generation = page.generation AND round.deployment = page.deployment) AS place ON true
            LEFT JOIN shardfit_read.place_interval AS stands
              ON stands.generation = page.generation AND stands.deployment = page.deployment
             AND stands.environment = place.environment
             AND stands.from_time <= ? AND (stands.until_time IS NULL OR ? < stands.until_time)
            LEFT JOIN shardfit_read.environment AS policy
              ON policy.generation = page.generation AND policy.environment = place.environment
            LEFT JOIN shardfit_read.verdict AS there
              ON there.generation = page.generation AND there.deployment = page.deployment
             AND there.margin = policy.margin
            ORDER BY page.deployment, place.environment\
            """
                    .formatted(WANTED, VerdictColumns.of("own"), VerdictColumns.of("there"));

    /// A deployment beside one of its places.
    private record Found(FleetRow row, Optional<PlaceRow> place) {}

    List<FleetRow> list(FleetQuestion question) {
        Optional<String> result = question.result().map(Enum::name);
        OffsetDateTime at = question.at().atOffset(ZoneOffset.UTC);
        return gathered(
                queries.list(
                        SQL,
                        FleetQuery::read,
                        question.archived(),
                        question.environment(),
                        question.environment(),
                        question.headroomBelow(),
                        question.headroomBelow(),
                        question.after().orElse(""),
                        result,
                        result,
                        question.limit(),
                        at,
                        at));
    }

    private record Count(Readiness result, long deployments) {}

    SortedMap<Readiness, Long> counts(FleetQuestion question) {
        SortedMap<Readiness, Long> counted = new TreeMap<>();
        for (Readiness result : Readiness.values()) {
            counted.put(result, 0L);
        }
        queries.list(
                        COUNTS,
                        row -> new Count(Readiness.valueOf(row.getString(1)), row.getLong(2)),
                        question.archived(),
                        question.environment(),
                        question.environment(),
                        question.headroomBelow(),
                        question.headroomBelow())
                .forEach(count -> counted.put(count.result(), count.deployments()));
        return counted;
    }

    private static Found read(ResultSet row) throws SQLException {
        Optional<VerdictFacts> own = VerdictColumns.read(row, OWN);
        FleetRow deployment =
                new FleetRow(
                        row.getString(1),
                        row.getBoolean(2),
                        row.getString(3),
                        new Digest(row.getString(4)),
                        new LastChange(
                                row.getLong(5),
                                StandingColumns.instant(row, 6),
                                row.getString(7),
                                row.getString(8)),
                        own,
                        List.of());
        Optional<String> environment = Optional.ofNullable(row.getString(PLACE));
        if (environment.isEmpty()) {
            return new Found(deployment, Optional.empty());
        }
        return new Found(
                deployment,
                Optional.of(
                        new PlaceRow(
                                environment.get(),
                                StandingColumns.read(row, STANDING),
                                VerdictColumns.read(row, PLACE_VERDICT))));
    }

    private static List<FleetRow> gathered(List<Found> found) {
        List<FleetRow> rows = new ArrayList<>();
        List<PlaceRow> places = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            FleetRow row = found.get(i).row();
            found.get(i).place().ifPresent(places::add);
            boolean last =
                    i + 1 == found.size()
                            || !found.get(i + 1).row().deployment().equals(row.deployment());
            if (last) {
                rows.add(row.in(places));
                places.clear();
            }
        }
        return rows;
    }
}
