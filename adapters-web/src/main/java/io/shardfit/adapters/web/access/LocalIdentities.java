package io.shardfit.adapters.web.access;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.cookie.Cookie;
import io.shardfit.application.deployment.LocalRoles;
import io.shardfit.application.event.Role;
import io.shardfit.application.ledger.Actor;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// One person a machine, who may be any of five, one for each role, so that what needs two people
/// can be tried by one. Only what listens on the loopback address uses it.
public final class LocalIdentities implements Identities {
    /// The cookie that says as whom the person at this machine acts.
    public static final String COOKIE = "shardfit_identity";

    private final Directory directory;
    private final Tokens tokens;

    LocalIdentities(Directory directory, Tokens tokens) {
        this.directory = directory;
        this.tokens = tokens;
    }

    @Override
    public Optional<Identity> of(HttpRequest<?> request) {
        if (request.getHeaders().getAuthorization().isPresent()) {
            return Tokens.bearer(request).flatMap(text -> named(text).or(() -> tokens.of(text)));
        }
        return Optional.of(
                request.getCookies()
                        .findCookie(COOKIE)
                        .map(Cookie::getValue)
                        .flatMap(this::named)
                        .orElseGet(() -> person(Role.AUTHOR)));
    }

    private Optional<Identity> named(String id) {
        for (Role role : Role.values()) {
            if (LocalRoles.id(role).equals(id)) {
                return Optional.of(person(role));
            }
        }
        return Optional.empty();
    }

    private Identity person(Role role) {
        return new Identity(
                Actor.human(id(role)), name(role), directory.rolesOf(id(role)), Set.of());
    }

    /// {@return whether it is one of the five, so that the person there may switch to another}
    public static boolean isLocal(Identity identity) {
        return Arrays.stream(Role.values()).map(LocalRoles::id).anyMatch(identity.id()::equals);
    }

    public static String id(Role role) {
        return LocalRoles.id(role);
    }

    /// {@return what the person of an id is called, if it is one of the five}
    public static Optional<String> nameOf(String id) {
        return Arrays.stream(Role.values())
                .filter(role -> LocalRoles.id(role).equals(id))
                .findFirst()
                .map(LocalIdentities::name);
    }

    public static String name(Role role) {
        return "Local " + role.name().toLowerCase(Locale.ROOT);
    }
}
