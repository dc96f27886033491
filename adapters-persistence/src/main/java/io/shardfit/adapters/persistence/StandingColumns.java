package io.shardfit.adapters.persistence;

import io.shardfit.domain.approval.Standing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/// A standing as four columns: its word, when it ends or since when it is so, the approvals it has
/// and needs.
final class StandingColumns {
    private StandingColumns() {}

    static List<Optional<String>> of(Standing standing) {
        return switch (standing) {
            case Standing.NotRequested _ -> columns(standing, Optional.empty());
            case Standing.Pending(int given, int needed) ->
                    List.of(
                            Optional.of(standing.word()),
                            Optional.empty(),
                            Optional.of(Integer.toString(given)),
                            Optional.of(Integer.toString(needed)));
            case Standing.Effective(Instant until) -> columns(standing, Optional.of(until));
            case Standing.AtRisk(Instant until) -> columns(standing, Optional.of(until));
            case Standing.Suspended(Instant since) -> columns(standing, Optional.of(since));
            case Standing.Expired(Instant since) -> columns(standing, Optional.of(since));
            case Standing.Rejected(Instant since) -> columns(standing, Optional.of(since));
            case Standing.Revoked(Instant since) -> columns(standing, Optional.of(since));
            case Standing.Void(Instant since) -> columns(standing, Optional.of(since));
            case Standing.Archived(Instant since) -> columns(standing, Optional.of(since));
        };
    }

    private static List<Optional<String>> columns(Standing standing, Optional<Instant> instant) {
        return List.of(
                Optional.of(standing.word()),
                instant.map(Instant::toString),
                Optional.empty(),
                Optional.empty());
    }

    /// @param first of the four columns; a row without a word stands as if nobody had asked
    static Standing read(ResultSet row, int first) throws SQLException {
        Optional<String> word = Optional.ofNullable(row.getString(first));
        if (word.isEmpty()) {
            return new Standing.NotRequested();
        }
        return switch (word.get()) {
            case "NOT_REQUESTED" -> new Standing.NotRequested();
            case "PENDING" -> new Standing.Pending(row.getInt(first + 2), row.getInt(first + 3));
            case "EFFECTIVE" -> new Standing.Effective(instant(row, first + 1));
            case "AT_RISK" -> new Standing.AtRisk(instant(row, first + 1));
            case "SUSPENDED" -> new Standing.Suspended(instant(row, first + 1));
            case "EXPIRED" -> new Standing.Expired(instant(row, first + 1));
            case "REJECTED" -> new Standing.Rejected(instant(row, first + 1));
            case "REVOKED" -> new Standing.Revoked(instant(row, first + 1));
            case "VOID" -> new Standing.Void(instant(row, first + 1));
            case "ARCHIVED" -> new Standing.Archived(instant(row, first + 1));
            default -> throw new IllegalStateException("not a standing: " + word.get());
        };
    }

    static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
