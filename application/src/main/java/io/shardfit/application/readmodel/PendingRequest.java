package io.shardfit.application.readmodel;

import io.shardfit.application.event.ApprovalEvent.Basis;
import io.shardfit.domain.approval.Round;
import java.time.Instant;

/// A request that waits for somebody: the newest for its place.
///
/// @param position of the request in the log
/// @param by who asked
/// @param given approvals that it has
public record PendingRequest(
        long position,
        String deployment,
        String environment,
        Round round,
        Instant at,
        String by,
        Basis basis,
        int given,
        int needed) {}
