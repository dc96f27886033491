package io.shardfit.adapters.web.team;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.security.oauth2.endpoint.authorization.pkce.DefaultPkceFactory;
import io.micronaut.security.oauth2.endpoint.authorization.pkce.Pkce;
import io.micronaut.security.oauth2.endpoint.authorization.pkce.PkceChallenge;
import io.micronaut.security.oauth2.endpoint.authorization.pkce.PkceFactory;
import io.micronaut.security.oauth2.endpoint.authorization.pkce.S256PkceGenerator;
import io.micronaut.security.oauth2.endpoint.authorization.pkce.persistence.PkcePersistence;
import io.shardfit.adapters.web.access.Modes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/// PKCE with S256 in every case. Micronaut's own leaves it out if the provider does not announce it
/// in its metadata, and takes `plain` if nothing else is announced; whoever does not know the
/// parameters ignores them (RFC 6749 section 3.1), so nothing is lost by sending them.
@Singleton
@Replaces(DefaultPkceFactory.class)
@Requires(property = Modes.PROPERTY, value = Modes.TEAM)
final class AlwaysS256 implements PkceFactory {
    private final S256PkceGenerator generator;
    private final PkcePersistence persistence;

    AlwaysS256(S256PkceGenerator generator, PkcePersistence persistence) {
        this.generator = generator;
        this.persistence = persistence;
    }

    @Override
    public Optional<PkceChallenge> buildChallenge(
            HttpRequest<?> request,
            MutableHttpResponse<?> response,
            @Nullable List<String> announced) {
        Pkce pkce = generator.generate();
        persistence.persistPkce(request, response, pkce);
        return Optional.of(pkce);
    }
}
