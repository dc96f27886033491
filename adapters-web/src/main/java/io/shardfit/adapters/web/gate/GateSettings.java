package io.shardfit.adapters.web.gate;

import io.micronaut.context.annotation.Property;
import io.shardfit.application.account.ConfiguredSecret;
import io.shardfit.application.gate.FailurePolicy;
import io.shardfit.application.ledger.StreamId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What is configured of the gate, by the variables that the names of these properties come from
/// (`SHARDFIT_GATE_TOKEN` and so on); the command `serve` names the spool in its data directory.
///
/// @param token the cluster's secret; without one only a server on the loopback address answers
/// @param environments by namespace of the cluster
/// @param spool where denials wait for the ledger
/// @param badgeKey the secret behind the links of badges
@Singleton
record GateSettings(
        Optional<String> token,
        FailurePolicy failurePolicy,
        Map<String, String> environments,
        Path spool,
        Optional<String> badgeKey) {
    private static final int LEAST_SECRET = 20;

    @Inject
    GateSettings(
            @Property(name = "shardfit.gate.token", defaultValue = "") String token,
            @Property(name = "shardfit.gate.failure-policy", defaultValue = "deny") String policy,
            @Property(name = "shardfit.gate.namespaces", defaultValue = "") String namespaces,
            @Property(name = "shardfit.gate.spool", defaultValue = ".shardfit/spool") String spool,
            @Property(name = "shardfit.badge.key", defaultValue = "") String badgeKey) {
        this(
                secret("SHARDFIT_GATE_TOKEN", token),
                policy(policy),
                environments(namespaces),
                Path.of(spool),
                secret("SHARDFIT_BADGE_KEY", badgeKey));
    }

    GateSettings {
        environments = Map.copyOf(environments);
    }

    private static Optional<String> secret(String name, String value) {
        Optional<String> secret = ConfiguredSecret.of(name, value);
        secret.filter(text -> text.length() < LEAST_SECRET)
                .ifPresent(text -> {
                    throw new IllegalArgumentException(
                            "%s is a secret of %d characters or more, got %d: make one with `openssl rand -hex 32`"
                                    .formatted(name, LEAST_SECRET, text.length()));
                });
        return secret;
    }

    private static FailurePolicy policy(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "deny" -> FailurePolicy.DENY;
            case "allow" -> FailurePolicy.ALLOW;
            default ->
                    throw new IllegalArgumentException(
                            "SHARDFIT_GATE_FAILURE_POLICY is deny or allow, got " + word);
        };
    }

    /// @param text as `ml-prod=production,ml-dev=development`
    static Map<String, String> environments(String text) {
        Map<String, String> found = new HashMap<>();
        for (String pair : text.split(",", -1)) {
            if (pair.isBlank()) {
                continue;
            }
            String[] parts = pair.strip().split("=", -1);
            if (parts.length != 2 || parts[0].isEmpty() || !StreamId.isName(parts[1])) {
                throw new IllegalArgumentException(
                        "SHARDFIT_GATE_NAMESPACES is namespace=environment,…, got " + pair);
            }
            found.put(parts[0], parts[1]);
        }
        return found;
    }
}
