package io.shardfit.adapters.web.api;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.uri.UriBuilder;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.Problem;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.adapters.web.RefusedCommand;
import io.shardfit.adapters.web.access.Identity;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.adapters.web.api.Writes.Write;
import io.shardfit.adapters.web.openapi.Described;
import io.shardfit.adapters.web.openapi.Needs;
import io.shardfit.application.deployment.ChangePolicy;
import io.shardfit.application.deployment.Refusal;
import io.shardfit.application.document.Json;
import io.shardfit.application.event.EnvironmentEvent.PolicyChanged;
import io.shardfit.application.event.EnvironmentHistory;
import io.shardfit.application.event.Role;
import io.shardfit.application.format.JsonText;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.port.ReadModels;
import io.shardfit.domain.approval.EnvironmentPolicy;
import java.util.List;

/// What environments ask of plans.
@Controller("/api/v1/environments")
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
final class EnvironmentsApi {
    private final ReadModels readModels;
    private final Deployments deployments;
    private final Instants instants;
    private final ChangePolicy change;

    EnvironmentsApi(
            ReadModels readModels,
            Deployments deployments,
            Instants instants,
            ChangePolicy change) {
        this.readModels = readModels;
        this.deployments = deployments;
        this.instants = instants;
        this.change = change;
    }

    /// By name.
    @Get
    @Permitted
    @Described(
            id = "listEnvironments",
            summary = "Lists the environments and what they ask of plans",
            with = "after=production")
    HttpResponse<String> list(
            @QueryValue(defaultValue = "") String after,
            @QueryValue(defaultValue = "50") int limit) {
        List<String> found =
                readModels.knownEnvironments().stream()
                        .filter(name -> name.compareTo(after) > 0)
                        .limit(Listing.limit(limit) + 1L)
                        .toList();
        return Listing.of(found, limit, name -> name, this::row)
                .answer(
                        "environments",
                        UriBuilder.of("/api/v1/environments").queryParam("limit", limit),
                        "after");
    }

    private Json row(String name) {
        return members(Json.fields(), name, deployments.environment(name, instants.now()));
    }

    private static Json.Fields members(
            Json.Builder fields, String name, EnvironmentHistory history) {
        return PolicyDocument.members(
                fields.with("environment", name)
                        .with("policyVersion", Numbers.count(history.policyVersion())),
                history.policy());
    }

    /// @param at for which instant; now if there is none
    @Get("/{environment}")
    @Permitted
    @Described(
            id = "readEnvironment",
            summary = "Says what an environment asks of plans",
            with = "environment=production",
            after = "changePolicy")
    HttpResponse<String> one(String environment, @QueryValue @Nullable String at) {
        EnvironmentHistory history = deployments.environment(environment, instants.of("at", at));
        return HttpResponse.ok(
                JsonText.pretty(
                        members(Json.fields().with("schemaVersion", "1.0"), environment, history)));
    }

    /// Sets the whole policy.
    @Put("/{environment}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Permitted(Role.ADMIN)
    @Described(
            id = "changePolicy",
            summary = "Sets what an environment asks of plans from now on",
            with = "environment=production",
            body =
                    "{\"neededApprovals\": 2, \"allowedVerdicts\": [\"READY\"], \"safetyMargin\":"
                            + " 0.1, \"waivableFindings\": [], \"onCorrection\": \"strict\","
                            + " \"approvalLifetime\": \"PT720H\", \"roleDelay\": \"PT24H\", \"reason\":"
                            + " \"production runs unattended\"}",
            needs = Needs.IDEMPOTENCY_KEY,
            problems = {ProblemKind.NEEDS_TEXT, ProblemKind.CONFLICT})
    HttpResponse<String> change(
            HttpRequest<?> request, Identity identity, String environment, @Body byte[] body) {
        RequestBody members = RequestBody.of(body);
        EnvironmentPolicy policy = PolicyDocument.read(members);
        String reason = members.text("reason");
        members.end();
        return Writes.answer(
                request, identity, write -> change(write, environment, policy, reason));
    }

    private MutableHttpResponse<String> change(
            Write write, String environment, EnvironmentPolicy policy, String reason) {
        return switch (change.change(write.sender(), environment, policy, reason)) {
            case ChangePolicy.Outcome.Changed(PolicyChanged event) ->
                    HttpResponse.ok(JsonText.pretty(changed(write, environment, event)));
            case ChangePolicy.Outcome.Refused(Refusal refusal) -> throw RefusedCommand.of(refusal);
            case ChangePolicy.Outcome.NotWritten(AppendOutcome why) -> throw RefusedCommand.of(why);
        };
    }

    private static Json changed(Write write, String environment, PolicyChanged event) {
        Json.Builder fields =
                Json.fields().with("schemaVersion", "1.0").with("environment", environment);
        write.position().ifPresent(at -> fields.with("position", Numbers.position(at)));
        return PolicyDocument.members(fields.with("reason", event.reason()), event.policy());
    }
}
