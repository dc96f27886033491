package io.shardfit.adapters.web.api;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.Problem;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.adapters.web.RefusedCommand;
import io.shardfit.adapters.web.access.Directory;
import io.shardfit.adapters.web.access.Identity;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.adapters.web.access.VisibleTokens;
import io.shardfit.adapters.web.openapi.Described;
import io.shardfit.adapters.web.openapi.Needs;
import io.shardfit.application.deployment.IssueToken;
import io.shardfit.application.deployment.RevokeToken;
import io.shardfit.application.deployment.TokenTerms;
import io.shardfit.application.document.Json;
import io.shardfit.application.event.DirectoryEvent.TokenIssued;
import io.shardfit.application.event.Role;
import io.shardfit.application.format.EntryFormat;
import io.shardfit.application.format.JsonText;
import java.util.List;

/// Tokens with which programs act for their owners. Everybody manages their own; administrators see
/// and revoke all.
@Controller("/api/v1/tokens")
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
final class TokensApi {
    private final IssueToken issue;
    private final RevokeToken revoke;
    private final VisibleTokens visible;
    private final Directory directory;

    TokensApi(IssueToken issue, RevokeToken revoke, VisibleTokens visible, Directory directory) {
        this.issue = issue;
        this.revoke = revoke;
        this.visible = visible;
        this.directory = directory;
    }

    @Get
    @Permitted
    @Described(
            id = "listTokens",
            summary = "Lists the tokens that one owns; an administrator sees all",
            after = "issueToken")
    HttpResponse<String> list(Identity identity) {
        return HttpResponse.ok(
                JsonText.pretty(
                        Json.fields()
                                .with("schemaVersion", "1.0")
                                .with(
                                        "tokens",
                                        Json.items(
                                                visible.to(identity).stream()
                                                        .map(TokensApi::row)
                                                        .toList()))
                                .build()));
    }

    private static Json row(VisibleTokens.Row row) {
        Json.Builder fields =
                described(Json.fields(), row.token().issued())
                        .with("owner", row.token().issued().owner())
                        .with("issuedAt", EntryFormat.time(row.token().at()))
                        .with("state", row.state());
        row.token().revoked().ifPresent(at -> fields.with("revokedAt", EntryFormat.time(at)));
        row.lastUsed().ifPresent(at -> fields.with("lastUsed", EntryFormat.time(at)));
        return fields.build();
    }

    private static Json.Builder described(Json.Builder fields, TokenIssued token) {
        return fields.with("prefix", token.prefix())
                .with("name", token.name())
                .with(
                        "roles",
                        Json.items(
                                token.roles().stream()
                                        .map(role -> Json.text(role.word()))
                                        .toList()))
                .with(
                        "deployments",
                        Json.items(token.deployments().stream().map(Json::text).toList()))
                .with("expires", EntryFormat.time(token.expires()));
    }

    /// @param body `{name, roles[], deployments[]?, days?}`
    @Post
    @Consumes(MediaType.APPLICATION_JSON)
    @Permitted
    @Described(
            id = "issueToken",
            summary = "Makes a token with which a program acts; it is shown this once",
            body = "{\"name\": \"nightly\", \"roles\": [\"viewer\"], \"days\": 30}",
            status = 201,
            needs = Needs.IDEMPOTENCY_KEY,
            problems = {
                ProblemKind.CONFLICT,
                ProblemKind.SEPARATION_OF_DUTIES,
            })
    HttpResponse<String> issue(HttpRequest<?> request, Identity identity, @Body byte[] body) {
        TokenTerms terms = terms(RequestBody.of(body));
        return switch (issue.issue(identity.sends(Conditions.command(request, identity)), terms)) {
            case IssueToken.Outcome.Issued(String token, TokenIssued issued) ->
                    issued(token, issued);
            case IssueToken.Outcome.ShownBefore(TokenIssued issued) ->
                    throw ProblemException.of(
                            ProblemKind.CONFLICT,
                            "%s was issued by this request before and shown then: revoke it, and send another Idempotency-Key"
                                    .formatted(issued.prefix()));
            case IssueToken.Outcome.Refused(var refusal) -> throw RefusedCommand.of(refusal);
            case IssueToken.Outcome.NotWritten(var why) -> throw RefusedCommand.of(why);
        };
    }

    private HttpResponse<String> issued(String token, TokenIssued issued) {
        directory.refresh();
        return HttpResponse.<String>status(HttpStatus.CREATED)
                .header("Location", "/api/v1/tokens/" + issued.prefix())
                .body(
                        JsonText.pretty(
                                described(
                                                Json.fields()
                                                        .with("schemaVersion", "1.0")
                                                        .with("token", token),
                                                issued)
                                        .build()));
    }

    private static TokenTerms terms(RequestBody body) {
        TokenTerms terms =
                new TokenTerms(
                        body.text("name"),
                        roles(body),
                        body.texts("deployments"),
                        body.optionalNumber("days").orElse(TokenTerms.MOST_DAYS));
        body.end();
        return terms;
    }

    private static List<Role> roles(RequestBody body) {
        return body.texts("roles").stream()
                .map(word -> body.parsed("roles", word, "a list of roles", Role::ofWord))
                .distinct()
                .toList();
    }

    @Delete("/{prefix}")
    @Permitted
    @Described(
            id = "revokeToken",
            summary = "Ends a token at once",
            with = {"prefix=$issueToken.body#/prefix", "reason=no longer needed"},
            status = 204,
            after = "listTokens",
            needs = Needs.IDEMPOTENCY_KEY,
            problems = {ProblemKind.NOT_FOUND, ProblemKind.CONFLICT, ProblemKind.NEEDS_TEXT})
    HttpResponse<String> revoke(
            HttpRequest<?> request,
            Identity identity,
            String prefix,
            @QueryValue(defaultValue = "no longer needed") String reason) {
        return switch (revoke.revoke(
                identity.sends(Conditions.command(request, identity)), prefix, reason)) {
            case RevokeToken.Outcome.Revoked _ -> {
                directory.refresh();
                yield HttpResponse.noContent();
            }
            case RevokeToken.Outcome.Refused(var refusal) -> throw RefusedCommand.of(refusal);
            case RevokeToken.Outcome.NotWritten(var why) -> throw RefusedCommand.of(why);
        };
    }
}
