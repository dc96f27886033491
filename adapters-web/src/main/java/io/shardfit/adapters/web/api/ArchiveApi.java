package io.shardfit.adapters.web.api;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.Problem;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.adapters.web.RefusedCommand;
import io.shardfit.adapters.web.access.Identity;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.adapters.web.openapi.Described;
import io.shardfit.adapters.web.openapi.Needs;
import io.shardfit.application.deployment.ArchiveDeployment;
import io.shardfit.application.deployment.Refusal;
import io.shardfit.application.document.Json;
import io.shardfit.application.event.PlanEvent.DeploymentArchived;
import io.shardfit.application.event.Role;
import io.shardfit.application.ledger.AppendOutcome;

/// Ending a deployment.
@Controller("/api/v1/plans/{deployment}/archive")
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
final class ArchiveApi {
    private final ArchiveDeployment archive;

    ArchiveApi(ArchiveDeployment archive) {
        this.archive = archive;
    }

    /// Those may who may revoke its approvals.
    @Post
    @Consumes(MediaType.APPLICATION_JSON)
    @Permitted({Role.AUTHOR, Role.APPROVER, Role.ADMIN})
    @Described(
            id = "archivePlan",
            summary = "Ends a deployment: nothing of it may run",
            with = {
                "deployment=moe-30b-old",
                "If-Match=\"$listPendingApprovals.body#/approvals/0/basis/planDigest\""
            },
            body = "{\"reason\": \"replaced by moe-30b-new\"}",
            needs = {Needs.IDEMPOTENCY_KEY, Needs.IF_MATCH},
            problems = {ProblemKind.NOT_FOUND, ProblemKind.NEEDS_TEXT, ProblemKind.CONFLICT})
    HttpResponse<String> archive(
            HttpRequest<?> request, Identity identity, String deployment, @Body byte[] body) {
        String reason = RequestBody.only("reason", body);
        return Writes.decide(
                request,
                identity,
                write ->
                        switch (archive.archive(write.sender(), deployment, reason)) {
                            case ArchiveDeployment.Outcome.Archived(DeploymentArchived event) ->
                                    Written.ok(
                                            write,
                                            Json.fields().with("deployment", deployment),
                                            event);
                            case ArchiveDeployment.Outcome.Refused(Refusal refusal) ->
                                    throw RefusedCommand.of(refusal);
                            case ArchiveDeployment.Outcome.NotWritten(AppendOutcome why) ->
                                    throw RefusedCommand.of(why);
                        });
    }
}
