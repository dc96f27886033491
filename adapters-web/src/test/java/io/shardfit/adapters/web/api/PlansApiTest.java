package io.shardfit.adapters.web.api;

import static io.shardfit.adapters.web.api.Client.founding;
import static io.shardfit.adapters.web.api.Client.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shardfit.adapters.web.TestServer;
import io.shardfit.adapters.web.api.Client.Call;
import io.shardfit.application.event.DeploymentHistory;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Document;
import io.shardfit.application.ledger.StreamId;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Plans over HTTP, on the real ledger.
class PlansApiTest {
    private static final String FOR_64_GPUS = founding("ep16-dp4");
    private static final String FOR_16_GPUS = FOR_64_GPUS.replace("PP1_DP4", "PP1_DP1");
    private static final TestServer SERVER = TestServer.local();

    private final Client author = Client.of(SERVER, "author");
    private final Client viewer = Client.of(SERVER, "viewer");

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    /// The plan asks for 64 GPUs and there are 16: the founding example.
    private String submitted(String deployment) {
        return text(author.submit(deployment, FOR_64_GPUS).once().answers(201), "planDigest");
    }

    private static DeploymentHistory history(String deployment) {
        return DeploymentHistory.of(
                SERVER.ledger().events().stream(StreamId.deployment(deployment)));
    }

    @Test
    void aSubmittedPlanIsThereWithItsVerdictAndItsBytes() {
        HttpResponse<String> answer =
                author.submit("read.a:b", FOR_64_GPUS + "# mine\n").once().send();
        assertThat(answer.statusCode()).isEqualTo(201);
        JsonNode submitted = Client.json(answer);
        assertThat(text(submitted, "verdict")).isEqualTo("NOT_READY");
        assertThat(submitted.path("findings")).extracting(JsonNode::textValue).contains("PAR003");
        String link = answer.headers().firstValue("location").orElseThrow();

        HttpResponse<String> read = viewer.get(link).send();
        JsonNode plan = Client.json(read);
        assertThat(read.headers().firstValue("etag"))
                .isEqualTo(answer.headers().firstValue("etag"))
                .hasValue('"' + text(submitted, "planDigest") + '"');
        assertThat(text(plan, "schemaVersion")).isEqualTo("1.0");
        assertThat(text(plan, "verdict")).isEqualTo("NOT_READY");
        assertThat(plan.path("figures").path("gpusRequired").intValue()).isEqualTo(64);
        assertThat(plan.path("figures").path("gpusAvailable").intValue()).isEqualTo(16);
        assertThat(plan.path("authors"))
                .extracting(JsonNode::textValue)
                .containsExactly("local-author");
        assertThat(plan.path("verdicts")).hasSize(1);
        assertThat(plan.path("standings")).isEmpty();
        assertThat(viewer.get(link + "/file").send().body()).isEqualTo(FOR_64_GPUS + "# mine\n");
    }

    /// One document on the command line, in the ledger and in the API.
    @Test
    void theVerdictIsTheRecordedDocumentByteForByte() {
        submitted("verdict");
        Digest digest =
                history("verdict").verdict(Optional.empty()).orElseThrow().verdict().document();
        Document document = SERVER.ledger().events().document(digest).orElseThrow();

        String body = viewer.get("/api/v1/plans/verdict/verdict").send().body();

        assertThat(body.getBytes(StandardCharsets.UTF_8)).isEqualTo(document.bytes());
        assertThat(viewer.get("/api/v1/plans/verdict/verdict?judgedBy=latest").send().body())
                .as("the same rules judge it now")
                .isEqualTo(body);
    }

    @Test
    void whatWasSaidThenAndWhatIsSaidNowAreTwoQuestions() {
        submitted("then");
        String then = text(viewer.get("/api/v1/plans/then").answers(200), "submittedAt");
        author.submit("then", FOR_16_GPUS).once().answers(201);

        JsonNode recorded = viewer.get("/api/v1/plans/then/verdict?asOf=" + then).answers(200);
        assertThat(text(recorded, "verdict")).isEqualTo("NOT_READY");
        JsonNode latest =
                viewer.get("/api/v1/plans/then/verdict?judgedBy=latest&asOf=" + then).answers(200);
        assertThat(latest.path("gpus").path("required").intValue()).isEqualTo(64);
        assertThat(text(viewer.get("/api/v1/plans/then?asOf=" + then).answers(200), "verdict"))
                .isEqualTo("NOT_READY");
        viewer.get("/api/v1/plans/then?asOf=2020-01-01T00:00:00Z").fails(404, "not-found");
        viewer.get("/api/v1/plans/then?asOf=yesterday").fails(400, "bad-request");
        viewer.get("/api/v1/plans/then/verdict?judgedBy=me").fails(400, "bad-request");
    }

    @Test
    void theShippedHistoryOfTheFoundingExampleIsToldPageByPage() {
        String link = "/api/v1/plans/moe-30b-ep16-dp4/history?limit=1";
        List<String> types = new ArrayList<>();
        Optional<String> next = Optional.of(link);
        while (next.isPresent()) {
            HttpResponse<String> page = viewer.get(next.orElseThrow()).send();
            JsonNode document = Client.json(page);
            document.path("events").forEach(event -> types.add(event.path("type").textValue()));
            next =
                    page.headers()
                            .firstValue("link")
                            .map(value -> value.substring(1, value.indexOf('>')));
            assertThat(document.has("next")).isEqualTo(next.isPresent());
        }

        assertThat(types.reversed())
                .containsExactlyElementsOf(
                        SERVER.ledger().events().stream(StreamId.deployment("moe-30b-ep16-dp4"))
                                .stream()
                                .map(entry -> entry.type())
                                .toList());
    }

    @Test
    void anEntryOfTheHistoryIsTheEntryOfTheLogInDataAndWords() {
        JsonNode events = viewer.get("/api/v1/plans/moe-30b-ep16-dp4/history").answers(200);
        JsonNode newest = events.path("events").path(0);
        long position = newest.path("position").longValue();

        assertThat(newest.path("words").textValue())
                .isEqualTo("still NOT_READY by rule-set 2: expertsPerGpu 4, before 64");
        ObjectNode entry = newest.deepCopy();
        entry.remove("words");
        assertThat((JsonNode) entry)
                .isEqualTo(
                        viewer.get("/api/v1/events?limit=1&after=" + (position - 1)).answers(200));
    }

    @Test
    void remediesAreThoseOfTheDocumentAndOneIsApplied() {
        String plan = submitted("remedy");
        JsonNode proposed = viewer.get("/api/v1/plans/remedy/remedies").answers(200);
        assertThat(text(proposed, "digest")).isEqualTo(plan);
        assertThat(proposed.path("remedies")).isNotEmpty();
        JsonNode first = proposed.path("remedies").path(0);

        JsonNode applied =
                author.post("/api/v1/plans/remedy/remedies", "{\"number\": 1}")
                        .onPlan(plan)
                        .once()
                        .answers(201);

        assertThat(text(applied, "verdict")).isEqualTo(text(first, "verdict"));
        assertThat(text(viewer.get("/api/v1/plans/remedy").answers(200), "origin"))
                .isEqualTo("REMEDY");
        author.post("/api/v1/plans/remedy/remedies", "{\"number\": 1}")
                .onPlan(plan)
                .once()
                .fails(412, "stale");
        author.post("/api/v1/plans/remedy/remedies", "{\"number\": 99}")
                .onPlan(text(applied, "planDigest"))
                .once()
                .fails(404, "not-found");
        viewer.get("/api/v1/plans/remedy/remedies?wanted=0").fails(400, "bad-request");
    }

    @Test
    void aStrategyIsChosenForThePlanThatWasLookedAt() {
        String plan = submitted("strategy");
        String path = "/api/v1/plans/strategy/strategies";
        String strategy = "{\"strategy\": \"EP16_TP1_PP1_DP1\"}";

        author.post(path, strategy).once().fails(428, "precondition-required");
        author.post(path, strategy).onPlan(plan).fails(400, "missing-idempotency-key");
        author.post(path, strategy).with("If-Match", plan).once().fails(400, "bad-request");
        JsonNode chosen = author.post(path, strategy).onPlan(plan).once().answers(201);

        assertThat(chosen.path("findings"))
                .as("16 GPUs are enough; the declared memory is not")
                .extracting(JsonNode::textValue)
                .contains("MEM003")
                .doesNotContain("PAR003");
        author.post(path, strategy).onPlan(plan).once().fails(412, "stale");
        author.post(path, "{\"strategy\": \"EP16_XX1\"}")
                .onPlan(text(chosen, "planDigest"))
                .once()
                .fails(422, "unreadable-plan");
    }

    @Test
    void twoPlansOfADeploymentAreSetSideBySide() {
        String first = submitted("diff");
        viewer.get("/api/v1/plans/diff/diff").fails(404, "not-found");
        String second = text(author.submit("diff", FOR_16_GPUS).once().answers(201), "planDigest");

        JsonNode diff = viewer.get("/api/v1/plans/diff/diff").answers(200);

        assertThat(text(diff.path("from"), "planDigest")).isEqualTo(first);
        assertThat(text(diff.path("to"), "planDigest")).isEqualTo(second);
        assertThat(diff.path("values"))
                .as("DP is all that was edited")
                .singleElement()
                .satisfies(value -> {
                    assertThat(text(value, "from")).isEqualTo("4");
                    assertThat(text(value, "to")).isEqualTo("1");
                });
        assertThat(diff.path("verdict"))
                .extracting(delta -> text(delta, "what"))
                .contains("findings", "gpusRequired");
        assertThat(diff.path("findings").path("gone"))
                .extracting(JsonNode::textValue)
                .contains("PAR003");
        String other = "sha256:" + "0".repeat(64);
        viewer.get("/api/v1/plans/diff/diff?from=" + other).fails(404, "not-found");
        viewer.get("/api/v1/plans/diff/diff?from=x").fails(400, "bad-request");
        assertThat(
                        viewer.get("/api/v1/plans/diff/diff?from=%s&to=%s".formatted(second, first))
                                .answers(200)
                                .path("findings")
                                .path("new"))
                .extracting(JsonNode::textValue)
                .contains("PAR003");
    }

    /// The run reserved 75 GiB; the plan is READY, so it needs at most the budget of 72.82 GiB.
    @Test
    void aMeasurementIsComparedAndKept() {
        author.submit("measured", founding("ep16-dp1-computed")).once().answers(201);
        String path = "/api/v1/plans/measured/measurements";
        String file =
                """
                {"files": [{"name": "rank0.json",
                            "content": "{\\"reserved_bytes.all.peak\\": %d}"}]}\
                """
                        .formatted(75L << 30);

        Call call = author.post(path, file).key("run-1");
        HttpResponse<String> answer = call.send();

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        JsonNode comparison = Client.json(answer);
        assertThat(text(comparison, "kind")).isEqualTo("Comparison");
        assertThat(comparison.path("agrees").booleanValue()).isFalse();
        assertThat(comparison.path("rows").path(0).path("measuredBytes").longValue())
                .isEqualTo(75L << 30);
        assertThat(call.send().body()).isEqualTo(answer.body());
        JsonNode list = viewer.get(path).answers(200).path("measurements");
        assertThat(list).hasSize(1);
        assertThat(text(list.path(0), "link"))
                .isEqualTo(answer.headers().firstValue("location").orElseThrow());
        assertThat(viewer.get(text(list.path(0), "link")).send().body()).isEqualTo(answer.body());
        viewer.get(path + "/1").fails(404, "not-found");
        author.post(path, "{\"files\": []}").once().fails(400, "bad-request");
        author.post(path, "{\"files\": [{\"name\": \"a\"}]}").once().fails(400, "bad-request");
        author.post(path, "{\"files\": [{\"name\": \"a\", \"content\": \"what?\"}]}")
                .once()
                .fails(422, "unreadable-plan");
        author.post(path, file.replace("]}", "], \"tolerance\": -1}"))
                .once()
                .fails(400, "bad-request");
    }

    /// The log of an engine that serves says nothing of a plan that trains.
    @Test
    void whatCannotBeComparedIsNotKept() {
        author.submit("unmeasured", founding("ep16-dp1-computed")).once().answers(201);
        String path = "/api/v1/plans/unmeasured/measurements";
        String printed =
                """
                {"files": [{"name": "vllm.log", "content": "INFO 12-13 19:54:18 worker.py:243] \
                Memory profiling results:\\nINFO 12-13 19:54:18 worker.py:243] model weights \
                take\\t14.96GiB\\n"}]}\
                """;

        JsonNode comparison = author.post(path, printed).once().answers(200);

        assertThat(comparison.path("nothingCompared").booleanValue()).isTrue();
        assertThat(comparison.path("rows")).isEmpty();
        assertThat(viewer.get(path).answers(200).path("measurements")).isEmpty();
    }

    @Test
    void anArchivedDeploymentLeavesTheListAndTakesNoPlan() {
        String plan = submitted("archived");
        String path = "/api/v1/plans/archived/archive";
        author.post(path, "{\"reason\": \" \"}").onPlan(plan).once().fails(422, "needs-text");
        author.post(path, "{\"reason\": \"x\"}")
                .onPlan("sha256:" + "0".repeat(64))
                .once()
                .fails(412, "stale");

        JsonNode archived =
                author.post(path, "{\"reason\": \"moved\"}").onPlan(plan).once().answers(200);

        assertThat(text(archived, "reason")).isEqualTo("moved");
        assertThat(archived.path("position").longValue()).isPositive();
        author.submit("archived", FOR_16_GPUS).once().fails(409, "conflict");
        assertThat(
                        viewer.get("/api/v1/plans/archived")
                                .answers(200)
                                .path("archived")
                                .booleanValue())
                .isTrue();
        viewer.get("/api/v1/plans/archived/remedies").fails(409, "conflict");
    }

    @Test
    void nothingIsToldOfDeploymentsThatAreNotThere() {
        for (String rest :
                List.of(
                        "",
                        "/file",
                        "/verdict",
                        "/history",
                        "/remedies",
                        "/measurements",
                        "/diff")) {
            viewer.get("/api/v1/plans/nobody" + rest).fails(404, "not-found");
        }
        viewer.get("/api/v1/plans/no%20name").fails(400, "bad-request");
    }

    @Test
    void aMistakeInARequestIsSaid() {
        author.submit("mistake", "apiVersion: shardfit.io/v1\nmodel: 3\n")
                .once()
                .fails(422, "unreadable-plan");
        author.submit("mistake", FOR_64_GPUS).fails(400, "missing-idempotency-key");
        author.submit("mistake", FOR_64_GPUS).key("two words").fails(400, "bad-request");
        viewer.submit("mistake", FOR_64_GPUS).once().fails(403, "forbidden");
        assertThat(
                        author.post(
                                        "/api/v1/plans/moe-30b-ep16-dp4/archive",
                                        "{\"reason\": \"x\", \"actor\": \"somebody\"}")
                                .onPlan("sha256:" + "0".repeat(64))
                                .once()
                                .fails(400, "bad-request")
                                .path("detail")
                                .textValue())
                .contains("/actor");
        author.post("/api/v1/plans/moe-30b-ep16-dp4/archive", "[]")
                .onPlan("sha256:" + "0".repeat(64))
                .once()
                .fails(400, "bad-request");
    }

    /// `/plans/..` is the page above it for every browser, and an option of a command for a shell.
    @Test
    void whatMeansSomethingElseIsNoName() {
        for (String name : new String[] {".", "..", "...", "-rf", "_a"}) {
            JsonNode problem =
                    author.submit(name.replace(".", "%2E"), FOR_64_GPUS)
                            .once()
                            .fails(400, "bad-request");
            assertThat(text(problem, "detail"))
                    .contains('"' + name + '"', "begins with a letter or digit");
        }
    }

    @Test
    void aTextThatCannotBeKeptIsRefusedBeforeItReachesTheLog() {
        for (String text : new String[] {"\\u0000", "\\ud800"}) {
            assertThat(
                            text(
                                    author.post(
                                                    "/api/v1/plans/moe-30b-ep16-dp4/archive",
                                                    "{\"reason\": \"a%s\"}".formatted(text))
                                            .onPlan("sha256:" + "0".repeat(64))
                                            .once()
                                            .fails(400, "bad-request"),
                                    "detail"))
                    .startsWith("/reason must be a text without ");
        }
    }

    @Test
    void aParameterThatNobodyKnowsIsRefused() {
        assertThat(
                        text(
                                viewer.get("/api/v1/plans?verdikt=READY").fails(400, "bad-request"),
                                "detail"))
                .isEqualTo(
                        "the parameter verdikt is not known here; known are [after, archived, environment, limit, verdict]");
        viewer.get("/api/v1/plans?after=%00").fails(400, "bad-request");
    }

    @Test
    void aRequestThatIsSentAgainGetsTheSameAnswer() {
        String key = "ci-run-17/submit";
        HttpResponse<String> first = author.submit("again", FOR_64_GPUS).key(key).send();
        author.submit("again", FOR_16_GPUS).once().answers(201);
        HttpResponse<String> second = author.submit("again", FOR_64_GPUS).key(key).send();

        assertThat(first.headers().firstValue(Writes.REPLAYED)).isEmpty();
        assertThat(second.headers().firstValue(Writes.REPLAYED)).hasValue("true");
        assertThat(second.statusCode()).isEqualTo(first.statusCode()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("etag"))
                .isEqualTo(first.headers().firstValue("etag"));
        assertThat(history("again").version()).as("two plans, two verdicts").isEqualTo(4);
        author.submit("again", FOR_16_GPUS).key(key).fails(422, "key-reused");
        assertThat(
                        author.submit("again", FOR_16_GPUS)
                                .once()
                                .answers(200)
                                .path("known")
                                .booleanValue())
                .isTrue();
    }

    @Test
    void theSameRequestSentThriceAtOnceIsCarriedOutOnce() throws Exception {
        for (int round = 0; round < 5; round++) {
            String deployment = "thrice-" + round;
            Call call = author.submit(deployment, FOR_64_GPUS).key(UUID.randomUUID().toString());
            List<HttpResponse<String>> answers = atOnce(3, call::send);

            assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(201);
            assertThat(answers.stream().map(HttpResponse::body).distinct()).hasSize(1);
            assertThat(
                            answers.stream()
                                    .filter(one ->
                                            one.headers().firstValue(Writes.REPLAYED).isPresent()))
                    .hasSize(2);
            assertThat(history(deployment).version()).isEqualTo(2);
        }
    }

    private static <T> List<T> atOnce(int times, Callable<T> work) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(times)) {
            List<Callable<T>> calls = Collections.nCopies(times, work);
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(calls)) {
                results.add(future.get());
            }
            return results;
        }
    }

    @Test
    void aSubmissionMaySayWhichPlanItReplaces() {
        String plan = submitted("replace");
        author.submit("replace", FOR_16_GPUS).onPlan(plan).once().answers(201);
        author.submit("replace", FOR_64_GPUS).onPlan(plan).once().fails(412, "stale");
    }

    @Test
    void theListIsReadPageByPage() {
        for (String name : List.of("zz-page-1", "zz-page-2", "zz-page-3")) {
            submitted(name);
        }
        String first = "/api/v1/plans?verdict=NOT_READY&limit=1&after=zz-page-";
        Client.await(() -> pages(first).size() == 3);

        assertThat(pages(first)).containsExactly("zz-page-1", "zz-page-2", "zz-page-3");
        viewer.get("/api/v1/plans?limit=201").fails(400, "bad-request");
        viewer.get("/api/v1/plans?limit=x").fails(400, "bad-request");
        viewer.get("/api/v1/plans?verdict=GOOD").fails(400, "bad-request");
    }

    private List<String> pages(String path) {
        List<String> names = new ArrayList<>();
        Optional<String> next = Optional.of(path);
        while (next.isPresent()) {
            HttpResponse<String> page = viewer.get(next.orElseThrow()).send();
            Client.json(page).path("plans").forEach(row -> names.add(text(row, "deployment")));
            next =
                    page.headers()
                            .firstValue("link")
                            .map(value -> value.substring(1, value.indexOf('>')));
        }
        return names;
    }
}
