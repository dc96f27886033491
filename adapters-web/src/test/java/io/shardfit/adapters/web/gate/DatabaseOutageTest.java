package io.shardfit.adapters.web.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shardfit.adapters.web.DatabaseLine;
import io.shardfit.adapters.web.TestServer;
import io.shardfit.adapters.web.api.Client;
import io.shardfit.application.event.EnvironmentEvent.AdmissionDenied;
import io.shardfit.application.event.LedgerEvents;
import io.shardfit.application.ledger.StreamId;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// E31 over HTTP: while PostgreSQL is stopped decisions follow the policy (docs/gate.md, How new an
/// answer is), everything else says 503, and when it is back nothing that was denied is missing.
@Timeout(300)
class DatabaseOutageTest {
    private static final DatabaseLine LINE = TestServer.line();
    private static final TestServer SERVER = TestServer.behind(LINE);
    private static final Client AUTHOR = Client.of(SERVER, "author");
    private static final Client APPROVER = Client.of(SERVER, "approver");
    private static final String NOBODYS = "sha256:" + "5".repeat(64);
    private static String plan = "";

    /// Reading from every part of the ledger: read models, the log itself, documents, checkpoints,
    /// tables.
    private static final List<String> READING =
            List.of(
                    "/api/v1/plans",
                    "/api/v1/plans/train",
                    "/api/v1/plans/train/history",
                    "/api/v1/approvals",
                    "/api/v1/approvals/train/staging",
                    "/api/v1/waivers",
                    "/api/v1/environments",
                    "/api/v1/events?after=0",
                    "/api/v1/events?type=PlanSubmitted",
                    "/api/v1/events/1",
                    "/api/v1/events/1/proof",
                    "/api/v1/events/3/replay",
                    "/api/v1/audit/checkpoint",
                    "/",
                    "/audit",
                    "/plans/train",
                    "/health/ready");

    @BeforeAll
    static void anApprovedPlan() {
        JsonNode submitted =
                AUTHOR.submit("train", Client.founding("ep16-dp1-computed")).once().answers(201);
        plan = Client.text(submitted, "planDigest");
        AUTHOR.post(
                        "/api/v1/approvals",
                        "{\"deployment\": \"train\", \"environment\": \"staging\"}")
                .onPlan(plan)
                .once()
                .answers(201);
        APPROVER.post("/api/v1/approvals/train/staging/approve", "{}")
                .onPlan(plan)
                .once()
                .answers(200);
        SERVER.sign();
        Client.await(() -> gate(plan).statusCode() == 200);
        assertThat(review("uid-before", plan).body()).contains("\"allowed\": true");
    }

    @AfterAll
    static void stop() {
        SERVER.close();
        LINE.close();
    }

    private static HttpResponse<String> gate(String digest) {
        return AUTHOR.get("/gate?digest=%s&environment=staging".formatted(digest)).send();
    }

    private static HttpResponse<String> review(String uid, String digest) {
        return AUTHOR.post(
                        "/k8s/admission/v1/staging",
                        """
                        {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{
                        "uid":"%s","kind":{"group":"","version":"v1","kind":"Pod"},
                        "resource":{"group":"","version":"v1","resource":"pods"},
                        "name":"p","namespace":"ml","operation":"CREATE","userInfo":{"username":"u"},
                        "object":{"kind":"Pod","apiVersion":"v1","metadata":{"name":"p",
                        "namespace":"ml","annotations":{"shardfit.io/plan-digest":"%s"}}}}}
                        """
                                .formatted(uid, digest))
                .send();
    }

    @Test
    void duringAnOutageDecisionsFollowThePolicyAndAfterwardsAllIsAsBefore() throws Exception {
        LINE.cut();
        try {
            theGateAnswersFromMemoryAndElseByPolicy();
            readingSaysThatTheDatabaseIsAway();
            writingSaysSoToo();
        } finally {
            LINE.mend();
        }

        everythingIsBack();
        whatWasDeniedIsOnTheRecord();
    }

    private static void theGateAnswersFromMemoryAndElseByPolicy() {
        assertThat(gate(plan).statusCode()).isEqualTo(200);
        assertThat(review("uid-known", plan).body()).contains("\"allowed\": true");

        HttpResponse<String> unknown = gate(NOBODYS);
        assertThat(unknown.statusCode()).as(unknown.body()).isEqualTo(503);
        assertThat(unknown.headers().firstValue("retry-after")).isPresent();
        assertThat(unknown.body())
                .contains("\"decision\": \"DENY\"", "\"source\": \"policy\"")
                .doesNotContain("Exception", "\tat ");

        HttpResponse<String> denied = review("uid-during", NOBODYS);
        assertThat(denied.statusCode()).as(denied.body()).isEqualTo(200);
        assertThat(denied.body())
                .contains("\"uid\": \"uid-during\"", "\"allowed\": false")
                .doesNotContain("Exception", "\tat ");
    }

    /// All at once, so that they wait for the database together.
    private static void readingSaysThatTheDatabaseIsAway()
            throws InterruptedException, ExecutionException {
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpResponse<String>>> answers =
                    READING.stream()
                            .map(path -> readers.submit(() -> AUTHOR.get(path).send()))
                            .toList();
            for (int i = 0; i < READING.size(); i++) {
                HttpResponse<String> answer = answers.get(i).get();
                assertThat(answer.statusCode())
                        .as(READING.get(i) + ": " + answer.body())
                        .isEqualTo(503);
                assertThat(answer.headers().firstValue("retry-after")).isPresent();
                assertThat(answer.body())
                        .as(READING.get(i))
                        .contains("\"code\": \"unavailable\"", "\"transient\": true")
                        .doesNotContain("Exception", "\tat ", "127.0.0.1", "postgres");
            }
        }
        assertThat(AUTHOR.get("/health/live").send().statusCode()).isEqualTo(200);
    }

    private static void writingSaysSoToo() {
        JsonNode problem = submission().fails(503, "unavailable");
        assertThat(problem.path("transient").booleanValue()).isTrue();
        assertThat(problem.toString()).doesNotContain("Exception", "\tat ");
    }

    private static Client.Call submission() {
        return AUTHOR.submit("during", Client.founding("ep16-dp1-computed")).key("during-outage");
    }

    private static void everythingIsBack() {
        for (String path : READING) {
            Client.await(() -> AUTHOR.get(path).send().statusCode() == 200);
        }
        submission().answers(201);
        assertThat(
                        SERVER.ledger().events().stream(StreamId.deployment("during")).stream()
                                .filter(entry -> entry.type().equals("PlanSubmitted")))
                .hasSize(1);
        SERVER.settle();
        Client.await(() -> gate(NOBODYS).statusCode() == 404);
        assertThat(gate(plan).statusCode()).isEqualTo(200);
    }

    private static void whatWasDeniedIsOnTheRecord() {
        Client.await(() -> denials().anyMatch(one -> one.request().equals("uid-during")));
        assertThat(denials().filter(one -> one.request().equals("uid-during"))).hasSize(1);
        assertThat(denials()).noneMatch(one -> one.request().equals("uid-known"));
    }

    private static Stream<AdmissionDenied> denials() {
        return SERVER.ledger().events().stream(StreamId.admission("staging")).stream()
                .map(LedgerEvents::read)
                .map(AdmissionDenied.class::cast);
    }
}
