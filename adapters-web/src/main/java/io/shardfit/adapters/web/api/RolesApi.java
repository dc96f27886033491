package io.shardfit.adapters.web.api;

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
import io.shardfit.application.deployment.GrantRole;
import io.shardfit.application.deployment.Refusal;
import io.shardfit.application.deployment.RevokeRole;
import io.shardfit.application.deployment.Sender;
import io.shardfit.application.document.Json;
import io.shardfit.application.event.LedgerEvent;
import io.shardfit.application.event.Role;
import io.shardfit.application.event.RoleHistory;
import io.shardfit.application.format.EntryFormat;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Who holds which role.
@Controller("/api/v1/roles")
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
final class RolesApi {
    private final EventLog log;
    private final GrantRole grant;
    private final RevokeRole revoke;

    RolesApi(EventLog log, GrantRole grant, RevokeRole revoke) {
        this.log = log;
        this.grant = grant;
        this.revoke = revoke;
    }

    /// By subject.
    @Get
    @Permitted
    @Described(id = "listRoles", summary = "Lists who holds which role, and since when")
    HttpResponse<String> list(
            @QueryValue(defaultValue = "") String after,
            @QueryValue(defaultValue = "50") int limit) {
        List<Map.Entry<String, Map<Role, Instant>>> found =
                new TreeMap<>(RoleHistory.of(log.stream(StreamId.directory())).held())
                        .tailMap(after, false).entrySet().stream()
                                .filter(entry -> !entry.getValue().isEmpty())
                                .limit(Listing.limit(limit) + 1L)
                                .toList();
        return Listing.of(found, limit, Map.Entry::getKey, RolesApi::row)
                .answer(
                        "subjects",
                        UriBuilder.of("/api/v1/roles").queryParam("limit", limit),
                        "after");
    }

    private static Json row(Map.Entry<String, Map<Role, Instant>> held) {
        return Json.fields()
                .with("subject", held.getKey())
                .with(
                        "roles",
                        Json.items(
                                new TreeMap<>(held.getValue())
                                        .entrySet().stream()
                                                .map(one ->
                                                        Json.fields()
                                                                .with("role", one.getKey().word())
                                                                .with(
                                                                        "since",
                                                                        EntryFormat.time(
                                                                                one.getValue()))
                                                                .build())
                                                .toList()))
                .build();
    }

    /// A role that somebody holds or is to hold.
    private record Holding(String subject, Role role, String reason) {
        static Holding of(byte[] body) {
            RequestBody members = RequestBody.of(body);
            Holding holding =
                    new Holding(
                            members.text("subject"),
                            members.parsed(
                                    "role",
                                    members.text("role"),
                                    "viewer, author, approver, auditor or admin",
                                    Role::ofWord),
                            members.text("reason"));
            members.end();
            return holding;
        }
    }

    @Post
    @Consumes(MediaType.APPLICATION_JSON)
    @Permitted(Role.ADMIN)
    @Described(
            id = "grantRole",
            summary = "Gives a role to somebody else",
            body =
                    "{\"subject\": \"usr_eve\", \"role\": \"approver\", \"reason\": \"joined the"
                            + " platform team\"}",
            status = 201,
            needs = Needs.IDEMPOTENCY_KEY,
            problems = {
                ProblemKind.SEPARATION_OF_DUTIES,
                ProblemKind.NEEDS_TEXT,
                ProblemKind.CONFLICT
            })
    HttpResponse<String> grant(HttpRequest<?> request, Identity identity, @Body byte[] body) {
        Holding holding = Holding.of(body);
        return Writes.answer(
                request,
                identity,
                write ->
                        Written.created(
                                write,
                                "/api/v1/roles",
                                Json.fields(),
                                granted(write.sender(), holding)));
    }

    private LedgerEvent granted(Sender sender, Holding holding) {
        return switch (grant.grant(sender, holding.subject(), holding.role(), holding.reason())) {
            case GrantRole.Outcome.Granted(var event) -> event;
            case GrantRole.Outcome.Refused(Refusal refusal) -> throw RefusedCommand.of(refusal);
            case GrantRole.Outcome.NotWritten(AppendOutcome why) -> throw RefusedCommand.of(why);
        };
    }

    @Post("/revoke")
    @Consumes(MediaType.APPLICATION_JSON)
    @Permitted(Role.ADMIN)
    @Described(
            id = "revokeRole",
            summary = "Takes a role from somebody at once",
            body =
                    "{\"subject\": \"usr_eve\", \"role\": \"approver\", \"reason\": \"left the"
                            + " platform team\"}",
            needs = Needs.IDEMPOTENCY_KEY,
            problems = {ProblemKind.NEEDS_TEXT, ProblemKind.CONFLICT},
            after = "grantRole")
    HttpResponse<String> revoke(HttpRequest<?> request, Identity identity, @Body byte[] body) {
        Holding holding = Holding.of(body);
        return Writes.answer(request, identity, write -> revoked(write, holding));
    }

    private MutableHttpResponse<String> revoked(Write write, Holding holding) {
        return switch (revoke.revoke(
                write.sender(), holding.subject(), holding.role(), holding.reason())) {
            case RevokeRole.Outcome.Revoked(var event) -> Written.ok(write, Json.fields(), event);
            case RevokeRole.Outcome.Refused(Refusal refusal) -> throw RefusedCommand.of(refusal);
            case RevokeRole.Outcome.NotWritten(AppendOutcome why) -> throw RefusedCommand.of(why);
        };
    }
}
