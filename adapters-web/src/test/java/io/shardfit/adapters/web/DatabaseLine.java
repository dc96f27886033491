package io.shardfit.adapters.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The line to a database, which a test cuts and mends. While it is cut, connections are refused,
/// as those to a server that was stopped.
public final class DatabaseLine implements AutoCloseable {
    private final int database;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile ServerSocket listening;

    DatabaseLine(int database) {
        this.database = database;
        this.listening = listen(0);
        this.port = listening.getLocalPort();
        serve(listening);
    }

    int port() {
        return port;
    }

    public void cut() {
        close();
        open.forEach(DatabaseLine::close);
        open.clear();
    }

    public void mend() {
        listening = listen(port);
        serve(listening);
    }

    private static ServerSocket listen(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void serve(ServerSocket socket) {
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        while (!socket.isClosed()) {
                            join(socket.accept());
                        }
                    } catch (IOException closed) {
                        // it was cut
                    }
                });
    }

    private void join(Socket client) throws IOException {
        Socket server = new Socket(InetAddress.getLoopbackAddress(), database);
        open.add(client);
        open.add(server);
        Thread.ofVirtual().start(() -> pass(client, server));
        Thread.ofVirtual().start(() -> pass(server, client));
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException ended) {
            // one side is gone; the other follows
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
