package io.shardfit.application.webhook;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/// Somebody elsewhere wants to hear of what is recorded.
///
/// @param secret with which what is sent is signed, `whsec_` and Base64
/// @param types of the events that are wanted; empty for all
/// @param by who made it
/// @param position up to where in the log it was told: its own, so that nothing that is made anew
///   is sent again
/// @param disabled why nothing is sent any more
public record Subscription(
        UUID id,
        String url,
        String secret,
        Set<String> types,
        String by,
        Instant at,
        long position,
        Optional<String> disabled) {
    public Subscription {
        types = Collections.unmodifiableSet(new TreeSet<>(types));
    }

    public boolean wants(String type) {
        return types.isEmpty() || types.contains(type);
    }

    /// The secret is nobody's business.
    @Override
    public String toString() {
        return "Subscription[%s, %s, %s]".formatted(id, url, types);
    }
}
