package io.shardfit.adapters.web.team;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.security.authentication.AuthenticationResponse;
import io.micronaut.security.oauth2.endpoint.authorization.state.State;
import io.micronaut.security.oauth2.endpoint.token.response.DefaultOpenIdAuthenticationMapper;
import io.micronaut.security.oauth2.endpoint.token.response.OpenIdAuthenticationMapper;
import io.micronaut.security.oauth2.endpoint.token.response.OpenIdClaims;
import io.micronaut.security.oauth2.endpoint.token.response.OpenIdTokenResponse;
import io.shardfit.adapters.web.access.Modes;
import jakarta.inject.Singleton;
import org.reactivestreams.Publisher;

/// Hands on what a verified ID token says, and nothing of the tokens themselves.
@Singleton
@Replaces(DefaultOpenIdAuthenticationMapper.class)
@Requires(property = Modes.PROPERTY, value = Modes.TEAM)
final class Claims implements OpenIdAuthenticationMapper {
    @Override
    public Publisher<AuthenticationResponse> createAuthenticationResponse(
            String provider,
            OpenIdTokenResponse tokens,
            OpenIdClaims claims,
            @Nullable State state) {
        return Publishers.just(
                AuthenticationResponse.success(claims.getSubject(), claims.getClaims()));
    }
}
