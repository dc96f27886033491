package io.shardfit.adapters.persistence;

import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.readmodel.EventsQuestion;
import io.shardfit.application.readmodel.HistoryPage;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds events by what people ask for, as fast at the end of a long log as at its beginning: every
/// form of the question walks an index that has the answer in order. Instants and streams become
/// ranges first, by halving, because positions grow with both.
record EventsQuery(Queries queries) {
    /// The first place of an ascending row of whole numbers at which something no longer lies
    /// before; `%1$s` is the end of the row, `%2$s` says whether the place in the middle does.
    private static final String FIRST =
            """
            WITH RECURSIVE halves AS (
              SELECT 1::bigint AS low, (%1$s)::bigint + 1 AS high
              UNION ALL
              SELECT CASE WHEN early THEN middle + 1 ELSE low END,
                     CASE WHEN early THEN high ELSE middle END
              FROM (SELECT low, high, (low + high) / 2 AS middle, (%2$s) AS early
                    FROM halves WHERE low < high) AS halved)
            SELECT low FROM halves WHERE low >= high\
            """;

    private static final String POSITION_AT =
            FIRST.formatted(
                    "SELECT position FROM evlog.log_head",
                    "SELECT recorded_at < ? FROM evlog.event WHERE position = (low + high) / 2");

    private static final String VERSION_AT =
            FIRST.formatted(
                    "SELECT coalesce(max(stream_version), 0) FROM evlog.event WHERE stream_id = ?",
                    """
                    SELECT position < ? FROM evlog.event
                    WHERE stream_id = ? AND stream_version = (low + high) / 2\
                    """);

    /// The types of what somebody did are few, and each lies in order in the index. `%s` is that
    /// order.
    private static final String BY_ACTOR =
            """
            WITH RECURSIVE kinds AS (
              (SELECT type FROM evlog.event WHERE actor_id = ? ORDER BY type LIMIT 1)
              UNION ALL
              SELECT (SELECT type FROM evlog.event WHERE actor_id = ? AND type > kinds.type
                      ORDER BY type LIMIT 1)
              FROM kinds WHERE type IS NOT NULL)
            SELECT position, entry FROM evlog.event WHERE position IN (
              SELECT found.position FROM kinds, LATERAL (
                SELECT position FROM evlog.event
                WHERE actor_id = ? AND type = kinds.type AND position >= ? AND position < ?
                ORDER BY position %1$s LIMIT ?) AS found
              ORDER BY found.position %1$s LIMIT ?)
            ORDER BY position %1$s\
            """;

    /// In which order a page is read; the constants are SQL's words.
    private enum Order {
        DESC,
        ASC
    }

    /// {@return the newest, in that order}
    HistoryPage page(EventsQuestion question) {
        return page(question, 1, Order.DESC);
    }

    /// {@return the oldest behind a position, in that order}
    HistoryPage pageAfter(EventsQuestion question, long position) {
        return page(question, position == Long.MAX_VALUE ? position : position + 1, Order.ASC);
    }

    private HistoryPage page(EventsQuestion question, long lowest, Order order) {
        long first = Math.max(lowest, question.from().map(this::positionAt).orElse(1L));
        long end =
                Math.min(
                        question.before().orElse(Long.MAX_VALUE),
                        question.until().map(this::positionAt).orElse(Long.MAX_VALUE));
        int rows = question.limit() + 1;
        return HistoryPage.of(
                question.stream()
                        .map(stream -> ofStream(stream, question, first, end, order, rows))
                        .orElseGet(() -> ofLog(question, first, end, order, rows)),
                question.limit());
    }

    private long positionAt(Instant instant) {
        return first(POSITION_AT, instant.atOffset(ZoneOffset.UTC));
    }

    private long first(String sql, Object... parameters) {
        return queries.list(sql, row -> row.getLong(1), parameters).getFirst();
    }

    private List<HistoryPage.Row> ofStream(
            StreamId stream, EventsQuestion question, long first, long end, Order order, int rows) {
        String name = stream.text();
        long from = first == 1 ? 1 : first(VERSION_AT, name, first, name);
        long to = end == Long.MAX_VALUE ? end : first(VERSION_AT, name, end, name);
        return entries(
                new Where()
                        .and("stream_id = ?", name)
                        .and("stream_version >= ?", from)
                        .and("stream_version < ?", to)
                        .and("actor_id = ?", question.actor())
                        .and("type = ?", question.type()),
                "stream_version " + order,
                rows);
    }

    private List<HistoryPage.Row> ofLog(
            EventsQuestion question, long first, long end, Order order, int rows) {
        if (question.actor().isPresent() && question.type().isEmpty()) {
            String actor = question.actor().orElseThrow();
            return read(BY_ACTOR.formatted(order), actor, actor, actor, first, end, rows, rows);
        }
        return entries(
                new Where()
                        .and("position >= ?", first)
                        .and("position < ?", end)
                        .and("actor_id = ?", question.actor())
                        .and("type = ?", question.type()),
                "position " + order,
                rows);
    }

    private List<HistoryPage.Row> entries(Where where, String order, int rows) {
        List<Object> values = new ArrayList<>(where.values);
        values.add(rows);
        return read(
                "SELECT position, entry FROM evlog.event WHERE %s ORDER BY %s LIMIT ?"
                        .formatted(String.join(" AND ", where.conditions), order),
                values.toArray());
    }

    private List<HistoryPage.Row> read(String sql, Object... values) {
        return queries.list(
                sql, row -> HistoryPage.Row.of(row.getLong(1), row.getBytes(2)), values);
    }

    /// Conditions and their values, in order.
    private static final class Where {
        private final List<String> conditions = new ArrayList<>();
        private final List<Object> values = new ArrayList<>();

        Where and(String condition, Object value) {
            conditions.add(condition);
            values.add(value);
            return this;
        }

        Where and(String condition, Optional<String> value) {
            return value.map(given -> and(condition, (Object) given)).orElse(this);
        }
    }
}
