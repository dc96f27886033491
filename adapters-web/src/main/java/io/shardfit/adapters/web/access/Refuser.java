package io.shardfit.adapters.web.access;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.shardfit.adapters.web.Problem;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.adapters.web.Problems;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns away whoever may not, and leaves a line in the security log.
@Singleton
final class Refuser {
    private static final Logger SECURITY = LoggerFactory.getLogger("shardfit.security");

    private final Problems problems;

    Refuser(Problems problems) {
        this.problems = problems;
    }

    MutableHttpResponse<?> notSignedIn(HttpRequest<?> request) {
        return refuse(request, ProblemKind.NOT_SIGNED_IN, "sign in, or send a token");
    }

    MutableHttpResponse<?> forbidden(HttpRequest<?> request) {
        return refuse(
                request,
                ProblemKind.FORBIDDEN,
                "ask an administrator for a role that permits it, or act as somebody else");
    }

    MutableHttpResponse<?> crossOrigin(HttpRequest<?> request) {
        return refuse(
                request,
                ProblemKind.CROSS_ORIGIN,
                "send it from a page of this server, or with a token");
    }

    private MutableHttpResponse<?> refuse(HttpRequest<?> request, ProblemKind kind, String detail) {
        SECURITY.warn("refused {} {} {}", kind.code(), request.getMethodName(), request.getPath());
        return problems.answer(request, Problem.of(kind, detail));
    }
}
