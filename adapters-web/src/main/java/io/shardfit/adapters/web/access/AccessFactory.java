package io.shardfit.adapters.web.access;

import io.micronaut.context.annotation.Factory;
import io.shardfit.application.port.Accounts;
import io.shardfit.application.port.Server;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/// Chooses how to find out who sends a request.
@Factory
final class AccessFactory {
    @Singleton
    Identities identities(
            Server.Settings settings,
            Tokens tokens,
            Accounts accounts,
            Directory directory,
            SessionCookie cookie,
            InstantSource clock) {
        return switch (settings.access()) {
            case Server.Access.Local _ -> new LocalIdentities(directory, tokens);
            case Server.Access.Team _ ->
                    new TeamIdentities(tokens, accounts, directory, cookie, clock);
        };
    }
}
