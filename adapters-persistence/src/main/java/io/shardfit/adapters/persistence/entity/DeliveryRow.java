package io.shardfit.adapters.persistence.entity;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.shardfit.application.webhook.Delivery;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// As `shardfit_webhook.delivery` has it.
@MappedEntity(value = "delivery", schema = "shardfit_webhook")
record DeliveryRow(
        @Id UUID id,
        UUID subscription,
        long position,
        String type,
        int attempts,
        Instant nextAt,
        Delivery.State state,
        @Nullable Integer status,
        @Nullable String problem) {
    static DeliveryRow of(Delivery delivery) {
        return new DeliveryRow(
                delivery.id(),
                delivery.subscription(),
                delivery.position(),
                delivery.type(),
                delivery.attempts(),
                delivery.next(),
                delivery.state(),
                delivery.status().orElse(null),
                delivery.problem().orElse(null));
    }

    Delivery delivery() {
        return new Delivery(
                id,
                subscription,
                position,
                type,
                attempts,
                nextAt,
                state,
                Optional.ofNullable(status),
                Optional.ofNullable(problem));
    }
}
