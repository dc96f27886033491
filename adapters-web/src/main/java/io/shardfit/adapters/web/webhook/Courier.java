package io.shardfit.adapters.web.webhook;

import io.shardfit.application.port.EventLog;
import io.shardfit.application.port.Webhooks;
import io.shardfit.application.webhook.Delivery;
import io.shardfit.application.webhook.RetrySchedule;
import io.shardfit.application.webhook.Subscription;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns entries into deliveries, and makes them.
final class Courier {
    /// Longer than an attempt can take, so that nobody else makes it meanwhile.
    static final Duration LEASE = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final int PAGE = 500;
    private static final int GONE = 410;

    private final Webhooks webhooks;
    private final EventLog log;
    private final PinnedPost post;
    private final InstantSource clock;
    private final DoubleSupplier chance;

    Courier(
            Webhooks webhooks,
            EventLog log,
            PinnedPost post,
            InstantSource clock,
            DoubleSupplier chance) {
        this.webhooks = webhooks;
        this.log = log;
        this.post = post;
        this.clock = clock;
        this.chance = chance;
    }

    /// Adds what subscriptions were not told yet, up to a position in the log.
    void address(long upTo) {
        for (Subscription subscription : webhooks.subscriptions()) {
            if (subscription.disabled().isEmpty()) {
                address(subscription, upTo);
            }
        }
    }

    private void address(Subscription subscription, long upTo) {
        long position = subscription.position();
        while (position < upTo) {
            int count = (int) Math.min(PAGE, upTo - position);
            List<Delivery> deliveries = new ArrayList<>();
            log.after(position, count).stream()
                    .filter(entry -> subscription.wants(entry.type()))
                    .forEach(entry ->
                            deliveries.add(
                                    Delivery.first(
                                            UUID.randomUUID(),
                                            subscription.id(),
                                            entry.position(),
                                            entry.type(),
                                            clock.instant())));
            if (!webhooks.advance(subscription.id(), position, position + count, deliveries)) {
                return; // another program does it
            }
            position += count;
        }
    }

    /// Makes one attempt.
    void deliver(Delivery delivery) {
        Optional<Subscription> subscription =
                webhooks.subscriptions().stream()
                        .filter(one -> one.id().equals(delivery.subscription()))
                        .findFirst();
        if (subscription.isPresent()) {
            webhooks.keep(attempted(subscription.orElseThrow(), delivery));
        }
    }

    private Delivery attempted(Subscription subscription, Delivery delivery) {
        try {
            int status = attempt(subscription, delivery);
            if (status >= 200 && status < 300) {
                return delivery.delivered(status, clock.instant());
            }
            if (status == GONE) {
                webhooks.disable(subscription.id(), "the receiver answered 410 Gone");
                return failed(delivery, Optional.of(status), "410 Gone", Optional.empty());
            }
            return failed(
                    delivery,
                    Optional.of(status),
                    "the receiver answered " + status,
                    pause(delivery));
        } catch (IOException | IllegalArgumentException unable) {
            LOG.info("webhook {} not delivered: {}", delivery.id(), unable.getMessage());
            return failed(
                    delivery,
                    Optional.empty(),
                    String.valueOf(unable.getMessage()),
                    pause(delivery));
        }
    }

    private Optional<Duration> pause(Delivery delivery) {
        return RetrySchedule.pause(delivery.attempts() + 1, chance.getAsDouble());
    }

    private Delivery failed(
            Delivery delivery, Optional<Integer> status, String why, Optional<Duration> pause) {
        Instant now = clock.instant();
        return delivery.failed(status, why, now, pause.map(now::plus));
    }

    private int attempt(Subscription subscription, Delivery delivery) throws IOException {
        Instant now = clock.instant();
        byte[] body = Message.of(delivery, log, now);
        String id = "msg_" + delivery.id();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", "shardfit");
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", Long.toString(now.getEpochSecond()));
        headers.put("webhook-signature", Signature.of(subscription.secret(), id, now, body));
        return post.post(Target.of(subscription.url()), headers, body);
    }
}
