package io.shardfit.adapters.web.gate;

import io.micronaut.http.HttpRequest;
import io.shardfit.adapters.web.access.Identities;
import io.shardfit.application.gate.GateSettings;
import io.shardfit.application.port.Server;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Who may see a badge. A page elsewhere cannot sign in, so that each badge has a key of its own: a
/// leaked link shows one badge and nothing else (DependencyTrack/dependency-track#4227).
@Singleton
final class BadgeKeys {
    private static final String ALGORITHM = "HmacSHA256";

    private final Optional<String> secret;
    private final Identities identities;
    private final boolean local;

    BadgeKeys(GateSettings settings, Identities identities, Server.Settings server) {
        this.secret = settings.badgeKey();
        this.identities = identities;
        this.local = server.access() instanceof Server.Access.Local;
    }

    /// {@return the key of a badge; none if no secret is configured}
    Optional<String> of(String deployment, String environment) {
        return secret.map(key -> mac(key, deployment + '\n' + environment));
    }

    boolean permit(
            HttpRequest<?> request, String deployment, String environment, Optional<String> shown) {
        return local
                || of(deployment, environment)
                        .flatMap(key -> shown.map(given -> Secrets.equal(key, given)))
                        .orElse(false)
                || identities.of(request).isPresent();
    }

    private static String mac(String key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            byte[] code = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(code);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, impossible);
        }
    }
}
