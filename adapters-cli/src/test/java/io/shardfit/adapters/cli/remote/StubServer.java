package io.shardfit.adapters.cli.remote;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server that answers with exactly the bytes it was told to, whole or not: each connection gets
/// the next answer, and from then on the last.
public final class StubServer implements AutoCloseable {
    /// Reads the request and then says nothing for ever.
    public static final String SILENCE = "@@silence";

    /// As {@link #SILENCE}, after what stands before it.
    public static final String ENDLESS = "@@endless";

    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *([0-9]+)");

    private final List<String> answers;
    private final ServerSocket socket;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger next = new AtomicInteger();

    public StubServer(String... answers) {
        this.answers = List.of(answers);
        try {
            socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException unable) {
            throw new UncheckedIOException(unable);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public static String document(String json) {
        return answer(200, "application/json", json);
    }

    public static String problem(int status, String code, boolean isTransient, String... headers) {
        return answer(
                status,
                "application/problem+json",
                "{\"type\": \"/problems/%s\", \"title\": \"A title\", \"status\": %d, \"detail\": \"what happened\", \"code\": \"%s\", \"transient\": %s}"
                        .formatted(code, status, code, isTransient),
                headers);
    }

    public static String answer(int status, String type, String body, String... headers) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return head(status, type, headers) + "Content-Length: " + length + "\r\n\r\n" + body;
    }

    /// An answer whose end only the end of the connection tells.
    public static String unmeasured(int status, String type, String body) {
        return head(status, type) + "\r\n" + body;
    }

    /// An answer that promises more than it keeps.
    public static String cut(String type, String body) {
        return head(200, type) + "Content-Length: 10000\r\n\r\n" + body;
    }

    private static String head(int status, String type, String... headers) {
        return "HTTP/1.1 %d Status\r\nContent-Type: %s\r\nConnection: close\r\n%s"
                .formatted(
                        status,
                        type,
                        headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n");
    }

    public String address() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    /// {@return whole requests, in the order in which they came}
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /// {@return by number of the request, from 0; empty if it has none}
    public String header(int request, String name) {
        Matcher matcher =
                Pattern.compile("(?im)^" + name + ": *(.*?)\r?$").matcher(requests.get(request));
        return matcher.find() ? matcher.group(1) : "";
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                open.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (SocketException closed) {
                return;
            } catch (IOException unable) {
                throw new UncheckedIOException(unable);
            }
        }
    }

    private void serve(Socket connection) {
        try {
            requests.add(request(connection.getInputStream()));
            String answer = answers.get(Math.min(next.getAndIncrement(), answers.size() - 1));
            OutputStream out = connection.getOutputStream();
            out.write(answer.replaceAll("@@.*", "").getBytes(StandardCharsets.UTF_8));
            out.flush();
            if (answer.endsWith(SILENCE)) {
                return;
            }
            while (answer.endsWith(ENDLESS)) {
                out.write(" ".repeat(1_000).getBytes(StandardCharsets.UTF_8));
            }
            connection.close();
        } catch (IOException _) {
            // The client need not wait for all of it.
        }
    }

    private static String request(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!bytes.toString(StandardCharsets.UTF_8).contains("\r\n\r\n")) {
            int read = in.read();
            if (read < 0) {
                return bytes.toString(StandardCharsets.UTF_8);
            }
            bytes.write(read);
        }
        Matcher length = LENGTH.matcher(bytes.toString(StandardCharsets.UTF_8));
        if (length.find()) {
            bytes.write(in.readNBytes(Integer.parseInt(length.group(1))));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : open) {
            connection.close();
        }
    }
}
