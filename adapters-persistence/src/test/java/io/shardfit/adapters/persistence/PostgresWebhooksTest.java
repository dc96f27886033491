package io.shardfit.adapters.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardfit.adapters.persistence.PostgresLogs.OneLog;
import io.shardfit.application.port.Webhooks;
import io.shardfit.application.webhook.Delivery;
import io.shardfit.application.webhook.Subscription;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresWebhooksTest extends WebhooksContract {
    private final OneLog log = new PostgresLogs(TestServer.database()).empty();

    @AfterEach
    void close() {
        log.close();
    }

    @Override
    Webhooks empty() {
        return log.store().webhooks();
    }

    /// The second of two deliveries has the id of the first.
    @Test
    void aSubscriptionThatCannotBeToldIsNotMovedOn() {
        Webhooks webhooks = empty();
        UUID id = new UUID(0, 1);
        Instant now = Instant.parse("2026-11-23T12:00:00Z");
        webhooks.subscribe(
                new Subscription(
                        id,
                        "https://a.example",
                        "whsec_",
                        Set.of(),
                        "usr_a",
                        now,
                        7,
                        Optional.empty()));
        Delivery first = Delivery.first(new UUID(1, 8), id, 8, "PlanApproved", now);
        Delivery second = Delivery.first(new UUID(1, 8), id, 9, "PlanApproved", now);

        assertThatThrownBy(() -> webhooks.advance(id, 7, 9, List.of(first, second)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("duplicate key");

        assertThat(webhooks.subscriptions().getFirst().position()).isEqualTo(7);
        assertThat(webhooks.deliveries(id, 10)).isEmpty();
    }
}
