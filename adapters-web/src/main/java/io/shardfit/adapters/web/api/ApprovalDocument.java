package io.shardfit.adapters.web.api;

import io.shardfit.adapters.web.api.Deployments.Known;
import io.shardfit.application.deployment.RequestApproval;
import io.shardfit.application.document.Json;
import io.shardfit.application.event.ApprovalEvent.ApprovalRequested;
import io.shardfit.application.event.ApprovalEvent.Basis;
import io.shardfit.application.event.ApprovalEvent.PlanApproved;
import io.shardfit.application.event.Recorded;
import io.shardfit.application.format.EntryFormat;
import io.shardfit.application.readmodel.PendingRequest;
import io.shardfit.domain.approval.Standing;
import java.util.List;

/// How a deployment stands in an environment, and what led to it.
final class ApprovalDocument {
    private ApprovalDocument() {}

    static String link(String deployment, String environment) {
        return "/api/v1/approvals/%s/%s".formatted(deployment, environment);
    }

    private static Json.Builder about(String deployment, String environment) {
        return Json.fields().with("deployment", deployment).with("environment", environment);
    }

    private static Json.Builder document(String deployment, String environment) {
        return Json.fields()
                .with("schemaVersion", "1.0")
                .with("deployment", deployment)
                .with("environment", environment);
    }

    /// A request that waits, in a list of many.
    static Json.Fields of(PendingRequest pending) {
        return about(pending.deployment(), pending.environment())
                .with("position", Numbers.position(pending.position()))
                .with("at", EntryFormat.time(pending.at()))
                .with("by", pending.by())
                .with("round", Numbers.count(pending.round().number()))
                .with("given", Numbers.count(pending.given()))
                .with("needed", Numbers.count(pending.needed()))
                .with("basis", basis(pending.basis()))
                .with("link", link(pending.deployment(), pending.environment()))
                .build();
    }

    /// A request that was made.
    static Json.Fields of(String deployment, ApprovalRequested request, long position) {
        return request(
                deployment,
                request,
                position,
                new Standing.Pending(0, request.needed()),
                new Json.Flag(false));
    }

    /// A request that was made before, and does what another one would.
    static Json.Fields of(String deployment, RequestApproval.Outcome.Known known) {
        return request(
                deployment,
                known.asked(),
                known.request().position(),
                known.standing(),
                new Json.Flag(true));
    }

    private static Json.Fields request(
            String deployment,
            ApprovalRequested request,
            long position,
            Standing standing,
            Json.Flag known) {
        Json.Builder fields =
                document(deployment, request.environment())
                        .with("known", known)
                        .with("needed", Numbers.count(request.needed()));
        stands(fields, standing);
        return fields.with("position", Numbers.position(position))
                .with("round", Numbers.count(request.round().number()))
                .with("basis", basis(request.basis()))
                .with("link", link(deployment, request.environment()))
                .build();
    }

    /// An approval that was given, and how the deployment stands by it.
    static Json.Fields of(
            String deployment, PlanApproved approval, Standing standing, long position) {
        Json.Builder fields = document(deployment, approval.environment());
        stands(fields, standing);
        return fields.with("position", Numbers.position(position))
                .with("approval", approval(approval).build())
                .build();
    }

    /// @param known the deployment as of the instant that is asked about
    static Json.Fields of(Known known, String environment) {
        Json.Builder fields = document(known.name(), environment);
        stands(fields, known.standing(environment));
        fields.with("planDigest", known.plan().submitted().plan().text());
        for (Recorded recorded : request(known, environment)) {
            ApprovalRequested request = (ApprovalRequested) recorded.event();
            fields.with("round", Numbers.count(request.round().number()))
                    .with("requestedAt", EntryFormat.time(recorded.at()))
                    .with("requestedBy", recorded.by())
                    .with("basis", basis(request.basis()));
        }
        return fields.with("approvals", Json.items(approvals(known, environment))).build();
    }

    /// {@return the newest request; none if nobody asked}
    private static List<Recorded> request(Known known, String environment) {
        return known.history().events().reversed().stream()
                .filter(recorded ->
                        recorded.event() instanceof ApprovalRequested asked
                                && asked.environment().equals(environment))
                .limit(1)
                .toList();
    }

    private static List<Json> approvals(Known known, String environment) {
        return known.history().events().reversed().stream()
                .filter(recorded ->
                        recorded.event() instanceof PlanApproved given
                                && given.environment().equals(environment))
                .<Json>map(recorded ->
                        approval((PlanApproved) recorded.event())
                                .with("position", Numbers.position(recorded.position()))
                                .with("at", EntryFormat.time(recorded.at()))
                                .with("by", recorded.by())
                                .build())
                .toList();
    }

    private static void stands(Json.Builder fields, Standing standing) {
        fields.with("standing", standing.word());
        Standings.until(standing).ifPresent(until -> fields.with("until", EntryFormat.time(until)));
        if (standing instanceof Standing.Pending(int given, int needed)) {
            fields.with("given", Numbers.count(given)).with("needed", Numbers.count(needed));
        }
    }

    private static Json.Builder approval(PlanApproved approval) {
        Json.Builder fields =
                Json.fields()
                        .with("round", Numbers.count(approval.round().number()))
                        .with("basis", basis(approval.basis()))
                        .with("result", approval.result().name())
                        .with("until", EntryFormat.time(approval.until()))
                        .with(
                                "waivers",
                                Json.items(approval.waivers().stream().map(Json::text).toList()));
        approval.comment().ifPresent(comment -> fields.with("comment", comment));
        return fields;
    }

    private static Json basis(Basis basis) {
        return Json.fields()
                .with("planDigest", basis.plan().text())
                .with("verdictPosition", Numbers.position(basis.verdictPosition()))
                .with("policyVersion", Numbers.count(basis.policyVersion()))
                .build();
    }
}
