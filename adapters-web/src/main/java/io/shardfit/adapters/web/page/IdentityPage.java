package io.shardfit.adapters.web.page;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.cookie.Cookie;
import io.micronaut.http.cookie.SameSite;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.adapters.web.access.Identity;
import io.shardfit.adapters.web.access.LocalIdentities;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.application.event.Role;
import java.net.URI;
import java.util.Arrays;
import java.util.Optional;

/// Switches who the person at this machine acts as, so that one person can try what needs two.
@Controller("/identity")
@Produces(MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
final class IdentityPage {
    @Post
    @Permitted
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    HttpResponse<?> act(
            HttpRequest<?> request, Identity now, @Body("identity") @Nullable String wanted) {
        if (!LocalIdentities.isLocal(now)
                || Arrays.stream(Role.values())
                        .map(LocalIdentities::id)
                        .noneMatch(id -> id.equals(wanted))) {
            throw ProblemException.of(ProblemKind.NOT_FOUND, "nobody of that name acts here");
        }
        return HttpResponse.seeOther(whence(request))
                .cookie(
                        Cookie.of(LocalIdentities.COOKIE, wanted)
                                .path("/")
                                .httpOnly(true)
                                .sameSite(SameSite.Strict));
    }

    /// Only the path of it is used: nobody is sent to another site.
    private static URI whence(HttpRequest<?> request) {
        return request.getHeaders()
                .findFirst(HttpHeaders.REFERER)
                .flatMap(IdentityPage::path)
                .orElseGet(() -> URI.create("/"));
    }

    private static Optional<URI> path(String referrer) {
        try {
            URI from = URI.create(referrer);
            String path = from.getRawPath();
            if (path == null || !path.startsWith("/") || path.startsWith("//")) {
                return Optional.empty();
            }
            return Optional.of(
                    URI.create(
                            from.getRawQuery() == null ? path : path + "?" + from.getRawQuery()));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
