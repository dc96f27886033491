package io.shardfit.application.gate;

import io.shardfit.application.account.ConfiguredSecret;
import io.shardfit.application.ledger.StreamId;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What is configured of the gate.
///
/// @param token the cluster's secret; without one only a server on the loopback address answers
/// @param environments by namespace of the cluster
/// @param spool where denials wait for the ledger
/// @param badgeKey the secret behind the links of badges
public record GateSettings(
        Optional<String> token,
        FailurePolicy failurePolicy,
        Map<String, String> environments,
        Path spool,
        Optional<String> badgeKey) {
    private static final String POLICY = "SHARDFIT_GATE_FAILURE_POLICY";
    private static final String NAMESPACES = "SHARDFIT_GATE_NAMESPACES";
    private static final int LEAST_SECRET = 20;

    public GateSettings {
        environments = Map.copyOf(environments);
    }

    /// {@return a gate that nobody configured}
    public static GateSettings unconfigured(Path spool) {
        return of(_ -> Optional.empty(), spool);
    }

    /// @param variables of the environment, by name
    /// @throws IllegalArgumentException naming the variable that is wrong and what it may be
    public static GateSettings of(Function<String, Optional<String>> variables, Path spool) {
        return new GateSettings(
                secret("SHARDFIT_GATE_TOKEN", variables),
                policy(variables.apply(POLICY).orElse("deny")),
                environments(variables.apply(NAMESPACES).orElse("")),
                spool,
                secret("SHARDFIT_BADGE_KEY", variables));
    }

    private static Optional<String> secret(
            String name, Function<String, Optional<String>> variables) {
        Optional<String> secret =
                variables.apply(name).flatMap(value -> ConfiguredSecret.of(name, value));
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
            case "deny", "" -> FailurePolicy.DENY;
            case "allow" -> FailurePolicy.ALLOW;
            default ->
                    throw new IllegalArgumentException(
                            "%s is deny or allow, not %s".formatted(POLICY, word));
        };
    }

    /// @param text as `ml-prod=production,ml-dev=development`
    private static Map<String, String> environments(String text) {
        Map<String, String> found = new HashMap<>();
        for (String pair : text.split(",", -1)) {
            if (pair.isBlank()) {
                continue;
            }
            String[] parts = pair.strip().split("=", -1);
            if (parts.length != 2 || parts[0].isEmpty() || !StreamId.isName(parts[1])) {
                throw new IllegalArgumentException(
                        "%s is namespace=environment,…, not %s".formatted(NAMESPACES, pair));
            }
            found.put(parts[0], parts[1]);
        }
        return found;
    }
}
