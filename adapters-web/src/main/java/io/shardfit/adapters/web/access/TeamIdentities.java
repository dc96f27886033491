package io.shardfit.adapters.web.access;

import io.micronaut.http.HttpRequest;
import io.shardfit.application.account.Person;
import io.shardfit.application.account.SignedIn;
import io.shardfit.application.ledger.Actor;
import io.shardfit.application.port.Accounts;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/// People by the session in which they signed in, programs by their token. A request that shows
/// both is the token's.
final class TeamIdentities implements Identities {
    private final Tokens tokens;
    private final Accounts accounts;
    private final Directory directory;
    private final SessionCookie cookie;
    private final InstantSource clock;

    TeamIdentities(
            Tokens tokens,
            Accounts accounts,
            Directory directory,
            SessionCookie cookie,
            InstantSource clock) {
        this.tokens = tokens;
        this.accounts = accounts;
        this.directory = directory;
        this.cookie = cookie;
        this.clock = clock;
    }

    @Override
    public Optional<Identity> of(HttpRequest<?> request) {
        if (request.getHeaders().getAuthorization().isPresent()) {
            return Tokens.bearer(request).flatMap(tokens::of);
        }
        return cookie.secret(request)
                .flatMap(secret -> accounts.session(secret, clock.instant()))
                .map(this::person);
    }

    private Identity person(SignedIn session) {
        String id = session.person();
        return new Identity(
                new Actor(id, Actor.Kind.HUMAN, "oidc", Optional.empty(), Optional.empty()),
                accounts.person(id).map(Person::name).orElse(id),
                directory.rolesOf(id),
                Set.of(),
                Set.of(),
                Optional.of(session.authenticatedAt()));
    }
}
