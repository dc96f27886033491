package io.shardfit.adapters.persistence;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/// Passes everything on, but cuts the line just before the client learns that a commit happened: at
/// the server's message "CommandComplete COMMIT" (PostgreSQL documentation, "Message Formats").
final class CuttingProxy implements AutoCloseable {
    private static final String COMMITTED = "COMMIT\0";
    private static final int BUFFER = 1 << 16;

    private final ServerSocket listening;
    private final int serverPort;
    private final AtomicInteger cuts;

    /// @param cuts how many commits lose their reply
    CuttingProxy(int serverPort, int cuts) throws IOException {
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.serverPort = serverPort;
        this.cuts = new AtomicInteger(cuts);
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    int cutsLeft() {
        return Math.max(0, cuts.get());
    }

    private void accept() {
        try {
            while (!listening.isClosed()) {
                Socket client = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                Thread.ofVirtual().start(() -> pass(client, server, false));
                Thread.ofVirtual().start(() -> pass(server, client, true));
            }
        } catch (IOException closed) {
            if (!listening.isClosed()) {
                throw new UncheckedIOException(closed);
            }
        }
    }

    private void pass(Socket from, Socket to, boolean replies) {
        byte[] buffer = new byte[BUFFER];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (replies && isCommit(buffer, read) && cuts.getAndDecrement() > 0) {
                    return;
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException _) {
            // One side is gone; the other follows.
        }
    }

    private static boolean isCommit(byte[] buffer, int length) {
        return new String(buffer, 0, length, StandardCharsets.ISO_8859_1).contains(COMMITTED);
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
