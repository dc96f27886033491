package io.shardfit.adapters.web.api;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.uri.UriBuilder;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.Problem;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.adapters.web.RefusedCommand;
import io.shardfit.adapters.web.access.Identity;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.adapters.web.api.Writes.Write;
import io.shardfit.adapters.web.openapi.Described;
import io.shardfit.adapters.web.openapi.Needs;
import io.shardfit.application.deployment.ApprovePlan;
import io.shardfit.application.deployment.Refusal;
import io.shardfit.application.deployment.RejectApproval;
import io.shardfit.application.deployment.RequestApproval;
import io.shardfit.application.deployment.RevokeApproval;
import io.shardfit.application.document.Json;
import io.shardfit.application.event.ApprovalEvent.ApprovalRequested;
import io.shardfit.application.event.ApprovalEvent.Basis;
import io.shardfit.application.event.Role;
import io.shardfit.application.format.InputError;
import io.shardfit.application.format.JsonText;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.port.ReadModels;
import io.shardfit.application.readmodel.PendingRequest;
import java.util.List;
import java.util.Optional;

/// Who lets which plan run where.
@Controller("/api/v1/approvals")
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
final class ApprovalsApi {
    private final ReadModels readModels;
    private final Deployments deployments;
    private final Instants instants;
    private final RequestApproval request;
    private final ApprovePlan approve;
    private final RejectApproval reject;
    private final RevokeApproval revoke;

    ApprovalsApi(
            ReadModels readModels,
            Deployments deployments,
            Instants instants,
            RequestApproval request,
            ApprovePlan approve,
            RejectApproval reject,
            RevokeApproval revoke) {
        this.readModels = readModels;
        this.deployments = deployments;
        this.instants = instants;
        this.request = request;
        this.approve = approve;
        this.reject = reject;
        this.revoke = revoke;
    }

    /// Requests that wait, the oldest first.
    ///
    /// @param after the position of the last request that the client has
    @Get
    @Permitted
    @Described(
            id = "listPendingApprovals",
            summary = "Lists the requests that wait for somebody, the oldest first")
    HttpResponse<String> pending(
            @QueryValue(defaultValue = "0") long after,
            @QueryValue(defaultValue = "50") int limit) {
        List<PendingRequest> found =
                readModels.pending(instants.now()).stream()
                        .filter(one -> one.position() > after)
                        .limit(Listing.limit(limit) + 1L)
                        .toList();
        return Listing.of(found, limit, one -> Long.toString(one.position()), ApprovalDocument::of)
                .answer(
                        "approvals",
                        UriBuilder.of("/api/v1/approvals").queryParam("limit", limit),
                        "after");
    }

    /// @param at for which instant; now if there is none
    @Get("/{deployment}/{environment}")
    @Permitted
    @Described(
            id = "readApproval",
            summary = "Says how a deployment stands in an environment, and what led to it",
            with = {"deployment=moe-30b-new", "environment=staging"},
            problems = ProblemKind.NOT_FOUND,
            after = "approvePlan")
    HttpResponse<String> one(
            String deployment, String environment, @QueryValue @Nullable String at) {
        deployments.environment(environment, instants.now());
        Deployments.Known known = deployments.known(deployment, instants.of("at", at));
        return HttpResponse.ok(JsonText.pretty(ApprovalDocument.of(known, environment)))
                .header(HttpHeaders.ETAG, Conditions.tag(known.plan().submitted().plan()));
    }

    @Post
    @Consumes(MediaType.APPLICATION_JSON)
    @Permitted(Role.AUTHOR)
    @Described(
            id = "requestApproval",
            summary =
                    "Asks for approval of a plan in an environment; joins a request that waits, and"
                            + " asks for nothing that is approved already, unless it renews",
            with = "If-Match=$applyRemedy.header.ETag",
            body =
                    "{\"deployment\": \"moe-30b-new\", \"environment\": \"staging\","
                            + " \"renew\": false}",
            status = 201,
            also = 200,
            needs = {Needs.IDEMPOTENCY_KEY, Needs.IF_MATCH},
            problems = {
                ProblemKind.NOT_FOUND,
                ProblemKind.NOT_ALLOWED,
                ProblemKind.CONFLICT,
                ProblemKind.UNREADABLE_PLAN
            })
    HttpResponse<String> request(HttpRequest<?> http, Identity identity, @Body byte[] body) {
        RequestBody members = RequestBody.of(body);
        String deployment = members.text("deployment");
        String environment = members.text("environment");
        RequestApproval.Wish wish =
                new RequestApproval.Wish(
                        deployment, environment, members.optionalFlag("renew").orElse(false));
        members.end();
        return Writes.decide(
                http,
                identity,
                write ->
                        switch (request.request(write.sender(), wish)) {
                            case RequestApproval.Outcome.Requested(ApprovalRequested event) ->
                                    requested(deployment, event, write);
                            case RequestApproval.Outcome.Known known -> known(deployment, known);
                            case RequestApproval.Outcome.Rejected(List<InputError> errors) ->
                                    throw new ProblemException(Problem.unreadable(errors));
                            case RequestApproval.Outcome.Refused(Refusal refusal) ->
                                    throw RefusedCommand.of(refusal);
                            case RequestApproval.Outcome.NotWritten(AppendOutcome why) ->
                                    throw RefusedCommand.of(why);
                        });
    }

    private static MutableHttpResponse<String> requested(
            String deployment, ApprovalRequested event, Write write) {
        return HttpResponse.<String>created(
                        JsonText.pretty(
                                ApprovalDocument.of(
                                        deployment, event, write.position().orElseThrow())))
                .header(
                        HttpHeaders.LOCATION,
                        ApprovalDocument.link(deployment, event.environment()));
    }

    private static MutableHttpResponse<String> known(
            String deployment, RequestApproval.Outcome.Known known) {
        return HttpResponse.ok(JsonText.pretty(ApprovalDocument.of(deployment, known)))
                .header(
                        HttpHeaders.LOCATION,
                        ApprovalDocument.link(deployment, known.asked().environment()));
    }

    /// Says yes to what was asked for. With a basis it is refused when anything else would be
    /// approved than was shown; without one, when the plan is another.
    @Post("/{deployment}/{environment}/approve")
    @Consumes(MediaType.APPLICATION_JSON)
    @Permitted(Role.APPROVER)
    @Described(
            id = "approvePlan",
            summary = "Approves what was asked for and shown",
            with = {
                "deployment=moe-30b-new",
                "environment=staging",
                "If-Match=$applyRemedy.header.ETag"
            },
            body =
                    "{\"comment\": \"measured\", \"basis\": {\"planDigest\":"
                            + " \"$requestApproval.body#/basis/planDigest\", \"verdictPosition\":"
                            + " $requestApproval.body#/basis/verdictPosition, \"policyVersion\":"
                            + " $requestApproval.body#/basis/policyVersion}}",
            needs = {Needs.IDEMPOTENCY_KEY, Needs.IF_MATCH},
            problems = {
                ProblemKind.NOT_FOUND,
                ProblemKind.SEPARATION_OF_DUTIES,
                ProblemKind.NOT_ALLOWED,
                ProblemKind.WRONG_STANDING,
                ProblemKind.NEEDS_TEXT,
                ProblemKind.CONFLICT
            })
    HttpResponse<String> approve(
            HttpRequest<?> http,
            Identity identity,
            String deployment,
            String environment,
            @Body @Nullable String body) {
        RequestBody members = RequestBody.ofOptional(body);
        Optional<String> comment = members.optionalText("comment");
        Optional<Basis> shown = members.optionalObject("basis").map(ApprovalsApi::basis);
        members.end();
        ApprovePlan.Approval approval =
                new ApprovePlan.Approval(deployment, environment, comment, shown);
        return Writes.decide(http, identity, write -> approve(write, approval));
    }

    private static Basis basis(RequestBody members) {
        Basis basis =
                new Basis(
                        members.digest("planDigest"),
                        members.position("verdictPosition"),
                        members.position("policyVersion"));
        members.end();
        return basis;
    }

    private MutableHttpResponse<String> approve(Write write, ApprovePlan.Approval approval) {
        return switch (approve.approve(write.sender(), approval)) {
            case ApprovePlan.Outcome.Approved(var given, var standing) ->
                    HttpResponse.ok(
                            JsonText.pretty(
                                    ApprovalDocument.of(
                                            approval.deployment(),
                                            given,
                                            standing,
                                            write.position().orElseThrow())));
            case ApprovePlan.Outcome.Refused(Refusal refusal) -> throw RefusedCommand.of(refusal);
            case ApprovePlan.Outcome.NotWritten(AppendOutcome why) -> throw RefusedCommand.of(why);
        };
    }

    @Post("/{deployment}/{environment}/reject")
    @Consumes(MediaType.APPLICATION_JSON)
    @Permitted(Role.APPROVER)
    @Described(
            id = "rejectApproval",
            summary = "Rejects what was asked for",
            with = {
                "deployment=moe-30b-waiting",
                "environment=staging",
                "If-Match=\"$listPendingApprovals.body#/approvals/0/basis/planDigest\""
            },
            body = "{\"comment\": \"leaves no room for longer sequences\"}",
            needs = {Needs.IDEMPOTENCY_KEY, Needs.IF_MATCH},
            problems = {
                ProblemKind.NOT_FOUND,
                ProblemKind.WRONG_STANDING,
                ProblemKind.NEEDS_TEXT,
                ProblemKind.CONFLICT
            })
    HttpResponse<String> reject(
            HttpRequest<?> http,
            Identity identity,
            String deployment,
            String environment,
            @Body byte[] body) {
        String comment = RequestBody.only("comment", body);
        return Writes.decide(
                http,
                identity,
                write ->
                        switch (reject.reject(write.sender(), deployment, environment, comment)) {
                            case RejectApproval.Outcome.Rejected(var event) ->
                                    Written.ok(write, about(deployment), event);
                            case RejectApproval.Outcome.Refused(Refusal refusal) ->
                                    throw RefusedCommand.of(refusal);
                            case RejectApproval.Outcome.NotWritten(AppendOutcome why) ->
                                    throw RefusedCommand.of(why);
                        });
    }

    /// The authors of a plan may stop it, too, and so may administrators.
    @Post("/{deployment}/{environment}/revoke")
    @Consumes(MediaType.APPLICATION_JSON)
    @Permitted({Role.AUTHOR, Role.APPROVER, Role.ADMIN})
    @Described(
            id = "revokeApproval",
            summary = "Takes back at once what is approved or asked for",
            with = {
                "deployment=moe-30b-new",
                "environment=staging",
                "If-Match=$applyRemedy.header.ETag"
            },
            body = "{\"reason\": \"the cluster is needed elsewhere\"}",
            needs = {Needs.IDEMPOTENCY_KEY, Needs.IF_MATCH},
            problems = {
                ProblemKind.NOT_FOUND,
                ProblemKind.WRONG_STANDING,
                ProblemKind.NEEDS_TEXT,
                ProblemKind.CONFLICT
            },
            after = "readApproval")
    HttpResponse<String> revoke(
            HttpRequest<?> http,
            Identity identity,
            String deployment,
            String environment,
            @Body byte[] body) {
        String reason = RequestBody.only("reason", body);
        return Writes.decide(
                http,
                identity,
                write ->
                        switch (revoke.revoke(write.sender(), deployment, environment, reason)) {
                            case RevokeApproval.Outcome.Revoked(var event) ->
                                    Written.ok(write, about(deployment), event);
                            case RevokeApproval.Outcome.Refused(Refusal refusal) ->
                                    throw RefusedCommand.of(refusal);
                            case RevokeApproval.Outcome.NotWritten(AppendOutcome why) ->
                                    throw RefusedCommand.of(why);
                        });
    }

    private static Json.Builder about(String deployment) {
        return Json.fields().with("deployment", deployment);
    }
}
