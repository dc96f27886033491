package io.shardfit.application.port;

import io.shardfit.application.account.Addresses;
import io.shardfit.application.account.Entitlements;
import io.shardfit.application.account.Provider;
import io.shardfit.application.gate.GateSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What `shardfit serve` starts. The command line finds it by {@link java.util.ServiceLoader}, so
/// that only this one command loads a web framework.
public interface Server {
    /// {@return the server, listening}
    ///
    /// @param ledger stays the caller's to close, after the server
    /// @throws IllegalStateException if it cannot listen there; the message says why
    Running start(Settings settings, OpenLedger ledger);

    /// Looks at what only the server understands, and whether it can listen, before anything is
    /// opened.
    ///
    /// @throws IllegalArgumentException naming the setting that is wrong
    void check(Settings settings);

    /// Where it listens.
    ///
    /// @param port 0 for any that is free
    /// @param webhookNetworks that webhooks may reach though they are not public: `10.7.0.0/16`
    /// @param verifyingKeys with which the ledger's checkpoints are signed, for whoever exports it
    record Settings(
            String host,
            int port,
            Access access,
            GateSettings gate,
            List<String> webhookNetworks,
            List<String> verifyingKeys) {
        /// @param folder for denials that wait for the ledger
        public Settings(String host, int port, Access access, Path folder) {
            this(host, port, access, GateSettings.unconfigured(folder), List.of(), List.of());
        }

        public Settings {
            webhookNetworks = List.copyOf(webhookNetworks);
            verifyingKeys = List.copyOf(verifyingKeys);
            if (access instanceof Access.Local && !Addresses.isLoopback(host)) {
                throw new IllegalArgumentException(
                        "%s can be reached from other machines, where nobody would have to sign in: set SHARDFIT_PUBLIC_URL, SHARDFIT_OIDC_ISSUER and SHARDFIT_OIDC_CLIENT_ID (docs/server.md), or listen on 127.0.0.1"
                                .formatted(host));
            }
        }

        public Settings signedWith(List<String> keys) {
            return new Settings(host, port, access, gate, webhookNetworks, keys);
        }
    }

    /// How the server finds out who sends a request.
    sealed interface Access {
        /// Not at all: whoever reaches the loopback address is the one person of this machine.
        record Local() implements Access {}

        /// By what a provider of OpenID Connect says, or by a token.
        ///
        /// @param publicUrl as people's browsers reach it, through whatever proxy
        /// @param session how long somebody stays signed in
        /// @param stepUp how long ago they may have proven who they are when they decide
        record Team(
                URI publicUrl,
                Provider provider,
                Entitlements entitlements,
                Duration session,
                Duration stepUp)
                implements Access {
            public Team {
                Addresses.requireSafe("SHARDFIT_PUBLIC_URL", publicUrl);
                if (!session.isPositive() || !stepUp.isPositive()) {
                    throw new IllegalArgumentException("SHARDFIT_STEP_UP is longer than nothing");
                }
            }

            public boolean isEncrypted() {
                return "https".equals(publicUrl.getScheme());
            }
        }
    }

    /// A server until it is closed.
    interface Running extends AutoCloseable {
        /// {@return where a browser finds it}
        String address();

        /// Finishes what was begun, then stops.
        @Override
        void close();
    }
}
