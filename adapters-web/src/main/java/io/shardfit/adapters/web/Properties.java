package io.shardfit.adapters.web;

import io.shardfit.adapters.web.access.Modes;
import io.shardfit.application.account.Provider;
import io.shardfit.application.port.Server;
import java.util.HashMap;
import java.util.Map;

/// The framework's settings that follow from ours; those that never change are in
/// `application.properties`.
final class Properties {
    private static final String CLIENT = "micronaut.security.oauth2.clients.oidc.";

    private Properties() {}

    static Map<String, Object> of(Server.Settings settings) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("micronaut.server.host", settings.host());
        properties.put("micronaut.server.port", settings.port() == 0 ? -1 : settings.port());
        switch (settings.access()) {
            case Server.Access.Local _ -> {
                properties.put(Modes.PROPERTY, Modes.LOCAL);
                properties.put("micronaut.security.enabled", false);
            }
            case Server.Access.Team team -> {
                properties.put(Modes.PROPERTY, Modes.TEAM);
                properties.put("micronaut.security.enabled", true);
                provider(team, properties);
            }
        }
        return properties;
    }

    private static void provider(Server.Access.Team team, Map<String, Object> properties) {
        Provider provider = team.provider();
        properties.put(CLIENT + "client-id", provider.clientId());
        provider.clientSecret()
                .ifPresentOrElse(
                        secret -> properties.put(CLIENT + "client-secret", secret),
                        () -> properties.put(CLIENT + "openid.token.auth-method", "none"));
        properties.put(CLIENT + "openid.issuer", provider.issuer().toString());
        properties.put(CLIENT + "scopes", "openid,profile,email");
    }
}
