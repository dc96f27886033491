package io.shardfit.adapters.web.page;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.Pages;
import io.shardfit.adapters.web.RefusedCommand;
import io.shardfit.adapters.web.access.Directory;
import io.shardfit.adapters.web.access.Identity;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.adapters.web.access.VisibleTokens;
import io.shardfit.application.account.Entitlements;
import io.shardfit.application.deployment.IssueToken;
import io.shardfit.application.deployment.RevokeToken;
import io.shardfit.application.deployment.TokenTerms;
import io.shardfit.application.event.Role;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Tokens for programs: those there are, and a form for one more, which is shown once.
@Controller("/tokens")
@Produces(MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
final class TokensPage {
    private final VisibleTokens visible;
    private final IssueToken issue;
    private final RevokeToken revoke;
    private final Directory directory;
    private final Pages pages;

    TokensPage(
            VisibleTokens visible,
            IssueToken issue,
            RevokeToken revoke,
            Directory directory,
            Pages pages) {
        this.visible = visible;
        this.issue = issue;
        this.revoke = revoke;
        this.directory = directory;
        this.pages = pages;
    }

    @Get
    @Permitted
    String tokens(Identity identity) {
        return page(identity, Optional.empty(), Optional.empty());
    }

    private String page(Identity identity, Optional<String> token, Optional<String> problem) {
        List<Role> possible =
                identity.roles().stream().filter(TokenTerms.POSSIBLE::contains).toList();
        return pages.page(
                "tokens",
                Map.of(
                        "identity",
                        identity,
                        "rows",
                        visible.to(identity),
                        "possible",
                        possible,
                        "token",
                        token,
                        "problem",
                        problem,
                        "command",
                        UUID.randomUUID().toString()));
    }

    /// The answer is the page itself: an address that shows a secret would lie in histories.
    @Post
    @Permitted
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    HttpResponse<String> issue(Identity identity, @Body Map<String, String> form) {
        List<Role> roles = new ArrayList<>();
        TokenTerms.POSSIBLE.stream()
                .sorted()
                .filter(role -> form.containsKey(role.word()))
                .forEach(roles::add);
        TokenTerms terms =
                new TokenTerms(
                        form.getOrDefault("name", ""),
                        roles,
                        Entitlements.items(form.getOrDefault("deployments", "")),
                        Forms.number(form.get("days")));
        return switch (issue.issue(identity.sends(Forms.command(form.get("command"))), terms)) {
            case IssueToken.Outcome.Issued(String token, var _) -> {
                directory.refresh();
                yield HttpResponse.ok(page(identity, Optional.of(token), Optional.empty()));
            }
            case IssueToken.Outcome.ShownBefore(var issued) ->
                    HttpResponse.ok(
                            page(
                                    identity,
                                    Optional.empty(),
                                    Optional.of(
                                            "%s was shown before; revoke it if you did not keep it"
                                                    .formatted(issued.prefix()))));
            case IssueToken.Outcome.Refused(var refusal) ->
                    HttpResponse.unprocessableEntity()
                            .body(
                                    page(
                                            identity,
                                            Optional.empty(),
                                            Optional.of(refusal.sentence())));
            case IssueToken.Outcome.NotWritten(var why) -> throw RefusedCommand.of(why);
        };
    }

    @Post("/{prefix}/revoke")
    @Permitted
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    HttpResponse<?> revoke(
            HttpRequest<?> request,
            Identity identity,
            String prefix,
            @Body("command") @Nullable String command) {
        return switch (revoke.revoke(
                identity.sends(Forms.command(command)), prefix, "revoked on the page")) {
            case RevokeToken.Outcome.Revoked _ -> {
                directory.refresh();
                yield HttpResponse.seeOther(URI.create("/tokens"));
            }
            case RevokeToken.Outcome.Refused(var refusal) -> throw RefusedCommand.of(refusal);
            case RevokeToken.Outcome.NotWritten(var why) -> throw RefusedCommand.of(why);
        };
    }
}
