package io.shardfit.adapters.web.team;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.oauth2.url.DefaultOauthRouteUrlBuilder;
import io.micronaut.security.oauth2.url.OauthRouteUrlBuilder;
import io.shardfit.adapters.web.access.Modes;
import io.shardfit.application.port.Server;
import jakarta.inject.Singleton;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;

/// Where the provider sends people back to: below the configured address, whatever host a request
/// or a proxy names.
@Singleton
@Replaces(DefaultOauthRouteUrlBuilder.class)
@Requires(property = Modes.PROPERTY, value = Modes.TEAM)
final class ReturnAddress implements OauthRouteUrlBuilder<HttpRequest<?>> {
    private final URI base;

    ReturnAddress(Server.Settings settings) {
        if (!(settings.access() instanceof Server.Access.Team team)) {
            throw new IllegalStateException("nobody signs in here");
        }
        this.base = team.publicUrl();
    }

    @Override
    public URL buildUrl(@Nullable HttpRequest<?> current, String path) {
        try {
            return base.resolve(path).toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public URL buildLoginUrl(@Nullable HttpRequest<?> original, String provider) {
        return buildUrl(original, SignIn.LOGIN);
    }

    @Override
    public URL buildCallbackUrl(@Nullable HttpRequest<?> original, String provider) {
        return buildUrl(original, SignIn.CALLBACK);
    }

    @Override
    public URI buildLoginUri(@Nullable String provider) {
        return URI.create(SignIn.LOGIN);
    }

    @Override
    public URI buildCallbackUri(@Nullable String provider) {
        return URI.create(SignIn.CALLBACK);
    }
}
