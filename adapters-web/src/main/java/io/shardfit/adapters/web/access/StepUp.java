package io.shardfit.adapters.web.access;

import io.micronaut.core.annotation.AnnotationMetadata;
import io.micronaut.http.HttpMethod;
import io.shardfit.application.event.Role;
import io.shardfit.application.port.Server;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Whoever decides proves again who they are: a browser that somebody left open decides nothing.
/// What only approvers and administrators may change is a decision; reading and taking back one's
/// own is none.
@Singleton
public final class StepUp {
    static final Set<HttpMethod> READING =
            EnumSet.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final Set<Role> DECIDING = EnumSet.of(Role.APPROVER, Role.ADMIN);

    private final Server.Settings settings;
    private final InstantSource clock;

    StepUp(Server.Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    public static boolean isDecision(HttpMethod method, AnnotationMetadata route) {
        Role[] roles = route.enumValues(Permitted.class, Role.class);
        return !READING.contains(method)
                && roles.length > 0
                && DECIDING.containsAll(Arrays.asList(roles));
    }

    /// {@return how recently they must have signed in, if it is longer ago}
    Optional<Duration> due(Identity identity) {
        return settings.access() instanceof Server.Access.Team team
                        && identity.authenticatedAt()
                                .filter(at -> !clock.instant().isAfter(at.plus(team.stepUp())))
                                .isEmpty()
                ? Optional.of(team.stepUp())
                : Optional.empty();
    }
}
