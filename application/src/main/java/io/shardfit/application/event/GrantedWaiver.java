package io.shardfit.application.event;

import io.shardfit.application.event.EnvironmentEvent.WaiverGranted;
import io.shardfit.application.ledger.Entry;
import io.shardfit.domain.approval.Waiver;
import java.time.Instant;
import java.util.Optional;

/// A waiver with what became of it.
///
/// @param position of its grant in the log
/// @param revoked when it was taken back before its end
public record GrantedWaiver(
        long position,
        Waiver waiver,
        String requester,
        String granter,
        Optional<String> ticket,
        Optional<Instant> revoked) {
    static GrantedWaiver of(Entry entry, WaiverGranted granted) {
        return new GrantedWaiver(
                entry.position(),
                granted.waiver(),
                granted.requester(),
                entry.actor().id(),
                granted.ticket(),
                Optional.empty());
    }

    GrantedWaiver revoked(String id, Instant at) {
        return waiver.id().equals(id) && revoked.isEmpty()
                ? new GrantedWaiver(position, waiver, requester, granter, ticket, Optional.of(at))
                : this;
    }

    /// {@return whether it sets its finding aside at `instant`, for the plans that it is for}
    public boolean isInForce(Instant instant) {
        return waiver.isInForce(instant) && revoked.map(instant::isBefore).orElse(true);
    }
}
