package io.shardfit.adapters.web.access;

import io.shardfit.application.event.Role;
import io.shardfit.application.event.TokenHistory.Token;
import io.shardfit.application.port.Accounts;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The tokens that somebody may see: their own; all of them, for an administrator.
@Singleton
public final class VisibleTokens {
    private final Directory directory;
    private final Accounts accounts;
    private final InstantSource clock;

    VisibleTokens(Directory directory, Accounts accounts, InstantSource clock) {
        this.directory = directory;
        this.accounts = accounts;
        this.clock = clock;
    }

    /// A token as people read of it.
    ///
    /// @param state `valid`, `expired` or `revoked`
    public record Row(Token token, Optional<Instant> lastUsed, String state) {}

    /// {@return the newest first}
    public List<Row> to(Identity identity) {
        Map<String, Instant> used = accounts.lastUsed();
        String owner = identity.actor().onBehalfOf().orElse(identity.id());
        return directory.tokens().all().reversed().stream()
                .filter(token ->
                        identity.roles().contains(Role.ADMIN)
                                || token.issued().owner().equals(owner))
                .map(token ->
                        new Row(
                                token,
                                Optional.ofNullable(used.get(token.issued().prefix())),
                                state(token)))
                .toList();
    }

    private String state(Token token) {
        if (token.revoked().isPresent()) {
            return "revoked";
        }
        return token.isGood(clock.instant()) ? "valid" : "expired";
    }
}
