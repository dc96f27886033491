package io.shardfit.domain.approval;

import io.shardfit.domain.approval.ApprovalFact.Approved;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One round as time passes. The first thing that ends it is what it ended by.
final class Course {
    private Course() {}

    /// {@return how the round stands at `instant`}
    static Standing of(List<ApprovalFact> facts, Round round, Instant instant) {
        Walk walk = new Walk(round);
        for (ApprovalFact fact : facts) {
            if (fact.at().isAfter(instant)) {
                break;
            }
            walk.passTo(fact.at());
            walk.take(fact);
        }
        walk.passTo(instant);
        return walk.standing();
    }

    private static final class Walk {
        private final Round round;
        private final Map<String, Approved> approvals = new TreeMap<>();
        private final List<Standing> end = new ArrayList<>();
        private Instant present = Instant.MIN;
        private int needed;
        private boolean reached;
        private Instant deadline = Instant.MAX;

        Walk(Round round) {
            this.round = round;
        }

        /// Approvals lapse and deadlines pass without anybody doing anything.
        void passTo(Instant instant) {
            present = instant;
            if (isOver()) {
                return;
            }
            Instant lapse = reached ? quorumEnd() : Instant.MAX;
            if (!lapse.isAfter(present) && !lapse.isAfter(deadline)) {
                end.add(new Standing.Expired(lapse));
            } else if (!deadline.isAfter(present)) {
                end.add(new Standing.Suspended(deadline));
            }
        }

        void take(ApprovalFact fact) {
            if (fact instanceof ApprovalFact.Requested requested) {
                begin(requested);
            } else if (needed > 0 && !isOver()) {
                proceed(fact);
            }
        }

        private void begin(ApprovalFact.Requested requested) {
            if (requested.round().equals(round)) {
                needed = requested.needed();
            }
        }

        private void proceed(ApprovalFact fact) {
            Instant at = fact.at();
            switch (fact) {
                case ApprovalFact.Requested _ -> {}
                case Approved approved when approved.round().equals(round) -> approve(approved);
                case ApprovalFact.Rejected(_, Round of) when of.equals(round) ->
                        end.add(new Standing.Rejected(at));
                case ApprovalFact.Suspended(_, Round of) when of.equals(round) ->
                        end.add(new Standing.Suspended(at));
                case ApprovalFact.Flagged(_, Round of, Instant until) when of.equals(round) ->
                        deadline = until.isBefore(deadline) ? until : deadline;
                case ApprovalFact.WaiverEnded(_, String waiver) when restsOn(waiver) ->
                        end.add(new Standing.Suspended(at));
                case ApprovalFact.Revoked _ -> end.add(new Standing.Revoked(at));
                case ApprovalFact.PlanChanged _ -> end.add(new Standing.Void(at));
                case ApprovalFact.Archived _ -> end.add(new Standing.Archived(at));
                case Approved _,
                        ApprovalFact.Rejected _,
                        ApprovalFact.Suspended _,
                        ApprovalFact.Flagged _,
                        ApprovalFact.WaiverEnded _ -> {}
            }
            passTo(at);
        }

        private void approve(Approved approved) {
            approvals.put(approved.by(), approved);
            reached |= given() >= needed;
        }

        private boolean restsOn(String waiver) {
            return approvals.values().stream()
                    .anyMatch(one -> isLive(one) && one.waivers().contains(waiver));
        }

        private boolean isOver() {
            return !end.isEmpty();
        }

        private int given() {
            return (int) approvals.values().stream().filter(this::isLive).count();
        }

        private boolean isLive(Approved approved) {
            return approved.until().isAfter(present);
        }

        /// {@return when fewer approvals than needed are left: the end of the needed-th longest}
        private Instant quorumEnd() {
            return approvals.values().stream()
                    .map(Approved::until)
                    .sorted(Comparator.reverseOrder())
                    .skip(needed - 1L)
                    .findFirst()
                    .orElse(Instant.MIN);
        }

        Standing standing() {
            if (needed == 0) {
                return new Standing.NotRequested();
            }
            if (isOver()) {
                return end.getFirst();
            }
            if (!reached) {
                return new Standing.Pending(given(), needed);
            }
            Instant until = quorumEnd();
            Optional<Instant> risk =
                    Optional.of(deadline).filter(instant -> instant.isBefore(Instant.MAX));
            return risk.<Standing>map(instant ->
                            new Standing.AtRisk(instant.isBefore(until) ? instant : until))
                    .orElseGet(() -> new Standing.Effective(until));
        }
    }
}
