package io.shardfit.adapters.web.team;

import io.shardfit.application.account.Entitlements;
import io.shardfit.application.account.Provider;
import io.shardfit.application.event.Role;
import io.shardfit.application.port.Server.Access;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The configuration of the tests' team.
final class Team {
    private Team() {}

    static Access.Team at(OpenIdProvider provider) {
        return new Access.Team(
                URI.create("http://localhost:8080"),
                new Provider(
                        URI.create(provider.issuer()),
                        OpenIdProvider.CLIENT,
                        Optional.of(OpenIdProvider.SECRET)),
                new Entitlements(
                        "groups",
                        Map.of(
                                "readers", Set.of(Role.VIEWER),
                                "builders", Set.of(Role.AUTHOR),
                                "deciders", Set.of(Role.APPROVER),
                                "checkers", Set.of(Role.AUDITOR),
                                "rulers", Set.of(Role.ADMIN)),
                        Set.of("root@example.org")),
                Duration.ofHours(8),
                Duration.ofMinutes(15));
    }
}
