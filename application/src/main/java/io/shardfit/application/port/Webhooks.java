package io.shardfit.application.port;

import io.shardfit.application.webhook.Delivery;
import io.shardfit.application.webhook.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Who is to be told what, and what was told. Any number of programs may work on it: no delivery is
/// made twice, none is taken by two at once.
public interface Webhooks {
    /// {@return whether it is new; one with this id stays as it is}
    boolean subscribe(Subscription subscription);

    /// {@return all, the oldest first, disabled ones among them}
    List<Subscription> subscriptions();

    /// Removes it with everything that was to be told.
    ///
    /// @return whether it was there
    boolean remove(UUID subscription);

    /// Nothing more is sent to it.
    void disable(UUID subscription, String reason);

    /// Moves a subscription on in the log and adds what it is to be told: both or, if another
    /// program moved it first or it is disabled, nothing.
    boolean advance(UUID subscription, long from, long to, List<Delivery> deliveries);

    /// Adds a delivery that no event led to.
    void add(Delivery delivery);

    /// Takes what is due of subscriptions that are not disabled, the longest due first. Whoever
    /// takes it says what became of it; after `lease` it is due again.
    List<Delivery> take(Instant now, Duration lease, int limit);

    /// Keeps what became of a delivery that was taken.
    void keep(Delivery delivery);

    /// {@return the newest deliveries of a subscription, the newest first}
    List<Delivery> deliveries(UUID subscription, int limit);

    /// Forgets what was over before an instant.
    ///
    /// @return how many
    int forget(Instant before);
}
