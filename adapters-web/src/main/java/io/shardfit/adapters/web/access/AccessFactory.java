package io.shardfit.adapters.web.access;

import io.micronaut.context.annotation.Factory;
import io.shardfit.application.port.Server;
import jakarta.inject.Singleton;

/// Chooses how to find out who sends a request.
@Factory
final class AccessFactory {
    @Singleton
    Identities identities(Server.Settings settings, Directory directory) {
        return switch (settings.access()) {
            case Server.Access.Local _ -> new LocalIdentities(directory);
        };
    }
}
