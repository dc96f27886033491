package io.shardfit.adapters.cli.remote;

import io.shardfit.application.Engine;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/// Sends one request and reads the whole answer within a time, or says why there is none. Follows
/// no redirection: it would carry the token elsewhere.
final class Client implements AutoCloseable {
    private final HttpClient http;
    private final ServerAddress address;
    private final Optional<String> token;
    private final Patience patience;

    Client(ServerAddress address, Optional<String> token, Patience patience) {
        this.address = address;
        this.token = token;
        this.patience = patience;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(patience.connect())
                        .build();
    }

    /// Either what came back, or why nothing did.
    sealed interface Outcome {
        record Came(Reply reply) implements Outcome {}

        record Nothing(Answer.Failed why) implements Outcome {}
    }

    Outcome exchange(Call call, Duration within) throws InterruptedException {
        return exchange(
                call,
                within,
                BodyHandlers.limiting(BodyHandlers.ofByteArray(), patience.mostBytes()));
    }

    /// Writes a successful answer to a file.
    Outcome fetch(Call call, Duration within, Path file) throws InterruptedException {
        return exchange(
                call,
                within,
                response ->
                        response.statusCode() == 200
                                ? BodySubscribers.mapping(
                                        BodySubscribers.ofFile(file), _ -> new byte[0])
                                : BodySubscribers.limiting(
                                        BodySubscribers.ofByteArray(), patience.mostBytes()));
    }

    /// The request's own time-out ends with the headers, so the whole is timed here.
    private Outcome exchange(Call call, Duration within, BodyHandler<byte[]> handler)
            throws InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> coming = http.sendAsync(request(call), handler);
        try {
            return new Outcome.Came(
                    reply(coming.get(Math.max(1, within.toMillis()), TimeUnit.MILLISECONDS)));
        } catch (TimeoutException _) {
            return nothing("no whole answer within %d s".formatted(within.toSeconds()), RETRY);
        } catch (ExecutionException failed) {
            return broken(failed.getCause() == null ? failed : failed.getCause());
        } finally {
            coming.cancel(true);
        }
    }

    private HttpRequest request(Call call) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address.at(call.target()))
                        .method(call.method(), publisher(call.body()))
                        .header("Accept", "application/json, application/problem+json, */*;q=0.1")
                        .header("User-Agent", "shardfit/" + Engine.version());
        call.headers().forEach(request::header);
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        return request.build();
    }

    private static HttpRequest.BodyPublisher publisher(byte[] body) {
        return body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body);
    }

    private static Reply reply(HttpResponse<byte[]> response) {
        return new Reply(
                response.statusCode(),
                first(response, "Content-Type").orElse("").replaceAll(";.*", "").strip(),
                new Reply.Headers(
                        first(response, "Location"),
                        first(response, "Retry-After"),
                        first(response, "Idempotency-Replayed")),
                response.body());
    }

    private static Optional<String> first(HttpResponse<?> response, String header) {
        return response.headers().firstValue(header);
    }

    private static final String RETRY = "try again later";

    private Outcome broken(Throwable why) {
        return switch (why) {
            case HttpTimeoutException _ ->
                    nothing(
                            "no connection within %d s".formatted(patience.connect().toSeconds()),
                            RETRY);
            case ConnectException refused
                    when refused.getCause() instanceof UnresolvedAddressException ->
                    unknownHost();
            case UnknownHostException _ -> unknownHost();
            case ConnectException _ ->
                    nothing(
                            "nothing listens there",
                            "start it with `shardfit serve`, or name another with --server");
            case SSLException untrusted ->
                    new Outcome.Nothing(
                            new Answer.Failed(
                                    "no secure connection: " + untrusted.getMessage(),
                                    "check the certificate; one of your own goes into a trust"
                                            + " store,"
                                            + " JAVA_TOOL_OPTIONS=-Djavax.net.ssl.trustStore=FILE",
                                    false));
            case IOException cut ->
                    nothing("the connection broke off (%s)".formatted(cut.getMessage()), RETRY);
            default -> throw new IllegalStateException("a call that cannot be sent", why);
        };
    }

    private Outcome unknownHost() {
        return nothing("no host has the name " + address.base().getHost(), "check its spelling");
    }

    private static Outcome nothing(String problem, String remedy) {
        return new Outcome.Nothing(new Answer.Failed(problem, remedy, true));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
