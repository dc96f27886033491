package io.shardfit.adapters.web.operations;

import io.micronaut.http.HttpRequest;
import io.micronaut.web.router.RouteAttributes;
import java.util.Optional;

/// The path of a request, as logs may have it: without its query, and without a part that a route
/// calls a secret.
public final class LoggedPath {
    private static final String SECRET = "secret";

    private LoggedPath() {}

    public static String of(HttpRequest<?> request) {
        Optional<String> secret =
                RouteAttributes.getRouteMatch(request)
                        .map(match -> match.getVariableValues().get(SECRET))
                        .map(String::valueOf)
                        .filter(text -> !text.isEmpty());
        return secret.map(text -> request.getPath().replace(text, "…")).orElse(request.getPath());
    }
}
