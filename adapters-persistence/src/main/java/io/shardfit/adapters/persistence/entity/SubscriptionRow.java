package io.shardfit.adapters.persistence.entity;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.shardfit.application.webhook.Subscription;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// As `shardfit_webhook.subscription` has it.
///
/// @param types with commas between them
@MappedEntity(value = "subscription", schema = "shardfit_webhook")
record SubscriptionRow(
        @Id UUID id,
        String url,
        String secret,
        String types,
        String createdBy,
        Instant createdAt,
        long position,
        @Nullable String disabled) {
    private static final String COMMA = ",";

    static SubscriptionRow of(Subscription subscription) {
        return new SubscriptionRow(
                subscription.id(),
                subscription.url(),
                subscription.secret(),
                String.join(COMMA, subscription.types()),
                subscription.by(),
                subscription.at(),
                subscription.position(),
                subscription.disabled().orElse(null));
    }

    Subscription subscription() {
        return new Subscription(
                id,
                url,
                secret,
                types.isEmpty() ? Set.of() : Set.of(types.split(COMMA, -1)),
                createdBy,
                createdAt,
                position,
                Optional.ofNullable(disabled));
    }
}
