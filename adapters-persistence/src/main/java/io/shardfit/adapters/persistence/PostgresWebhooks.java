package io.shardfit.adapters.persistence;

import io.shardfit.application.port.Webhooks;
import io.shardfit.application.webhook.Delivery;
import io.shardfit.application.webhook.Subscription;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/// Subscriptions and deliveries in tables. Each method is one statement.
record PostgresWebhooks(Queries queries) implements Webhooks {
    private static final String DELIVERY =
            "id, subscription, position, type, attempts, next_at, state, status, problem";

    @Override
    public boolean subscribe(Subscription subscription) {
        return queries.update(
                        """
                        INSERT INTO shardfit_webhook.subscription
                          (id, url, secret, types, created_by, created_at, position, disabled)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING\
                        """,
                        subscription.id(),
                        subscription.url(),
                        subscription.secret(),
                        String.join(",", subscription.types()),
                        subscription.by(),
                        time(subscription.at()),
                        subscription.position(),
                        subscription.disabled())
                == 1;
    }

    @Override
    public List<Subscription> subscriptions() {
        return queries.list(
                """
                SELECT id, url, secret, types, created_by, created_at, position, disabled
                FROM shardfit_webhook.subscription ORDER BY created_at, id\
                """,
                PostgresWebhooks::subscription);
    }

    private static Subscription subscription(ResultSet row) throws SQLException {
        String types = row.getString(4);
        return new Subscription(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getString(3),
                types.isEmpty() ? Set.of() : Set.of(types.split(",", -1)),
                row.getString(5),
                row.getObject(6, OffsetDateTime.class).toInstant(),
                row.getLong(7),
                Optional.ofNullable(row.getString(8)));
    }

    @Override
    public boolean remove(UUID subscription) {
        return queries.update(
                        "DELETE FROM shardfit_webhook.subscription WHERE id = ?", subscription)
                == 1;
    }

    @Override
    public void disable(UUID subscription, String reason) {
        queries.update(
                "UPDATE shardfit_webhook.subscription SET disabled = ? WHERE id = ?",
                reason,
                subscription);
    }

    @Override
    public boolean advance(UUID subscription, long from, long to, List<Delivery> deliveries) {
        return queries.list(
                                """
                                WITH moved AS (
                                  UPDATE shardfit_webhook.subscription SET position = ?
                                  WHERE id = ? AND position = ? AND disabled IS NULL RETURNING id),
                                added AS (
                                  INSERT INTO shardfit_webhook.delivery
                                    (id, subscription, position, type, attempts, next_at, state)
                                  SELECT event.id::uuid, moved.id, event.position::bigint, event.type, 0,
                                         event.next_at::timestamptz, 'PENDING'
                                  FROM moved, unnest(?, ?, ?, ?) AS event(id, position, type, next_at)
                                  RETURNING id)
                                SELECT count(*) FROM moved\
                                """,
                                row -> row.getLong(1),
                                to,
                                subscription,
                                from,
                                texts(deliveries, one -> one.id().toString()),
                                texts(deliveries, one -> Long.toString(one.position())),
                                texts(deliveries, Delivery::type),
                                texts(deliveries, one -> one.next().toString()))
                        .getFirst()
                == 1;
    }

    private static String[] texts(List<Delivery> deliveries, Function<Delivery, String> text) {
        return deliveries.stream().map(text).toArray(String[]::new);
    }

    @Override
    public void add(Delivery delivery) {
        queries.update(
                """
                INSERT INTO shardfit_webhook.delivery
                  (id, subscription, position, type, attempts, next_at, state)
                VALUES (?, ?, ?, ?, ?, ?, ?)\
                """,
                delivery.id(),
                delivery.subscription(),
                delivery.position(),
                delivery.type(),
                delivery.attempts(),
                time(delivery.next()),
                delivery.state().name());
    }

    @Override
    public List<Delivery> take(Instant now, Duration lease, int limit) {
        return queries.list(
                """
                UPDATE shardfit_webhook.delivery SET next_at = ? WHERE id IN (
                  SELECT due.id FROM shardfit_webhook.delivery AS due
                  JOIN shardfit_webhook.subscription AS whose
                    ON whose.id = due.subscription AND whose.disabled IS NULL
                  WHERE due.state = 'PENDING' AND due.next_at <= ?
                  ORDER BY due.next_at LIMIT ? FOR UPDATE OF due SKIP LOCKED)
                RETURNING %s\
                """
                        .formatted(DELIVERY),
                PostgresWebhooks::delivery,
                time(now.plus(lease)),
                time(now),
                limit);
    }

    @Override
    public void keep(Delivery delivery) {
        queries.update(
                """
                UPDATE shardfit_webhook.delivery
                SET attempts = ?, next_at = ?, state = ?, status = ?::int, problem = ? WHERE id = ?\
                """,
                delivery.attempts(),
                time(delivery.next()),
                delivery.state().name(),
                delivery.status(),
                delivery.problem(),
                delivery.id());
    }

    @Override
    public List<Delivery> deliveries(UUID subscription, int limit) {
        return queries.list(
                """
                SELECT %s FROM shardfit_webhook.delivery WHERE subscription = ?
                ORDER BY position DESC, next_at DESC LIMIT ?\
                """
                        .formatted(DELIVERY),
                PostgresWebhooks::delivery,
                subscription,
                limit);
    }

    @Override
    public int forget(Instant before) {
        return queries.update(
                "DELETE FROM shardfit_webhook.delivery WHERE state <> 'PENDING' AND next_at < ?",
                time(before));
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        return new Delivery(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getLong(3),
                row.getString(4),
                row.getInt(5),
                row.getObject(6, OffsetDateTime.class).toInstant(),
                Delivery.State.valueOf(row.getString(7)),
                Optional.ofNullable(row.getObject(8, Integer.class)),
                Optional.ofNullable(row.getString(9)));
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
