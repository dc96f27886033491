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
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
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
import io.shardfit.application.deployment.GrantWaiver;
import io.shardfit.application.deployment.Refusal;
import io.shardfit.application.deployment.RevokeWaiver;
import io.shardfit.application.document.Json;
import io.shardfit.application.event.EnvironmentEvent.WaiverGranted;
import io.shardfit.application.event.GrantedWaiver;
import io.shardfit.application.event.Role;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.port.ReadModels;
import io.shardfit.application.readmodel.EnvironmentWaiver;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Findings that are set aside for a while.
@Controller("/api/v1/waivers")
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
final class WaiversApi {
    private final ReadModels readModels;
    private final Instants instants;
    private final GrantWaiver grant;
    private final RevokeWaiver revoke;

    WaiversApi(ReadModels readModels, Instants instants, GrantWaiver grant, RevokeWaiver revoke) {
        this.readModels = readModels;
        this.instants = instants;
        this.grant = grant;
        this.revoke = revoke;
    }

    /// Those in force, in the order in which they were granted.
    ///
    /// @param after the position of the last grant that the client has
    @Get
    @Permitted
    @Described(
            id = "listWaivers",
            summary = "Lists the waivers in force",
            with = "environment=staging")
    HttpResponse<String> list(
            @QueryValue @Nullable String environment,
            @QueryValue(defaultValue = "0") long after,
            @QueryValue(defaultValue = "50") int limit) {
        List<EnvironmentWaiver> found =
                readModels.waiversInForce(instants.now()).stream()
                        .filter(one -> environment == null || one.environment().equals(environment))
                        .filter(one -> one.granted().position() > after)
                        .sorted(Comparator.comparing(one -> one.granted().position()))
                        .limit(Listing.limit(limit) + 1L)
                        .toList();
        UriBuilder page = UriBuilder.of("/api/v1/waivers").queryParam("limit", limit);
        Optional.ofNullable(environment).ifPresent(name -> page.queryParam("environment", name));
        return Listing.of(
                        found,
                        limit,
                        one -> Long.toString(one.granted().position()),
                        WaiversApi::row)
                .answer("waivers", page, "after");
    }

    private static Json row(EnvironmentWaiver one) {
        GrantedWaiver granted = one.granted();
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("environment", Json.text(one.environment()));
        members.put("position", Numbers.position(granted.position()));
        members.put("granter", Json.text(granted.granter()));
        members.putAll(
                new WaiverGranted(granted.waiver(), granted.requester(), granted.ticket())
                        .data()
                        .members());
        members.put("link", Json.text(link(one.environment(), granted.waiver().id())));
        return new Json.Fields(members);
    }

    private static String link(String environment, String id) {
        return "/api/v1/waivers/%s/%s".formatted(environment, id);
    }

    @Post
    @Consumes(MediaType.APPLICATION_JSON)
    @Permitted(Role.APPROVER)
    @Described(
            id = "grantWaiver",
            summary = "Sets a finding aside for a while",
            body =
                    "{\"environment\": \"staging\", \"finding\": \"MEM003\", \"reason\": \"a run"
                            + " needed less\", \"until\": \"$approvePlan.body#/until\", \"requester\":"
                            + " \"local-author\", \"planDigest\": \"$applyRemedy.body#/planDigest\","
                            + " \"ticket\": \"https://tickets.example/17\"}",
            status = 201,
            needs = Needs.IDEMPOTENCY_KEY,
            problems = {
                ProblemKind.SEPARATION_OF_DUTIES,
                ProblemKind.NOT_ALLOWED,
                ProblemKind.NEEDS_TEXT,
                ProblemKind.CONFLICT
            })
    HttpResponse<String> grant(HttpRequest<?> request, Identity identity, @Body byte[] body) {
        RequestBody members = RequestBody.of(body);
        GrantWaiver.Terms terms =
                new GrantWaiver.Terms(
                        members.text("environment"),
                        members.text("finding"),
                        members.optionalDigest("planDigest"),
                        members.text("reason"),
                        members.instant("until"),
                        members.text("requester"),
                        members.optionalText("ticket"));
        members.end();
        return Writes.answer(request, identity, write -> grant(write, terms));
    }

    private MutableHttpResponse<String> grant(Write write, GrantWaiver.Terms terms) {
        return switch (grant.grant(write.sender(), terms)) {
            case GrantWaiver.Outcome.Granted(WaiverGranted event) ->
                    Written.created(
                            write,
                            link(terms.environment(), event.waiver().id()),
                            Json.fields().with("environment", terms.environment()),
                            event);
            case GrantWaiver.Outcome.Refused(Refusal refusal) -> throw RefusedCommand.of(refusal);
            case GrantWaiver.Outcome.NotWritten(AppendOutcome why) -> throw RefusedCommand.of(why);
        };
    }

    @Post("/{environment}/{id}/revoke")
    @Consumes(MediaType.APPLICATION_JSON)
    @Permitted({Role.APPROVER, Role.ADMIN})
    @Described(
            id = "revokeWaiver",
            summary = "Ends a waiver at once",
            with = {"environment=staging", "id=$grantWaiver.body#/waiverId"},
            body = "{\"reason\": \"another run needed more\"}",
            needs = Needs.IDEMPOTENCY_KEY,
            problems = {ProblemKind.NOT_FOUND, ProblemKind.NEEDS_TEXT, ProblemKind.CONFLICT})
    HttpResponse<String> revoke(
            HttpRequest<?> request,
            Identity identity,
            String environment,
            String id,
            @Body byte[] body) {
        String reason = RequestBody.only("reason", body);
        return Writes.answer(
                request,
                identity,
                write ->
                        switch (revoke.revoke(write.sender(), environment, id, reason)) {
                            case RevokeWaiver.Outcome.Revoked(var event) ->
                                    Written.ok(
                                            write,
                                            Json.fields().with("environment", environment),
                                            event);
                            case RevokeWaiver.Outcome.Refused(Refusal refusal) ->
                                    throw RefusedCommand.of(refusal);
                            case RevokeWaiver.Outcome.NotWritten(AppendOutcome why) ->
                                    throw RefusedCommand.of(why);
                        });
    }
}
