package io.shardfit.application.readmodel;

import io.shardfit.application.event.ApprovalEvent.ApprovalRequested;
import io.shardfit.domain.approval.Period;
import io.shardfit.domain.approval.Standing;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// One request for approval and what becomes of it.
///
/// @param position of the request in the log
/// @param at when it was made
/// @param by who made it
/// @param waivers on which any of its approvals rests
/// @param periods how it stands from when to when
public record RoundModel(
        long position,
        Instant at,
        String by,
        ApprovalRequested request,
        Set<String> waivers,
        List<Period> periods) {
    public RoundModel {
        waivers = Collections.unmodifiableSortedSet(new TreeSet<>(waivers));
        periods = List.copyOf(periods);
    }

    Optional<Standing> standing(Instant instant) {
        return periods.stream()
                .filter(period -> period.contains(instant))
                .findFirst()
                .map(Period::standing);
    }
}
