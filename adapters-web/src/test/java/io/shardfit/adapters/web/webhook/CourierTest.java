package io.shardfit.adapters.web.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.shardfit.application.CheckPlan;
import io.shardfit.application.catalogue.GpuCatalogue;
import io.shardfit.application.deployment.StartLedger;
import io.shardfit.application.port.Ledgers;
import io.shardfit.application.port.OpenLedger;
import io.shardfit.application.port.Webhooks;
import io.shardfit.application.webhook.Delivery;
import io.shardfit.application.webhook.Subscription;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Deliveries from a real ledger to a real HTTPS server.
class CourierTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final List<Received> RECEIVED = Collections.synchronizedList(new ArrayList<>());
    private static final AtomicInteger ANSWER = new AtomicInteger(204);
    private static @TempDir Path directory;
    private static OpenLedger ledger;
    private static HttpsServer server;
    private static SSLContext tls;

    private record Received(Map<String, String> headers, String body) {}

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-23T12:00:00Z"));
    private final Courier courier = courier(tls, "127.0.0.0/8");
    private final Webhooks webhooks = ledger.webhooks();

    private Courier courier(SSLContext context, String permitted) {
        return new Courier(
                ledger.webhooks(),
                ledger.events(),
                new PinnedPost(
                        context.getSocketFactory(),
                        new AddressRules(List.of(Block.of(permitted))),
                        _ -> List.of(InetAddress.getByName("127.0.0.1")),
                        Duration.ofSeconds(2)),
                now::get,
                () -> 0.5);
    }

    @BeforeAll
    static void start() throws Exception {
        ledger =
                ServiceLoader.load(Ledgers.class)
                        .findFirst()
                        .orElseThrow()
                        .open(Optional.empty(), directory.resolve("ledger"));
        new StartLedger(
                        ledger.events(),
                        new CheckPlan(GpuCatalogue.shipped()),
                        InstantSource.system())
                .start();
        tls = certified(directory.resolve("keys.p12"));
        server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        Map<String, String> headers = new HashMap<>();
                        exchange.getRequestHeaders()
                                .forEach((name, values) ->
                                        headers.put(
                                                name.toLowerCase(Locale.ROOT), values.getFirst()));
                        RECEIVED.add(
                                new Received(
                                        headers,
                                        new String(
                                                exchange.getRequestBody().readAllBytes(),
                                                StandardCharsets.UTF_8)));
                        if (ANSWER.get() == 302) {
                            exchange.getResponseHeaders()
                                    .add(
                                            "Location",
                                            "https://127.0.0.1:"
                                                    + server.getAddress().getPort()
                                                    + "/elsewhere");
                        }
                        exchange.sendResponseHeaders(ANSWER.get(), -1);
                    }
                });
        server.start();
    }

    /// A key of this test's own, for the name `hooks.example.org`.
    private static SSLContext certified(Path file) throws Exception {
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "key",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=hooks.example.org",
                                "-ext",
                                "san=dns:hooks.example.org",
                                "-validity",
                                "2",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                file.toString(),
                                "-storepass",
                                new String(PASSWORD))
                        .inheritIO()
                        .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory own =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        TrustManagerFactory trusted =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    @AfterAll
    static void stop() {
        server.stop(0);
        ledger.close();
    }

    @AfterEach
    void forget() {
        webhooks.subscriptions().forEach(one -> webhooks.remove(one.id()));
        RECEIVED.clear();
        ANSWER.set(204);
    }

    private Subscription subscribe(String host, long position, String... types) {
        Subscription made =
                new Subscription(
                        UUID.randomUUID(),
                        "https://%s:%d/hook?a=b".formatted(host, server.getAddress().getPort()),
                        SECRET,
                        Set.of(types),
                        "usr_ana",
                        now.get(),
                        position,
                        Optional.empty());
        webhooks.subscribe(made);
        return made;
    }

    private void deliverAll() {
        webhooks.take(now.get(), Courier.LEASE, 100).forEach(courier::deliver);
    }

    @Test
    void anEventArrivesSignedAndOnce() throws IOException {
        Subscription made = subscribe("hooks.example.org", 0, "RuleSetPublished");
        long head = ledger.events().head().position();

        courier.address(head);
        courier.address(head);
        deliverAll();
        deliverAll();

        assertThat(RECEIVED).hasSize(2);
        Received first = RECEIVED.getFirst();
        String id = first.headers().get("webhook-id");
        assertThat(first.headers().get("webhook-signature"))
                .isEqualTo(
                        Signature.of(
                                SECRET,
                                id,
                                now.get(),
                                first.body().getBytes(StandardCharsets.UTF_8)));
        assertThat(first.headers())
                .containsEntry("webhook-timestamp", Long.toString(now.get().getEpochSecond()))
                .containsEntry("content-type", "application/json")
                .containsEntry("host", "hooks.example.org:" + server.getAddress().getPort());
        assertThat(first.body())
                .startsWith("{\"data\":{\"by\":")
                .contains("\"type\":\"RuleSetPublished\"", "\"position\":");
        assertThat(webhooks.deliveries(made.id(), 10))
                .extracting(Delivery::state, Delivery::attempts)
                .containsOnly(tuple(Delivery.State.DELIVERED, 1));
    }

    @Test
    void aRebuildOfReadModelsSendsNothing() {
        subscribe("hooks.example.org", ledger.events().head().position());

        ledger.projection().rebuild();
        courier.address(ledger.events().head().position());
        deliverAll();

        assertThat(RECEIVED).isEmpty();
    }

    @Test
    void whatFailsIsTriedAgainWithTheSameIdUntilItIsOver() {
        Subscription made = trial();
        ANSWER.set(500);
        int attempts = 0;
        Duration waited = Duration.ZERO;

        while (webhooks.deliveries(made.id(), 1).getFirst().state() == Delivery.State.PENDING) {
            deliverAll();
            attempts++;
            Instant next = webhooks.deliveries(made.id(), 1).getFirst().next();
            waited = waited.plus(Duration.between(now.get(), next));
            now.set(next);
        }

        assertThat(attempts).isEqualTo(10);
        assertThat(waited)
                .as("5 s + 5 min + 30 min + 2 h + 5 h + 10 h + 14 h + 20 h + 24 h")
                .isEqualTo(Duration.ofHours(75).plusMinutes(35).plusSeconds(5));
        assertThat(RECEIVED).hasSize(10);
        assertThat(RECEIVED)
                .extracting(one -> one.headers().get("webhook-id"))
                .containsOnly(RECEIVED.getFirst().headers().get("webhook-id"));
        assertThat(webhooks.deliveries(made.id(), 1).getFirst().problem())
                .hasValue("the receiver answered 500");
    }

    private Subscription trial() {
        return trial("hooks.example.org");
    }

    private Subscription trial(String host) {
        Subscription made = subscribe(host, 0);
        webhooks.add(Delivery.first(UUID.randomUUID(), made.id(), 0, Message.TEST, now.get()));
        return made;
    }

    @Test
    void whoSaysGoneIsNotToldAgain() {
        Subscription made = trial();
        ANSWER.set(410);

        deliverAll();

        assertThat(webhooks.subscriptions().getFirst().disabled()).isPresent();
        assertThat(webhooks.deliveries(made.id(), 1).getFirst().state())
                .isEqualTo(Delivery.State.FAILED);
    }

    @Test
    void aRedirectIsNotFollowed() {
        Subscription made = trial();
        ANSWER.set(302);

        deliverAll();

        assertThat(RECEIVED).as("the first place alone").hasSize(1);
        assertThat(webhooks.deliveries(made.id(), 1).getFirst().status()).hasValue(302);
    }

    @Test
    void aCertificateForAnotherNameIsRefused() {
        Subscription made = trial("other.example.org");

        deliverAll();

        assertThat(RECEIVED).isEmpty();
        assertThat(webhooks.deliveries(made.id(), 1).getFirst().problem().orElseThrow())
                .contains("other.example.org");
    }

    @Test
    void whatIsNotPermittedFailsWithTheReason() {
        Subscription made = trial();
        Courier strict = courier(tls, "10.0.0.0/8");

        webhooks.take(now.get(), Courier.LEASE, 100).forEach(strict::deliver);

        assertThat(RECEIVED).isEmpty();
        assertThat(webhooks.deliveries(made.id(), 1).getFirst().problem().orElseThrow())
                .contains("is at 127.0.0.1, which is not public", "SHARDFIT_WEBHOOK_ALLOW");
    }
}
