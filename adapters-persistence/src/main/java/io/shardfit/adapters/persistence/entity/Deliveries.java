package io.shardfit.adapters.persistence.entity;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.Limit;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import io.shardfit.application.webhook.Delivery;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface Deliveries extends GenericRepository<DeliveryRow, UUID> {
    void save(DeliveryRow delivery);

    void saveAll(List<DeliveryRow> deliveries);

    void update(
            @Id UUID id,
            int attempts,
            Instant nextAt,
            Delivery.State state,
            @Nullable Integer status,
            @Nullable String problem);

    List<DeliveryRow> findBySubscriptionOrderByPositionDescAndNextAtDesc(
            UUID subscription, Limit limit);

    /// Any number of programs may take: what one has locked, another passes over.
    @Query(
            """
            UPDATE shardfit_webhook.delivery SET next_at = :until WHERE id IN (
              SELECT due.id FROM shardfit_webhook.delivery AS due
              JOIN shardfit_webhook.subscription AS whose
                ON whose.id = due.subscription AND whose.disabled IS NULL
              WHERE due.state = 'PENDING' AND due.next_at <= :now
              ORDER BY due.next_at LIMIT :most FOR UPDATE OF due SKIP LOCKED) RETURNING *\
            """)
    List<DeliveryRow> take(Instant now, Instant until, int most);

    /// With the state as a literal, for which there is an index.
    @Query("DELETE FROM shardfit_webhook.delivery WHERE state <> 'PENDING' AND next_at < :before")
    long deleteOver(Instant before);
}
