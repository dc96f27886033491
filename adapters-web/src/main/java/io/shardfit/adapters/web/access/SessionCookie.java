package io.shardfit.adapters.web.access;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.cookie.Cookie;
import io.micronaut.http.cookie.SameSite;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.port.Server;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// The cookie of somebody who signed in: 256 random bits, of which the server keeps the digest. It
/// is Lax and not Strict because signing in ends with a way back from the provider's site, on which
/// a Strict one would not be sent; what changes anything is guarded by where it comes from.
@Singleton
public final class SessionCookie {
    private final boolean encrypted;

    SessionCookie(Server.Settings settings) {
        this.encrypted = settings.access() instanceof Server.Access.Team team && team.isEncrypted();
    }

    /// {@return the name; `__Host-` keeps other hosts of the domain from setting it (RFC 6265bis)}
    public String name() {
        return encrypted ? "__Host-shardfit_session" : "shardfit_session";
    }

    public Optional<Digest> secret(HttpRequest<?> request) {
        return request.getCookies().findCookie(name()).map(Cookie::getValue).map(SessionCookie::of);
    }

    public static Digest of(String value) {
        return Digest.of(value.getBytes(StandardCharsets.UTF_8));
    }

    public Cookie holding(String value, Duration lifetime) {
        return safe(Cookie.of(name(), value)).maxAge(lifetime);
    }

    public Cookie gone() {
        return gone(name());
    }

    /// {@return a cookie that ends another one}
    public Cookie gone(String name) {
        return safe(Cookie.of(name, "")).maxAge(Duration.ZERO);
    }

    /// {@return the cookie, hidden from scripts and from requests of other sites}
    public Cookie safe(Cookie cookie) {
        return cookie.path("/").httpOnly(true).sameSite(SameSite.Lax).secure(encrypted);
    }
}
