package io.shardfit.application.port;

/// What `shardfit serve` starts. The command line finds it by {@link java.util.ServiceLoader}, so
/// that only this one command loads a web framework.
public interface Server {
    /// {@return the server, listening}
    ///
    /// @param ledger stays the caller's to close, after the server
    /// @throws IllegalStateException if it cannot listen there; the message says why
    Running start(Settings settings, OpenLedger ledger);

    /// Where it listens.
    ///
    /// @param port 0 for any that is free
    record Settings(String host, int port, Access access) {
        public static final Settings LOCAL = new Settings("127.0.0.1", 8080, new Access.Local());
    }

    /// How the server finds out who sends a request.
    sealed interface Access {
        /// Not at all: whoever reaches the loopback address is the one person of this machine.
        record Local() implements Access {}
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
