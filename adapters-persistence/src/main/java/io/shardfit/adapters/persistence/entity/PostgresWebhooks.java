package io.shardfit.adapters.persistence.entity;

import io.micronaut.data.model.Limit;
import io.shardfit.application.port.Webhooks;
import io.shardfit.application.webhook.Delivery;
import io.shardfit.application.webhook.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Subscriptions and deliveries in tables.
record PostgresWebhooks(Subscriptions rows, Deliveries told, Answers answers) implements Webhooks {
    @Override
    public boolean subscribe(Subscription subscription) {
        SubscriptionRow row = SubscriptionRow.of(subscription);
        long fresh =
                answers.of(() ->
                        rows.saveIfNew(
                                row.id(),
                                row.url(),
                                row.secret(),
                                row.types(),
                                row.createdBy(),
                                row.createdAt(),
                                row.position(),
                                row.disabled()));
        return fresh > 0;
    }

    @Override
    public List<Subscription> subscriptions() {
        return answers.of(rows::findAllOrderByCreatedAtAndId).stream()
                .map(SubscriptionRow::subscription)
                .toList();
    }

    @Override
    public boolean remove(UUID subscription) {
        return answers.of(() -> rows.deleteById(subscription)) > 0;
    }

    @Override
    public void disable(UUID subscription, String reason) {
        answers.done(() -> rows.update(subscription, reason));
    }

    @Override
    public boolean advance(UUID subscription, long from, long to, List<Delivery> deliveries) {
        return answers.together(() -> {
            boolean moved = rows.advance(subscription, from, to) > 0;
            if (moved) {
                told.saveAll(deliveries.stream().map(DeliveryRow::of).toList());
            }
            return moved;
        });
    }

    @Override
    public void add(Delivery delivery) {
        answers.done(() -> told.save(DeliveryRow.of(delivery)));
    }

    @Override
    public List<Delivery> take(Instant now, Duration lease, int limit) {
        return deliveries(answers.of(() -> told.take(now, now.plus(lease), limit)));
    }

    @Override
    public void keep(Delivery delivery) {
        DeliveryRow row = DeliveryRow.of(delivery);
        answers.done(() ->
                told.update(
                        row.id(),
                        row.attempts(),
                        row.nextAt(),
                        row.state(),
                        row.status(),
                        row.problem()));
    }

    @Override
    public List<Delivery> deliveries(UUID subscription, int limit) {
        return deliveries(
                answers.of(() ->
                        told.findBySubscriptionOrderByPositionDescAndNextAtDesc(
                                subscription, Limit.of(limit, 0))));
    }

    private static List<Delivery> deliveries(List<DeliveryRow> rows) {
        return rows.stream().map(DeliveryRow::delivery).toList();
    }

    @Override
    public int forget(Instant before) {
        return Math.toIntExact(answers.of(() -> told.deleteOver(before)));
    }
}
