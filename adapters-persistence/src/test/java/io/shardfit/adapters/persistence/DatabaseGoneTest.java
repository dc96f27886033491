package io.shardfit.adapters.persistence;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardfit.adapters.persistence.entity.Entities;
import io.shardfit.application.account.Person;
import io.shardfit.application.account.SignedIn;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.port.Accounts;
import io.shardfit.application.port.LedgerSilent;
import io.shardfit.application.port.Webhooks;
import io.shardfit.application.webhook.Delivery;
import io.shardfit.application.webhook.Subscription;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever is asked of a database that is not there is answered as by the log beside it, with the
/// one exception from which the web makes "try again".
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseGoneTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final UUID ID = new UUID(0, 1);
    private static final Digest SECRET = Digest.of(new byte[] {1});
    private static final Delivery DELIVERY = Delivery.first(ID, ID, 8, "PlanApproved", NOW);

    private final Entities entities = new Entities(nowhere().source(), Trouble::reading);

    /// A port on which nobody listens any more.
    private static Database nowhere() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new Database(
                    "jdbc:postgresql://127.0.0.1:%d/gone?user=nobody"
                            .formatted(socket.getLocalPort()),
                    Optional.empty(),
                    Optional.empty());
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    static Set<Map.Entry<String, Consumer<Accounts>>> accounts() {
        return Map.<String, Consumer<Accounts>>of(
                        "remember",
                        all -> all.remember(new Person("usr_a", "A", Optional.empty(), NOW)),
                        "person",
                        all -> all.person("usr_a"),
                        "people",
                        Accounts::people,
                        "erase",
                        all -> all.erase("usr_a"),
                        "open",
                        all -> all.open(new SignedIn(SECRET, "usr_a", NOW, NOW)),
                        "session",
                        all -> all.session(SECRET, NOW),
                        "close",
                        all -> all.close(SECRET),
                        "used",
                        all -> all.used("sft_a", NOW),
                        "lastUsed",
                        Accounts::lastUsed)
                .entrySet();
    }

    static Set<Map.Entry<String, Consumer<Webhooks>>> webhooks() {
        return Map.<String, Consumer<Webhooks>>of(
                        "subscribe",
                        all -> all.subscribe(subscription()),
                        "subscriptions",
                        Webhooks::subscriptions,
                        "remove",
                        all -> all.remove(ID),
                        "disable",
                        all -> all.disable(ID, "410"),
                        "advance",
                        all -> all.advance(ID, 7, 8, List.of(DELIVERY)),
                        "add",
                        all -> all.add(DELIVERY),
                        "take",
                        all -> all.take(NOW, Duration.ofMinutes(1), 10),
                        "keep",
                        all -> all.keep(DELIVERY),
                        "deliveries",
                        all -> all.deliveries(ID, 10),
                        "forget",
                        all -> all.forget(NOW))
                .entrySet();
    }

    private static Subscription subscription() {
        return new Subscription(
                ID, "https://a.example", "whsec_", Set.of(), "usr_a", NOW, 7, Optional.empty());
    }

    @ParameterizedTest
    @MethodSource("accounts")
    void whatIsAskedOfPeopleIsNotAnswered(Map.Entry<String, Consumer<Accounts>> asked) {
        assertUnanswered(() -> asked.getValue().accept(entities.accounts()));
    }

    @ParameterizedTest
    @MethodSource("webhooks")
    void whatIsAskedOfWebhooksIsNotAnswered(Map.Entry<String, Consumer<Webhooks>> asked) {
        assertUnanswered(() -> asked.getValue().accept(entities.webhooks()));
    }

    private static void assertUnanswered(Runnable question) {
        assertThatThrownBy(question::run)
                .isInstanceOf(LedgerSilent.class)
                .hasMessageContaining("the database did not answer: ")
                .hasMessageContaining("refused");
    }

    @AfterAll
    void close() {
        entities.close();
    }
}
