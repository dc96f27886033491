package io.shardfit.application.event;

import io.shardfit.application.document.Json;
import io.shardfit.application.format.EntryFormat;
import io.shardfit.application.ledger.Digest;
import io.shardfit.domain.approval.Round;
import io.shardfit.domain.verdict.Readiness;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What happens to the approval of a plan in an environment; in the deployment's stream.
public sealed interface ApprovalEvent extends LedgerEvent {
    String environment();

    /// A round begins, for exactly this plan, verdict and policy.
    ///
    /// @param round 1, 2 … for each environment
    /// @param needed distinct approvers
    record ApprovalRequested(String environment, Round round, Basis basis, int needed)
            implements ApprovalEvent {
        @Override
        public Json.Fields data() {
            return basis.onto(begun(environment, round))
                    .with("needed", Members.number(needed))
                    .build();
        }

        static ApprovalRequested of(Data data) {
            return new ApprovalRequested(
                    data.text("environment"), roundOf(data), Basis.of(data), data.small("needed"));
        }
    }

    /// @param until the first instant at which it no longer counts
    /// @param result the answer that was approved
    /// @param roles of the approver at that moment
    /// @param waivers on which it rests
    record PlanApproved(
            String environment,
            Round round,
            Basis basis,
            Readiness result,
            Instant until,
            Optional<String> comment,
            List<String> roles,
            Set<String> waivers)
            implements ApprovalEvent {
        public PlanApproved {
            roles = List.copyOf(roles);
            waivers = Collections.unmodifiableSet(new TreeSet<>(waivers));
        }

        @Override
        public Json.Fields data() {
            Json.Builder fields =
                    basis.onto(begun(environment, round))
                            .with("result", result.name())
                            .with("until", EntryFormat.time(until))
                            .with("roles", Members.texts(roles))
                            .with("waivers", Members.texts(waivers));
            comment.ifPresent(text -> fields.with("comment", text));
            return fields.build();
        }

        static PlanApproved of(Data data) {
            return new PlanApproved(
                    data.text("environment"),
                    roundOf(data),
                    Basis.of(data),
                    data.parsed("result", "a verdict", Readiness::valueOf),
                    data.instant("until"),
                    data.optional("comment"),
                    data.texts("roles"),
                    Set.copyOf(data.texts("waivers")));
        }
    }

    record ApprovalRejected(String environment, Round round, String comment)
            implements ApprovalEvent {
        @Override
        public Json.Fields data() {
            return begun(environment, round).with("comment", comment).build();
        }

        static ApprovalRejected of(Data data) {
            return new ApprovalRejected(
                    data.text("environment"), roundOf(data), data.text("comment"));
        }
    }

    /// Ends everything that is approved or asked for in the environment.
    record ApprovalRevoked(String environment, String reason) implements ApprovalEvent {
        @Override
        public Json.Fields data() {
            return Json.fields().with("environment", environment).with("reason", reason).build();
        }

        static ApprovalRevoked of(Data data) {
            return new ApprovalRevoked(data.text("environment"), data.text("reason"));
        }
    }

    /// The answer that was approved no longer holds.
    ///
    /// @param cause a sentence
    record ApprovalSuspended(String environment, Round round, String cause)
            implements ApprovalEvent {
        @Override
        public Json.Fields data() {
            return begun(environment, round).with("cause", cause).build();
        }

        static ApprovalSuspended of(Data data) {
            return new ApprovalSuspended(
                    data.text("environment"), roundOf(data), data.text("cause"));
        }
    }

    /// As {@link ApprovalSuspended}, from a deadline on.
    record ApprovalFlagged(String environment, Round round, Instant deadline, String cause)
            implements ApprovalEvent {
        @Override
        public Json.Fields data() {
            return begun(environment, round)
                    .with("deadline", EntryFormat.time(deadline))
                    .with("cause", cause)
                    .build();
        }

        static ApprovalFlagged of(Data data) {
            return new ApprovalFlagged(
                    data.text("environment"),
                    roundOf(data),
                    data.instant("deadline"),
                    data.text("cause"));
        }
    }

    /// For the record: an approval ends at its end whether this is written or not.
    record ApprovalExpired(String environment, Round round, Instant since)
            implements ApprovalEvent {
        @Override
        public Json.Fields data() {
            return begun(environment, round).with("since", EntryFormat.time(since)).build();
        }

        static ApprovalExpired of(Data data) {
            return new ApprovalExpired(
                    data.text("environment"), roundOf(data), data.instant("since"));
        }
    }

    /// What a decision was made on. If any of it changes, the decision is stale.
    ///
    /// @param verdictPosition of the verdict in the log
    /// @param policyVersion version of the environment's stream at its last change of policy; 0 for
    ///   the policy that holds when none was set
    record Basis(Digest plan, long verdictPosition, long policyVersion) {
        private Json.Builder onto(Json.Builder fields) {
            return fields.with("planDigest", plan.text())
                    .with("verdictPosition", Members.number(verdictPosition))
                    .with("policyVersion", Members.number(policyVersion));
        }

        private static Basis of(Data data) {
            return new Basis(
                    data.digest("planDigest"),
                    data.whole("verdictPosition"),
                    data.whole("policyVersion"));
        }
    }

    private static Json.Builder begun(String environment, Round round) {
        return Json.fields()
                .with("environment", environment)
                .with("round", Members.number(round.number()));
    }

    private static Round roundOf(Data data) {
        return new Round(data.small("round"));
    }
}
