package io.shardfit.adapters.web.gate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.web.TestServer;
import io.shardfit.application.CheckPlan;
import io.shardfit.application.catalogue.GpuCatalogue;
import io.shardfit.application.deployment.ApprovePlan;
import io.shardfit.application.deployment.LocalRoles;
import io.shardfit.application.deployment.RequestApproval;
import io.shardfit.application.deployment.RevokeApproval;
import io.shardfit.application.deployment.Sender;
import io.shardfit.application.deployment.SubmitPlan;
import io.shardfit.application.event.EnvironmentEvent.AdmissionDenied;
import io.shardfit.application.event.LedgerEvents;
import io.shardfit.application.event.Role;
import io.shardfit.application.ledger.Actor;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The gate, the admission endpoint and the badge over real HTTP, on a real ledger.
class GateOverHttpTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String ENVIRONMENT = "staging";
    private static TestServer server;
    private static EventLog log;
    private static String plan = "";

    @BeforeAll
    static void anApprovedPlan() throws IOException {
        server = TestServer.local();
        log = server.ledger().events();
        plan = submit("train", founding());
        approve("train");
        await(() -> ask(plan, ENVIRONMENT).statusCode() == 200);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String founding() throws IOException {
        return Files.readString(
                Path.of("")
                        .toAbsolutePath()
                        .getParent()
                        .resolve("examples/founding/ep16-dp1-computed.yaml"));
    }

    private static Sender local(Role role) {
        return new Sender(Actor.human(LocalRoles.id(role)), UUID.randomUUID());
    }

    private static String submit(String deployment, String text) {
        return switch (new SubmitPlan(log, new CheckPlan(GpuCatalogue.shipped()))
                .submit(local(Role.AUTHOR), deployment, "plan.yaml", text.getBytes(UTF_8))) {
            case SubmitPlan.Outcome.Submitted done -> done.verdict().verdict().plan().text();
            case SubmitPlan.Outcome other -> throw new AssertionError(other);
        };
    }

    private static void approve(String deployment) {
        assertThat(
                        new RequestApproval(
                                        log,
                                        new CheckPlan(GpuCatalogue.shipped()),
                                        InstantSource.system())
                                .request(
                                        local(Role.AUTHOR),
                                        RequestApproval.Wish.of(deployment, ENVIRONMENT)))
                .isInstanceOf(RequestApproval.Outcome.Requested.class);
        assertThat(
                        new ApprovePlan(log, InstantSource.system())
                                .approve(
                                        local(Role.APPROVER),
                                        new ApprovePlan.Approval(
                                                deployment,
                                                ENVIRONMENT,
                                                Optional.of("seen"),
                                                Optional.empty())))
                .isInstanceOf(ApprovePlan.Outcome.Approved.class);
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it never came").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(
                    request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    private static HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(server.address() + path));
    }

    private static HttpResponse<String> ask(String digest, String environment) {
        return send(to("/gate?digest=%s&environment=%s".formatted(digest, environment)));
    }

    private static HttpResponse<String> review(String path, String body) {
        return send(
                to(path).header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)));
    }

    /// As the API server of Kubernetes 1.31 sends it, without what nobody here reads.
    private static String job(String uid, String annotations, String more) {
        return """
        {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"%s",
        "kind":{"group":"batch","version":"v1","kind":"Job"},
        "resource":{"group":"batch","version":"v1","resource":"jobs"},
        "name":"train-7","namespace":"ml","operation":"CREATE",
        "userInfo":{"username":"ana"},
        "object":{"kind":"Job","apiVersion":"batch/v1",
        "metadata":{"name":"train-7","namespace":"ml","annotations":{%s}},
        "spec":{"parallelism":2,"template":{"spec":{"containers":[
        {"name":"main","resources":{"limits":{"nvidia.com/gpu":"8"}}}]}}}},
        "oldObject":null%s}}
        """
                .formatted(uid, annotations, more);
    }

    private static String named(String digest) {
        return "\"shardfit.io/plan-digest\":\"%s\"".formatted(digest);
    }

    private static List<AdmissionDenied> denials() {
        return log.stream(StreamId.admission(ENVIRONMENT)).stream()
                .map(LedgerEvents::read)
                .map(AdmissionDenied.class::cast)
                .toList();
    }

    private static AdmissionDenied recorded(String uid) {
        await(() -> denials().stream().anyMatch(one -> one.request().equals(uid)));
        List<AdmissionDenied> found =
                denials().stream().filter(one -> one.request().equals(uid)).toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    @Test
    void theStatusAloneIsTheAnswer() {
        HttpResponse<String> open = ask(plan, ENVIRONMENT);
        HttpResponse<String> elsewhere = ask(plan, "production");
        HttpResponse<String> unknown = ask("sha256:" + "0".repeat(64), ENVIRONMENT);

        assertThat(open.statusCode()).isEqualTo(200);
        assertThat(open.body())
                .contains(
                        "\"decision\": \"ALLOW\"",
                        "\"standing\": \"EFFECTIVE\"",
                        "\"verdict\": \"READY\"",
                        "\"deployment\": \"train\"",
                        "\"logPosition\": ");
        assertThat(elsewhere.statusCode()).isEqualTo(403);
        assertThat(elsewhere.body()).contains("\"decision\": \"DENY\"", "nobody asked");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("\"decision\": \"DENY\"", "submit it first");
    }

    @Test
    void aPipelineReadsALine() {
        HttpResponse<String> answer =
                send(
                        to("/gate?digest=%s&environment=%s".formatted(plan, ENVIRONMENT))
                                .header("Accept", "text/plain"));

        assertThat(answer.headers().firstValue("content-type").orElseThrow())
                .startsWith("text/plain");
        assertThat(answer.body()).startsWith("ALLOW  train in staging is approved until ");
    }

    @Test
    void aQuestionThatIsNoneIsAProblem() {
        for (String query : List.of("", "?digest=sha256:1&environment=x", "?digest=" + plan)) {
            HttpResponse<String> answer = send(to("/gate" + query));
            assertThat(answer.statusCode()).as(query).isEqualTo(400);
            assertThat(answer.headers().firstValue("content-type"))
                    .hasValue("application/problem+json");
        }
    }

    @Test
    void aClusterIsToldThatAnApprovedPlanMayRun() {
        HttpResponse<String> answer =
                review("/k8s/admission/v1/" + ENVIRONMENT, job("uid-ok", named(plan), ""));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(answer.body())
                .contains(
                        "\"apiVersion\": \"admission.k8s.io/v1\"",
                        "\"kind\": \"AdmissionReview\"",
                        "\"uid\": \"uid-ok\"",
                        "\"allowed\": true",
                        "\"verdict-position\": \"",
                        "\"log-position\": \"")
                .as("2 pods with 8 GPUs are the 16 of the plan")
                .doesNotContain("warnings");
    }

    @Test
    void anotherNumberOfGpusThanThePlanSaysIsAWarning() {
        String half =
                job("uid-half", named(plan), "").replace("\"parallelism\":2", "\"parallelism\":1");

        assertThat(review("/k8s/admission/v1/" + ENVIRONMENT, half).body())
                .contains("\"allowed\": true", "the plan is for 16 GPUs, this asks for 8");
    }

    @Test
    void aDenialSaysWhyAndIsOnTheRecord() {
        String nobodys = "sha256:" + "1".repeat(64);

        HttpResponse<String> answer =
                review("/k8s/admission/v1/" + ENVIRONMENT, job("uid-no", named(nobodys), ""));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("\"uid\": \"uid-no\"", "\"allowed\": false", "\"code\": 403", nobodys);
        AdmissionDenied denied = recorded("uid-no");
        assertThat(denied.plan().orElseThrow().text()).isEqualTo(nobodys);
        assertThat(denied.reason()).startsWith("Job ml/train-7: no deployment has the plan");
    }

    @Test
    void aDryRunLeavesNothing() {
        String nobodys = "sha256:" + "2".repeat(64);
        review(
                "/k8s/admission/v1/" + ENVIRONMENT,
                job("uid-dry", named(nobodys), ",\"dryRun\":true"));
        review("/k8s/admission/v1/" + ENVIRONMENT, job("uid-wet", named(nobodys), ""));

        recorded("uid-wet");
        assertThat(denials()).extracting(AdmissionDenied::request).doesNotContain("uid-dry");
    }

    @Test
    void whatNamesNoPlanOrAnotherEnvironmentIsDenied() {
        String path = "/k8s/admission/v1/" + ENVIRONMENT;
        assertThat(review(path, job("uid-bare", "", "")).body())
                .contains("\"allowed\": false", "annotate it with shardfit.io/plan-digest");
        assertThat(recorded("uid-bare").plan()).isEmpty();
        assertThat(
                        review(
                                        path,
                                        job(
                                                "uid-elsewhere",
                                                named(plan)
                                                        + ",\"shardfit.io/environment\":\"dev\"",
                                                ""))
                                .body())
                .contains("\"allowed\": false", "annotated for dev, and this is staging");
        assertThat(
                        review(
                                        path,
                                        job("uid-two", named(plan), "")
                                                .replace(
                                                        "\"template\":{",
                                                        "\"template\":{\"metadata\":{\"annotations\":{"
                                                                + named("sha256:" + "3".repeat(64))
                                                                + "}},"))
                                .body())
                .contains("\"allowed\": false", "name different things");
    }

    @Test
    void aNamespaceWithoutAnEnvironmentIsDenied() {
        assertThat(review("/k8s/admission/v1", job("uid-ns", named(plan), "")).body())
                .contains("\"allowed\": false", "no environment is configured for namespace ml");
    }

    @Test
    void whatIsBeingDeletedMayGo() {
        String dying =
                job("uid-dying", "", "")
                        .replace(
                                "\"metadata\":{\"name\"",
                                "\"metadata\":{\"deletionTimestamp\":\"2026-11-23T00:00:00Z\",\"name\"");

        assertThat(review("/k8s/admission/v1/" + ENVIRONMENT, dying).body())
                .contains("\"allowed\": true");
        assertThat(
                        review(
                                        "/k8s/admission/v1/" + ENVIRONMENT,
                                        job("uid-del", "", "").replace("CREATE", "DELETE"))
                                .body())
                .contains("\"allowed\": true");
    }

    @Test
    void whatIsNoReviewIsRefused() {
        String path = "/k8s/admission/v1/" + ENVIRONMENT;
        for (String body :
                List.of(
                        "",
                        "[]",
                        "{}",
                        "{\"apiVersion\":\"admission.k8s.io/v1beta1\",\"kind\":\"AdmissionReview\"}",
                        "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\"}",
                        job("", named(plan), ""),
                        job("u", named(plan), "") + "{}",
                        "[".repeat(100_000))) {
            assertThat(review(path, body).statusCode()).as(body).isEqualTo(400);
        }
    }

    @Test
    void aRevocationClosesTheGateWithinFiveSeconds() throws IOException {
        String revoked =
                submit("other", founding().replace("globalBatch: 128", "globalBatch: 256"));
        approve("other");
        await(() -> ask(revoked, ENVIRONMENT).statusCode() == 200);

        new RevokeApproval(log, InstantSource.system())
                .revoke(local(Role.APPROVER), "other", ENVIRONMENT, "no");
        long written = System.nanoTime();
        await(() -> ask(revoked, ENVIRONMENT).statusCode() == 403);

        assertThat(Duration.ofNanos(System.nanoTime() - written)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aBadgeIsAPictureWithAPolicyOfItsOwn() {
        HttpResponse<String> badge = send(to("/badge/train/staging.svg"));

        assertThat(badge.statusCode()).isEqualTo(200);
        assertThat(badge.headers().firstValue("content-type").orElseThrow())
                .startsWith("image/svg+xml");
        assertThat(badge.headers().allValues("content-security-policy"))
                .containsExactly("default-src 'none'; sandbox");
        assertThat(badge.headers().firstValue("cache-control")).hasValue("max-age=60");
        assertThat(badge.body()).contains("READY, approved").doesNotContain("<script");
        assertThat(send(to("/badge/nobody/staging.svg")).body()).contains("unknown");
        assertThat(send(to("/badge/train/staging.png")).statusCode()).isEqualTo(404);
        assertThat(send(to("/badge/train/%3Cscript%3E.svg")).statusCode()).isEqualTo(404);
        assertThat(Badge.escaped("<a href='x'>&\""))
                .isEqualTo("&lt;a href=&#39;x&#39;&gt;&amp;&quot;");
    }

    @Test
    void theEntriesOfTheGateAreTheSystemsOwn() {
        review("/k8s/admission/v1/" + ENVIRONMENT, job("uid-actor", "", ""));
        recorded("uid-actor");

        assertThat(log.stream(StreamId.admission(ENVIRONMENT)))
                .extracting(Entry::actor)
                .containsOnly(Actor.system("shardfit-gate"));
    }
}
