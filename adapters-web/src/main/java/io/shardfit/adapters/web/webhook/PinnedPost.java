package io.shardfit.adapters.web.webhook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// Posts over HTTPS to an address that was checked, and to no other: it resolves once, checks all
/// addresses, connects to one of them, and follows nothing. Of the answer it reads the status. No
/// HTTP client of the platform connects to an address that somebody else resolved and still checks
/// the certificate against the name; this is what is left of one.
final class PinnedPost {
    private static final int LONGEST_LINE = 1_000;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( .*)?");

    private final SSLSocketFactory tls;
    private final AddressRules rules;
    private final Resolver resolver;
    private final Duration patience;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("webhook-clock").factory());

    /// @param patience for the whole exchange
    PinnedPost(SSLSocketFactory tls, AddressRules rules, Resolver resolver, Duration patience) {
        this.tls = tls;
        this.rules = rules;
        this.resolver = resolver;
        this.patience = patience;
    }

    /// {@return the status of the answer}
    ///
    /// @throws IOException saying why there is none
    int post(Target target, Map<String, String> headers, byte[] body) throws IOException {
        InetAddress address = checked(target.host());
        try (Socket socket = new Socket()) {
            ScheduledFuture<?> cut =
                    clock.schedule(() -> close(socket), patience.toMillis(), TimeUnit.MILLISECONDS);
            try {
                return exchange(socket, address, target, headers, body);
            } catch (IOException failed) {
                if (cut.isDone()) {
                    throw new IOException(
                            "no answer within %d s".formatted(patience.toSeconds()), failed);
                }
                throw failed;
            } finally {
                cut.cancel(false);
            }
        }
    }

    private InetAddress checked(String host) throws IOException {
        List<InetAddress> addresses = resolver.resolve(host);
        if (addresses.isEmpty()) {
            throw new IOException(host + " has no address");
        }
        for (InetAddress address : addresses) {
            if (!rules.permit(address)) {
                throw new IOException(
                        "%s is at %s, which is not public: an administrator may permit it with SHARDFIT_WEBHOOK_ALLOW"
                                .formatted(host, address.getHostAddress()));
            }
        }
        return addresses.getFirst();
    }

    private int exchange(
            Socket socket,
            InetAddress address,
            Target target,
            Map<String, String> headers,
            byte[] body)
            throws IOException {
        int millis = Math.toIntExact(patience.toMillis());
        socket.connect(new InetSocketAddress(address, target.port()), millis);
        socket.setSoTimeout(millis);
        try (SSLSocket secure =
                (SSLSocket) tls.createSocket(socket, target.host(), target.port(), true)) {
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secure.setSSLParameters(parameters);
            secure.startHandshake();
            write(secure.getOutputStream(), target, headers, body);
            return status(secure.getInputStream());
        }
    }

    private static void write(
            OutputStream out, Target target, Map<String, String> headers, byte[] body)
            throws IOException {
        StringBuilder head =
                new StringBuilder("POST ").append(target.path()).append(" HTTP/1.1\r\n");
        head.append("Host: ").append(target.authority()).append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(body.length).append("\r\nConnection: close\r\n\r\n");
        out.write(head.toString().getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
    }

    private static int status(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next == -1 || line.size() >= LONGEST_LINE) {
                throw new IOException("the answer is no HTTP");
            }
            line.write(next);
        }
        Matcher status = STATUS.matcher(line.toString(StandardCharsets.ISO_8859_1).stripTrailing());
        if (!status.matches()) {
            throw new IOException("the answer is no HTTP");
        }
        return Integer.parseInt(status.group(1));
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException already) {
            // it is gone, which is what is wanted
        }
    }
}
