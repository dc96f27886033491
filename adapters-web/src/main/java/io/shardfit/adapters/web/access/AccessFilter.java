package io.shardfit.adapters.web.access;

import io.micronaut.core.annotation.AnnotationMetadata;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.web.router.RouteAttributes;
import io.shardfit.adapters.web.Problem;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.application.event.Role;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Lets a request through to its route if the route is public, or if whoever sends it holds a role
/// that the route permits.
@ServerFilter("/**")
final class AccessFilter {
    private final Identities identities;
    private final StepUp stepUp;
    private final Refuser refuser;

    AccessFilter(Identities identities, StepUp stepUp, Refuser refuser) {
        this.identities = identities;
        this.stepUp = stepUp;
        this.refuser = refuser;
    }

    @RequestFilter
    @ExecuteOn(TaskExecutors.BLOCKING)
    @Nullable
    HttpResponse<?> admit(HttpRequest<?> request) {
        Optional<AnnotationMetadata> route =
                RouteAttributes.getRouteMatch(request).map(match -> match.getAnnotationMetadata());
        if (route.isEmpty() || route.orElseThrow().hasAnnotation(Public.class)) {
            return null; // nothing to protect: a file of ours, or nothing at all
        }
        if (!route.orElseThrow().hasAnnotation(Permitted.class)) {
            return refuser.forbidden(request);
        }
        Optional<Identity> found = identity(request);
        if (found.isEmpty()) {
            return refuser.notSignedIn(request);
        }
        Identity identity = found.orElseThrow();
        request.setAttribute(IdentityBinder.ATTRIBUTE, identity);
        if (!identity.holdsOneOf(roles(route.orElseThrow()))) {
            return refuser.forbidden(request);
        }
        return limited(request, route.orElseThrow(), identity);
    }

    /// Where sessions lie in a database that does not answer, nobody can be told from anybody.
    private Optional<Identity> identity(HttpRequest<?> request) {
        try {
            return identities.of(request);
        } catch (UncheckedIOException silent) {
            throw new ProblemException(
                    Problem.unavailable("the database does not answer", Duration.ofSeconds(5)));
        }
    }

    /// Roles permit it; a token for other deployments does not, nor a sign-in of long ago.
    private @Nullable HttpResponse<?> limited(
            HttpRequest<?> request, AnnotationMetadata route, Identity identity) {
        boolean reads = StepUp.READING.contains(request.getMethod());
        Optional<String> deployment =
                RouteAttributes.getRouteMatch(request)
                        .map(match -> match.getVariableValues().get("deployment"))
                        .map(String::valueOf);
        if (!reads && deployment.filter(name -> !identity.mayWriteTo(name)).isPresent()) {
            return refuser.outOfReach(request, deployment.orElseThrow());
        }
        return StepUp.isDecision(request.getMethod(), route)
                ? stepUp.due(identity).map(age -> refuser.signInAgain(request, age)).orElse(null)
                : null;
    }

    private static Set<Role> roles(AnnotationMetadata route) {
        Role[] named = route.enumValues(Permitted.class, Role.class);
        return named.length == 0 ? EnumSet.allOf(Role.class) : EnumSet.copyOf(Arrays.asList(named));
    }
}
