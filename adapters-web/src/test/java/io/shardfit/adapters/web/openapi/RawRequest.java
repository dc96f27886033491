package io.shardfit.adapters.web.openapi;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A request as bytes on a connection of its own, so that it may be as wrong as can be.
final class RawRequest {
    private static final int PATIENCE_MILLIS = 60_000;

    String method;
    String target;
    final List<String> headers = new ArrayList<>();
    byte[] body;

    RawRequest(String method, String target, byte[] body) {
        this.method = method;
        this.target = target;
        this.body = body;
    }

    /// What came back.
    ///
    /// @param status 0 if the server closed the connection without a word
    record Raw(int status, String head, String body) {
        String header(String name) {
            return head.lines()
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    byte[] bytes(String host) {
        StringBuilder text = new StringBuilder(method + ' ' + target + " HTTP/1.1\r\n");
        if (headers.stream().noneMatch(line -> line.startsWith("Host:"))) {
            text.append("Host: ").append(host).append("\r\n");
        }
        headers.forEach(line -> text.append(line).append("\r\n"));
        text.append("Connection: close\r\n");
        if (body.length > 0
                && headers.stream().noneMatch(line -> line.startsWith("Content-Length:"))) {
            text.append("Content-Length: ").append(body.length).append("\r\n");
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        all.writeBytes(body);
        return all.toByteArray();
    }

    Raw send(URI server) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            try {
                socket.getOutputStream().write(bytes(server.getAuthority()));
                socket.getOutputStream().flush();
            } catch (IOException closedEarly) {
                // it may have answered before it closed
            }
            return read(new BufferedInputStream(socket.getInputStream()));
        }
    }

    private static Raw read(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        try {
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    break;
                }
                head.append((char) next);
            }
            int status = head.length() > 12 ? Integer.parseInt(head.substring(9, 12).strip()) : 0;
            boolean endless =
                    head.toString().toLowerCase(Locale.ROOT).contains("text/event-stream");
            String body = endless ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new Raw(status, head.toString(), body);
        } catch (SocketException reset) {
            return new Raw(0, head.toString(), "");
        }
    }

    @Override
    public String toString() {
        String text = new String(bytes("host"), StandardCharsets.UTF_8);
        return text.length() < 2_000 ? text : text.substring(0, 2_000) + "…";
    }
}
