package io.shardfit.adapters.persistence;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Starts a server again that ended although nobody told it to: killed, or stopped by a full disk.
/// It gets the same port, because whoever uses it knows no other.
///
/// As long as it does not start, for instance because the disk is still full, it is tried again
/// every second; the server's own log says why.
final class ServerWatch implements AutoCloseable {
    private static final long LOOK_MILLIS = 200;
    private static final long PAUSE_MILLIS = 1_000;

    private final ServerCommands commands;
    private final int port;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    ServerWatch(ServerCommands commands, int port) {
        this.commands = commands;
        this.port = port;
        this.thread = Thread.ofPlatform().name("ledger-server-watch").daemon().start(this::watch);
    }

    private void watch() {
        try {
            boolean serving = true;
            while (!closing.await(serving ? LOOK_MILLIS : PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                serving = serves() || restarted();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean serves() {
        try {
            return commands.server().isPresent();
        } catch (IOException _) {
            return false; // The file with its number is being written or removed.
        }
    }

    private boolean restarted() {
        try {
            commands.endTheServerLeftRunning();
            Optional<String> failure = commands.start(port);
            return failure.isEmpty();
        } catch (IOException _) {
            return false; // No space even for what the command prints.
        }
    }

    /// Afterwards nobody starts the server; a start at hand is waited for.
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
