package io.shardfit.adapters.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.port.Webhooks;
import io.shardfit.application.webhook.Delivery;
import io.shardfit.application.webhook.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What everything that keeps subscriptions and deliveries does.
abstract class WebhooksContract {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final UUID ONE = new UUID(0, 1);
    private static final UUID TWO = new UUID(0, 2);

    abstract Webhooks empty();

    private static Subscription subscription(UUID id, Set<String> types) {
        return new Subscription(
                id,
                "https://example.org/" + id,
                "whsec_c2VjcmV0",
                types,
                "usr_ana",
                NOW.plusSeconds(id.getLeastSignificantBits()),
                7,
                Optional.empty());
    }

    private static Delivery delivery(long position) {
        return Delivery.first(new UUID(1, position), ONE, position, "PlanApproved", NOW);
    }

    @Test
    void aSubscriptionIsKeptAsItWasMade() {
        Webhooks webhooks = empty();
        Subscription two = subscription(TWO, Set.of());
        Subscription one = subscription(ONE, Set.of("PlanApproved", "ApprovalRevoked"));

        assertThat(webhooks.subscribe(two)).isTrue();
        assertThat(webhooks.subscribe(one)).isTrue();
        assertThat(webhooks.subscribe(subscription(ONE, Set.of()))).as("its id is taken").isFalse();

        assertThat(webhooks.subscriptions()).containsExactly(one, two);
        assertThat(webhooks.remove(ONE)).isTrue();
        assertThat(webhooks.remove(ONE)).isFalse();
        assertThat(webhooks.subscriptions()).containsExactly(two);
    }

    @Test
    void whoMovesASubscriptionOnFirstAddsWhatIsToBeTold() {
        Webhooks webhooks = empty();
        webhooks.subscribe(subscription(ONE, Set.of()));

        assertThat(webhooks.advance(ONE, 7, 9, List.of(delivery(8), delivery(9)))).isTrue();
        assertThat(webhooks.advance(ONE, 7, 9, List.of(delivery(8), delivery(9)))).isFalse();
        assertThat(webhooks.advance(ONE, 9, 12, List.of())).isTrue();

        assertThat(webhooks.subscriptions().getFirst().position()).isEqualTo(12);
        assertThat(webhooks.deliveries(ONE, 10)).containsExactly(delivery(9), delivery(8));
        assertThat(webhooks.deliveries(ONE, 1)).containsExactly(delivery(9));
    }

    @Test
    void whatIsTakenIsTakenOnceUntilItsLeaseEnds() {
        Webhooks webhooks = empty();
        webhooks.subscribe(subscription(ONE, Set.of()));
        webhooks.advance(ONE, 7, 8, List.of(delivery(8)));

        assertThat(webhooks.take(NOW.minusMillis(1), LEASE, 10)).isEmpty();
        assertThat(webhooks.take(NOW, LEASE, 10))
                .extracting(Delivery::position)
                .containsExactly(8L);
        assertThat(webhooks.take(NOW, LEASE, 10)).isEmpty();
        assertThat(webhooks.take(NOW.plus(LEASE), LEASE, 10)).hasSize(1);
    }

    @Test
    void whatBecameOfADeliveryIsKept() {
        Webhooks webhooks = empty();
        webhooks.subscribe(subscription(ONE, Set.of()));
        webhooks.advance(ONE, 7, 9, List.of(delivery(8), delivery(9)));
        Instant later = NOW.plusSeconds(5);
        Delivery failed = delivery(8).failed(Optional.of(503), "503", NOW, Optional.of(later));
        Delivery delivered = delivery(9).delivered(204, NOW);

        webhooks.keep(failed);
        webhooks.keep(delivered);

        assertThat(webhooks.deliveries(ONE, 10)).containsExactly(delivered, failed);
        assertThat(webhooks.take(NOW.plusSeconds(4), LEASE, 10)).isEmpty();
        assertThat(webhooks.take(later, LEASE, 10))
                .extracting(Delivery::attempts)
                .containsExactly(1);
        assertThat(webhooks.forget(NOW)).isZero();
        assertThat(webhooks.forget(NOW.plusMillis(1))).as("what is over only").isOne();
    }

    @Test
    void nothingIsSentToWhatIsDisabled() {
        Webhooks webhooks = empty();
        webhooks.subscribe(subscription(ONE, Set.of()));
        webhooks.advance(ONE, 7, 8, List.of(delivery(8)));

        webhooks.disable(ONE, "410");

        assertThat(webhooks.subscriptions().getFirst().disabled()).hasValue("410");
        assertThat(webhooks.take(NOW, LEASE, 10)).isEmpty();
        assertThat(webhooks.advance(ONE, 8, 9, List.of(delivery(9)))).isFalse();
    }

    @Test
    void aTrialIsDeliveredLikeAnEvent() {
        Webhooks webhooks = empty();
        webhooks.subscribe(subscription(ONE, Set.of()));

        webhooks.add(Delivery.first(new UUID(1, 1), ONE, 0, "test", NOW));
        webhooks.add(Delivery.first(new UUID(1, 2), ONE, 0, "test", NOW));

        assertThat(webhooks.take(NOW, LEASE, 10)).hasSize(2);
    }
}
