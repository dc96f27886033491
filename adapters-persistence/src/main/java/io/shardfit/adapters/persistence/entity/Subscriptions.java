package io.shardfit.adapters.persistence.entity;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface Subscriptions extends GenericRepository<SubscriptionRow, UUID> {
    /// Of a row it would not tell whether it is new: Micronaut Data counts what it handed over.
    ///
    /// @return how many are new: one or none
    @Query(
            """
            INSERT INTO shardfit_webhook.subscription
              (id, url, secret, types, created_by, created_at, position, disabled)
            VALUES (:id, :url, :secret, :types, :createdBy, :createdAt, :position, :disabled)
            ON CONFLICT DO NOTHING\
            """)
    long saveIfNew(
            UUID id,
            String url,
            String secret,
            String types,
            String createdBy,
            Instant createdAt,
            long position,
            @Nullable String disabled);

    List<SubscriptionRow> findAllOrderByCreatedAtAndId();

    long deleteById(UUID id);

    void update(@Id UUID id, String disabled);

    /// {@return how many were moved: one or none}
    @Query(
            """
            UPDATE shardfit_webhook.subscription SET position = :next
            WHERE id = :id AND position = :from AND disabled IS NULL\
            """)
    long advance(UUID id, long from, long next);
}
