package io.shardfit.adapters.web.access;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.shardfit.adapters.web.Problem;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.adapters.web.Problems;
import io.shardfit.adapters.web.operations.LoggedPath;
import io.shardfit.adapters.web.operations.RequestId;
import io.shardfit.application.port.Server;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns away whoever may not, and leaves a line in the security log.
@Singleton
public final class Refuser {
    private static final Logger SECURITY = LoggerFactory.getLogger("shardfit.security");

    private final Problems problems;
    private final boolean signIn;

    Refuser(Problems problems, Server.Settings settings) {
        this.problems = problems;
        this.signIn = settings.access() instanceof Server.Access.Team;
    }

    /// A person is led to where they sign in, a program is told to.
    MutableHttpResponse<?> notSignedIn(HttpRequest<?> request) {
        MutableHttpResponse<?> refusal =
                refuse(request, ProblemKind.NOT_SIGNED_IN, "sign in, or send a token");
        return signIn && request.getMethod() == HttpMethod.GET && refusesWithAPage(refusal)
                ? HttpResponse.seeOther(URI.create("/login?to=" + encoded(request)))
                : refusal.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"shardfit\"");
    }

    /// The challenge is the one of RFC 9470.
    MutableHttpResponse<?> signInAgain(HttpRequest<?> request, Duration age) {
        return refuse(
                        request,
                        ProblemKind.SIGN_IN_AGAIN,
                        "whoever decides has signed in within the last %d minutes: open /login?again=true, then send it again"
                                .formatted(Math.max(1, age.toMinutes())))
                .header(
                        HttpHeaders.WWW_AUTHENTICATE,
                        "Bearer error=\"insufficient_user_authentication\", max_age=\"%d\""
                                .formatted(age.toSeconds()));
    }

    MutableHttpResponse<?> forbidden(HttpRequest<?> request) {
        return refuse(
                request,
                ProblemKind.FORBIDDEN,
                "ask an administrator for a role that permits it, or act as somebody else");
    }

    MutableHttpResponse<?> outOfReach(HttpRequest<?> request, String deployment) {
        return refuse(
                request,
                ProblemKind.FORBIDDEN,
                "the token is for other deployments than %s: issue one for it"
                        .formatted(deployment));
    }

    MutableHttpResponse<?> crossOrigin(HttpRequest<?> request) {
        return refuse(
                request,
                ProblemKind.CROSS_ORIGIN,
                "send it from a page of this server, or with a token");
    }

    MutableHttpResponse<?> wrongHost(HttpRequest<?> request) {
        return refuse(
                request,
                ProblemKind.WRONG_HOST,
                "without login this server answers to localhost and 127.0.0.1 only");
    }

    /// {@return that somebody came back from the provider without proof}
    public MutableHttpResponse<?> notProven(HttpRequest<?> request, String why) {
        return refuse(
                request,
                ProblemKind.NOT_SIGNED_IN,
                "the provider did not prove who you are (%s): open /login again".formatted(why));
    }

    private MutableHttpResponse<?> refuse(HttpRequest<?> request, ProblemKind kind, String detail) {
        SECURITY.atWarn()
                .addKeyValue("code", kind.code())
                .addKeyValue("method", request.getMethodName())
                .addKeyValue("path", LoggedPath.of(request))
                .addKeyValue("requestId", RequestId.of(request))
                .addKeyValue(
                        "actor",
                        request.getAttribute(IdentityBinder.ATTRIBUTE, Identity.class)
                                .map(Identity::id)
                                .orElse("-"))
                .log("refused");
        return problems.answer(request, Problem.of(kind, detail));
    }

    private static boolean refusesWithAPage(MutableHttpResponse<?> refusal) {
        return refusal.getContentType().filter(MediaType.TEXT_HTML_TYPE::matches).isPresent();
    }

    private static String encoded(HttpRequest<?> request) {
        return URLEncoder.encode(request.getUri().toString(), StandardCharsets.UTF_8);
    }
}
