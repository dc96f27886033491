package io.shardfit.adapters.persistence;

import io.shardfit.application.port.Webhooks;
import io.shardfit.application.webhook.Delivery;
import io.shardfit.application.webhook.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Subscriptions and deliveries that last as long as the program.
final class InMemoryWebhooks implements Webhooks {
    private final Map<UUID, Subscription> subscriptions = new LinkedHashMap<>();
    private final Map<UUID, Delivery> deliveries = new LinkedHashMap<>();

    @Override
    public synchronized boolean subscribe(Subscription subscription) {
        return subscriptions.putIfAbsent(subscription.id(), subscription) == null;
    }

    @Override
    public synchronized List<Subscription> subscriptions() {
        return subscriptions.values().stream()
                .sorted(Comparator.comparing(Subscription::at))
                .toList();
    }

    @Override
    public synchronized boolean remove(UUID subscription) {
        deliveries.values().removeIf(one -> one.subscription().equals(subscription));
        return subscriptions.remove(subscription) != null;
    }

    @Override
    public synchronized void disable(UUID subscription, String reason) {
        subscriptions.computeIfPresent(
                subscription, (_, old) -> with(old, old.position(), Optional.of(reason)));
    }

    @Override
    public synchronized boolean advance(
            UUID subscription, long from, long to, List<Delivery> added) {
        Optional<Subscription> old =
                Optional.ofNullable(subscriptions.get(subscription))
                        .filter(one -> one.position() == from && one.disabled().isEmpty());
        old.ifPresent(one -> {
            subscriptions.put(subscription, with(one, to, Optional.empty()));
            added.forEach(this::add);
        });
        return old.isPresent();
    }

    private static Subscription with(Subscription old, long position, Optional<String> disabled) {
        return new Subscription(
                old.id(),
                old.url(),
                old.secret(),
                old.types(),
                old.by(),
                old.at(),
                position,
                disabled);
    }

    @Override
    public synchronized void add(Delivery delivery) {
        deliveries.put(delivery.id(), delivery);
    }

    @Override
    public synchronized List<Delivery> take(Instant now, Duration lease, int limit) {
        List<Delivery> due =
                deliveries.values().stream()
                        .filter(one -> one.state() == Delivery.State.PENDING)
                        .filter(one -> !one.next().isAfter(now))
                        .filter(one ->
                                Optional.ofNullable(subscriptions.get(one.subscription()))
                                        .filter(whose -> whose.disabled().isEmpty())
                                        .isPresent())
                        .sorted(Comparator.comparing(Delivery::next))
                        .limit(limit)
                        .map(one -> leased(one, now.plus(lease)))
                        .toList();
        due.forEach(this::add);
        return due;
    }

    private static Delivery leased(Delivery one, Instant until) {
        return new Delivery(
                one.id(),
                one.subscription(),
                one.position(),
                one.type(),
                one.attempts(),
                until,
                one.state(),
                one.status(),
                one.problem());
    }

    @Override
    public synchronized void keep(Delivery delivery) {
        deliveries.replace(delivery.id(), delivery);
    }

    @Override
    public synchronized List<Delivery> deliveries(UUID subscription, int limit) {
        return deliveries.values().stream()
                .filter(one -> one.subscription().equals(subscription))
                .sorted(
                        Comparator.comparing(Delivery::position)
                                .thenComparing(Delivery::next)
                                .reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized int forget(Instant before) {
        List<UUID> over = new ArrayList<>();
        deliveries.values().stream()
                .filter(one -> one.state() != Delivery.State.PENDING)
                .filter(one -> one.next().isBefore(before))
                .forEach(one -> over.add(one.id()));
        over.forEach(deliveries::remove);
        return over.size();
    }
}
