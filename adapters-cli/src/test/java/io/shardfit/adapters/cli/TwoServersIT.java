package io.shardfit.adapters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.cli.FollowsTheLog.Event;
import io.shardfit.application.event.LedgerEvents;
import io.shardfit.application.event.PlanEvent.PlanSubmitted;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two servers of the packaged program on one PostgreSQL. More of it: `-Dtwo-servers.kills=20
/// -Dtwo-servers.clients=16 -Dtwo-servers.plans=100` (plans of each client between two kills).
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
@Timeout(600)
class TwoServersIT {
    private static final int KILLS = Integer.getInteger("two-servers.kills", 2);
    private static final int CLIENTS = Integer.getInteger("two-servers.clients", 6);
    private static final int PLANS = Integer.getInteger("two-servers.plans", 12);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private TwoServers servers;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        servers = new TwoServers(folder);
    }

    @AfterAll
    void stop() {
        servers.close();
    }

    /// At the end only one server is left.
    @Test
    @Order(3)
    void whenOneIsKilledUnderLoadNothingIsLostAndNothingIsThereTwice() throws Exception {
        AtomicInteger answered = new AtomicInteger();
        List<SubmitsPlans> clients =
                IntStream.range(0, CLIENTS)
                        .mapToObj(i -> new SubmitsPlans(servers, "killed-under-" + i, answered))
                        .toList();
        try (FollowsTheLog one = new FollowsTheLog(servers, 0);
                FollowsTheLog other = new FollowsTheLog(servers, 1)) {
            for (int kill = 0; kill < KILLS; kill++) {
                int victim = kill % 2;
                killUnder(clients, answered, victim);
                assertThat(get(1 - victim, "/health/ready").statusCode()).isEqualTo(200);
                if (kill + 1 < KILLS) {
                    servers.start(victim);
                }
            }
            long head = log().head().position();
            await(() -> one.events().size() >= head && other.events().size() >= head);

            sawEveryEntryOnceInOrder(one);
            sawEveryEntryOnceInOrder(other);
            assertThat(one.resumed() + other.resumed()).isGreaterThanOrEqualTo(KILLS);
        }
        assertThat(clients.stream().mapToInt(SubmitsPlans::unanswered).sum())
                .as("requests that a kill left without an answer")
                .isPositive();
        Set<String> positions = new HashSet<>();
        for (SubmitsPlans client : clients) {
            isInTheLogOnce(client, positions);
        }
        Program.Result sound = servers.audit("fsck");
        assertThat(sound.exitCode()).as(sound.out() + sound.err()).isZero();
    }

    private void killUnder(List<SubmitsPlans> clients, AtomicInteger answered, int victim)
            throws Exception {
        int before = answered.get();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (SubmitsPlans client : clients) {
                running.add(
                        threads.submit(() -> {
                            client.submit(PLANS, victim);
                            return client;
                        }));
            }
            await(() -> answered.get() >= before + CLIENTS * PLANS / 2 || failed(running));
            servers.kill(victim);
            for (Future<?> client : running) {
                client.get();
            }
        }
    }

    private static boolean failed(List<Future<?>> running) {
        return running.stream().anyMatch(one -> one.state() == Future.State.FAILED);
    }

    private void sawEveryEntryOnceInOrder(FollowsTheLog reader) {
        List<byte[]> entries = log().bytesAfter(0, Integer.MAX_VALUE);
        assertThat(reader.events().stream().map(Event::id))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, entries.size())
                                .mapToObj(Long::toString)
                                .toList());
        assertThat(reader.events().stream().map(Event::data))
                .containsExactlyElementsOf(
                        entries.stream()
                                .map(entry -> new String(entry, StandardCharsets.UTF_8))
                                .toList());
    }

    /// @param positions of all answers so far
    private void isInTheLogOnce(SubmitsPlans client, Set<String> positions) {
        List<Entry> stream = log().stream(StreamId.deployment(client.deployment()));
        assertThat(client.accepted()).hasSize(KILLS * PLANS);
        assertThat(
                        stream.stream()
                                .map(LedgerEvents::read)
                                .filter(PlanSubmitted.class::isInstance)
                                .map(event -> ((PlanSubmitted) event).plan().text()))
                .as("plans of %s in the log", client.deployment())
                .containsExactlyElementsOf(
                        client.accepted().stream().map(answer -> answer.at("planDigest")).toList());
        for (JsonDocument answer : client.accepted()) {
            String position = answer.at("position");
            assertThat(positions.add(position)).as("position %s is given once", position).isTrue();
            assertThat(
                            stream.stream()
                                    .filter(entry ->
                                            Long.toString(entry.position()).equals(position))
                                    .map(Entry::type))
                    .containsExactly("VerdictComputed");
        }
    }

    /// E24: what is taken back at one server is refused at the other within five seconds.
    @Test
    @Order(1)
    void aRevokedApprovalIsRefusedByTheOtherServer() throws Exception {
        String plan = submit("revoked-elsewhere");
        String gate = "/gate?digest=%s&environment=staging".formatted(plan);
        String approval = "/api/v1/approvals/revoked-elsewhere/staging";
        post(
                "author",
                "/api/v1/approvals",
                "{\"deployment\":\"revoked-elsewhere\",\"environment\":\"staging\"}",
                plan);
        post("approver", approval + "/approve", "{}", plan);
        await(() -> get(1, gate).statusCode() == 200 && isAdmitted(plan));

        post("approver", approval + "/revoke", "{\"reason\":\"the GPUs went elsewhere\"}", plan);

        await(Duration.ofSeconds(5), () -> get(1, gate).statusCode() == 403);
        await(Duration.ofSeconds(5), () -> !isAdmitted(plan));
    }

    @Test
    @Order(2)
    void aRevokedTokenIsRefusedByTheOtherServer() throws Exception {
        String made =
                post(
                        "author",
                        "/api/v1/tokens",
                        "{\"name\":\"ci\",\"roles\":[\"author\"],\"days\":1}",
                        "");
        String token = JsonDocument.of(made).at("token");
        await(() -> status(1, token) == 200);

        HttpResponse<String> revoked =
                HTTP.send(
                        request(0, "/api/v1/tokens/" + JsonDocument.of(made).at("prefix"))
                                .header("Authorization", "Bearer local-author")
                                .header("Idempotency-Key", UUID.randomUUID().toString())
                                .DELETE()
                                .build(),
                        BodyHandlers.ofString());
        assertThat(revoked.statusCode()).as(revoked.body()).isBetween(200, 204);

        await(Duration.ofSeconds(5), () -> status(1, token) == 401);
    }

    private int status(int server, String token) {
        return send(request(server, "/api/v1/plans").header("Authorization", "Bearer " + token))
                .statusCode();
    }

    private boolean isAdmitted(String plan) {
        HttpResponse<String> answer =
                send(
                        request(1, "/k8s/admission/v1/staging")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(review(plan))));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Boolean.parseBoolean(JsonDocument.of(answer.body()).at("response.allowed"));
    }

    private static String review(String plan) {
        return """
        {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"u-1",
        "kind":{"group":"batch","version":"v1","kind":"Job"},
        "resource":{"group":"batch","version":"v1","resource":"jobs"},
        "name":"train","namespace":"ml","operation":"CREATE","userInfo":{"username":"ana"},
        "object":{"kind":"Job","apiVersion":"batch/v1","metadata":{"name":"train","namespace":"ml",
        "annotations":{"shardfit.io/plan-digest":"%s"}},
        "spec":{"parallelism":2,"template":{"spec":{"containers":[
        {"name":"main","resources":{"limits":{"nvidia.com/gpu":"8"}}}]}}}},
        "oldObject":null,"dryRun":true}}
        """
                .formatted(plan);
    }

    /// {@return the digest of the plan that a deployment has now}
    private String submit(String deployment) throws Exception {
        SubmitsPlans author = new SubmitsPlans(servers, deployment, new AtomicInteger());
        author.submit(1, -1);
        return author.accepted().getFirst().at("planDigest");
    }

    /// Sent to the first server.
    ///
    /// @param plan that the sender looked at; may be empty
    private String post(String role, String path, String body, String plan) {
        HttpRequest.Builder request =
                request(0, path)
                        .header("Authorization", "Bearer local-" + role)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .POST(BodyPublishers.ofString(body));
        if (!plan.isEmpty()) {
            request.header("If-Match", '"' + plan + '"');
        }
        HttpResponse<String> answer = send(request);
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
        return answer.body();
    }

    private HttpResponse<String> get(int server, String path) {
        return send(request(server, path));
    }

    private HttpRequest.Builder request(int server, String path) {
        return HttpRequest.newBuilder(URI.create(servers.address(server) + path))
                .timeout(Duration.ofSeconds(30));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (java.io.IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    private EventLog log() {
        return servers.ledger().events();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        await(Duration.ofSeconds(60), condition);
    }

    private static void await(Duration patience, BooleanSupplier condition)
            throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it never came").isLessThan(end);
            Thread.sleep(10);
        }
    }
}
