package io.shardfit.application.account;

import java.net.URI;
import java.util.Optional;

/// Who says who somebody is: a provider of OpenID Connect, and as whom this server asks it.
///
/// @param issuer exactly as its tokens name it; `/.well-known/openid-configuration` lies below it
/// @param clientSecret none for a public client, which PKCE protects alone
public record Provider(URI issuer, String clientId, Optional<String> clientSecret) {
    public Provider {
        Addresses.requireSafe("SHARDFIT_OIDC_ISSUER", issuer);
        if (clientId.isBlank()) {
            throw new IllegalArgumentException("SHARDFIT_OIDC_CLIENT_ID is empty");
        }
    }

    /// The secret is nobody's business.
    @Override
    public String toString() {
        return clientId + " at " + issuer;
    }
}
