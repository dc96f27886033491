package io.shardfit.application.event;

import io.shardfit.application.document.Json;
import io.shardfit.application.format.EntryFormat;
import io.shardfit.application.ledger.Digest;
import io.shardfit.domain.approval.EnvironmentPolicy;
import io.shardfit.domain.approval.Waiver;
import java.util.Optional;

/// What happens to an environment; in its stream, or in that of its gate.
public sealed interface EnvironmentEvent extends LedgerEvent {
    record PolicyChanged(EnvironmentPolicy policy, String reason) implements EnvironmentEvent {
        @Override
        public Json.Fields data() {
            return Json.fields()
                    .with("policy", PolicyData.write(policy))
                    .with("reason", reason)
                    .build();
        }

        static PolicyChanged of(Data data) {
            return new PolicyChanged(PolicyData.read(data.inner("policy")), data.text("reason"));
        }
    }

    /// @param requester who asked for it, another person than the one who granted it
    /// @param ticket where it is discussed
    record WaiverGranted(Waiver waiver, String requester, Optional<String> ticket)
            implements EnvironmentEvent {
        @Override
        public Json.Fields data() {
            Json.Builder fields =
                    Json.fields()
                            .with("waiverId", waiver.id())
                            .with("finding", waiver.finding())
                            .with("reason", waiver.reason())
                            .with("from", EntryFormat.time(waiver.from()))
                            .with("until", EntryFormat.time(waiver.until()))
                            .with("requester", requester);
            waiver.planDigest().ifPresent(plan -> fields.with("planDigest", plan));
            ticket.ifPresent(link -> fields.with("ticket", link));
            return fields.build();
        }

        static WaiverGranted of(Data data) {
            return new WaiverGranted(
                    new Waiver(
                            data.text("waiverId"),
                            data.text("finding"),
                            data.optional("planDigest"),
                            data.text("reason"),
                            data.instant("from"),
                            data.instant("until")),
                    data.text("requester"),
                    data.optional("ticket"));
        }
    }

    record WaiverRevoked(String waiver, String reason) implements EnvironmentEvent {
        @Override
        public Json.Fields data() {
            return Json.fields().with("waiverId", waiver).with("reason", reason).build();
        }

        static WaiverRevoked of(Data data) {
            return new WaiverRevoked(data.text("waiverId"), data.text("reason"));
        }
    }

    /// Something wanted to run and was refused.
    ///
    /// @param request the caller's own identifier
    /// @param deployment empty if it named none and none has the plan
    /// @param plan empty if it named none
    record AdmissionDenied(String request, String deployment, Optional<Digest> plan, String reason)
            implements EnvironmentEvent {
        @Override
        public Json.Fields data() {
            Json.Builder fields =
                    Json.fields()
                            .with("requestId", request)
                            .with("deployment", deployment)
                            .with("reason", reason);
            plan.ifPresent(digest -> fields.with("planDigest", digest.text()));
            return fields.build();
        }

        static AdmissionDenied of(Data data) {
            return new AdmissionDenied(
                    data.text("requestId"),
                    data.text("deployment"),
                    data.optionally("planDigest", "a digest", Digest::new),
                    data.text("reason"));
        }
    }
}
