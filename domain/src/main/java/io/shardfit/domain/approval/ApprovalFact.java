package io.shardfit.domain.approval;

import java.time.Instant;
import java.util.Set;

/// Something that happened to a deployment in one environment and counts for its approval. A
/// *round* is one request for approval, numbered by its requester's log; rounds may overlap, so
/// that an approval can be renewed before it ends.
public sealed interface ApprovalFact {
    Instant at();

    /// A round begins.
    ///
    /// @param needed distinct approvers
    record Requested(Instant at, Round round, int needed) implements ApprovalFact {
        public Requested {
            if (needed < 1) {
                throw new IllegalArgumentException("an approval needs somebody, got " + needed);
            }
        }
    }

    /// Somebody approves; the same person again replaces what they said before.
    ///
    /// @param until the first instant at which it no longer counts
    /// @param waivers on which it rests
    record Approved(Instant at, Round round, String by, Instant until, Set<String> waivers)
            implements ApprovalFact {
        public Approved {
            waivers = Set.copyOf(waivers);
        }
    }

    /// One "no" ends a round.
    record Rejected(Instant at, Round round) implements ApprovalFact {}

    /// Ends every round that has begun.
    record Revoked(Instant at) implements ApprovalFact {}

    /// The answer on which a round rests no longer holds.
    record Suspended(Instant at, Round round) implements ApprovalFact {}

    /// As {@link Suspended}, from a deadline on.
    record Flagged(Instant at, Round round, Instant deadline) implements ApprovalFact {}

    /// A waiver was revoked: what rests on it is suspended.
    record WaiverEnded(Instant at, String waiver) implements ApprovalFact {}

    /// Another plan took the place of the approved one.
    record PlanChanged(Instant at) implements ApprovalFact {}

    /// The deployment is no longer kept.
    record Archived(Instant at) implements ApprovalFact {}
}
