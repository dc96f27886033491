package io.shardfit.adapters.web.api;

import static io.shardfit.adapters.web.api.Client.founding;
import static io.shardfit.adapters.web.api.Client.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shardfit.adapters.web.TestServer;
import io.shardfit.application.ledger.StreamId;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/// How it all began, by whoever has nothing but the API.
class FoundingStoryApiTest {
    private static final String PLAN = "/api/v1/plans/story";
    private static final String APPROVAL = "/api/v1/approvals/story/staging";

    @Test
    void theFoundingStory() {
        try (TestServer server = TestServer.local()) {
            tell(server);
        }
    }

    private static void tell(TestServer server) {
        Client author = Client.of(server, "author");
        Client approver = Client.of(server, "approver");

        // A plan for 64 GPUs on 16 is refused.
        JsonNode first = author.submit("story", founding("ep16-dp4")).once().answers(201);
        assertThat(text(first, "verdict")).isEqualTo("NOT_READY");

        // With the corrected strategy 16 GPUs are enough, the declared memory is not.
        JsonNode corrected =
                author.post(PLAN + "/strategies", "{\"strategy\": \"EP16_TP1_PP1_DP1\"}")
                        .onPlan(text(first, "planDigest"))
                        .once()
                        .answers(201);
        assertThat(corrected.path("findings"))
                .extracting(JsonNode::textValue)
                .contains("MEM003")
                .doesNotContain("PAR003");
        String ask = "{\"deployment\": \"story\", \"environment\": \"staging\"}";
        author.post("/api/v1/approvals", ask)
                .onPlan(text(corrected, "planDigest"))
                .once()
                .fails(409, "not-allowed");

        // A remedy makes it pass.
        JsonNode remedied =
                author.post(PLAN + "/remedies", "{\"number\": 1}")
                        .onPlan(text(corrected, "planDigest"))
                        .once()
                        .answers(201);
        assertThat(text(remedied, "verdict")).isEqualTo("READY");
        String plan = text(remedied, "planDigest");

        // It is asked for, and its author does not decide, not even as an approver.
        HttpResponse<String> asked =
                author.post("/api/v1/approvals", ask).onPlan(plan).once().send();
        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(201);
        assertThat(asked.headers().firstValue("location")).hasValue(APPROVAL);
        JsonNode pending = approver.get(APPROVAL).answers(200);
        assertThat(text(pending, "standing")).isEqualTo("PENDING");
        assertThat(pending.path("given").intValue()).isZero();
        assertThat(pending.path("needed").intValue()).isEqualTo(1);
        assertThat(pending.path("basis")).isEqualTo(Client.json(asked).path("basis"));
        author.post(APPROVAL + "/approve", "{}").onPlan(plan).once().fails(403, "forbidden");
        Client.of(server, "admin")
                .post(
                        "/api/v1/roles",
                        """
                        {"subject": "local-author", "role": "approver", "reason": "a trial"}\
                        """)
                .once()
                .answers(201);
        Client.await(() ->
                author.get("/api/v1")
                        .answers(200)
                        .path("identity")
                        .path("roles")
                        .toString()
                        .contains("approver"));
        author.post(APPROVAL + "/approve", "{}")
                .onPlan(plan)
                .once()
                .fails(403, "separation-of-duties");

        // Another person approves exactly what was shown.
        JsonNode approved =
                approver.post(
                                APPROVAL + "/approve",
                                "{\"comment\": \"seen\", \"basis\": %s}"
                                        .formatted(pending.path("basis")))
                        .onPlan(plan)
                        .once()
                        .answers(200);
        assertThat(text(approved, "standing")).isEqualTo("EFFECTIVE");
        JsonNode stands = approver.get(APPROVAL).answers(200);
        assertThat(text(stands, "standing")).isEqualTo("EFFECTIVE");
        assertThat(text(stands, "until")).isEqualTo(text(approved, "until"));
        assertThat(text(stands.path("approvals").path(0), "by")).isEqualTo("local-approver");
        assertThat(text(stands.path("approvals").path(0), "comment")).isEqualTo("seen");

        // And takes it back.
        approver.post(APPROVAL + "/revoke", "{\"reason\": \"a fire\"}")
                .onPlan(plan)
                .once()
                .answers(200);
        assertThat(text(approver.get(APPROVAL).answers(200), "standing")).isEqualTo("REVOKED");
        assertThat(text(approver.get(APPROVAL + "?at=" + at(stands)).answers(200), "standing"))
                .as("as it was then")
                .isEqualTo("EFFECTIVE");
        approver.post(APPROVAL + "/approve", "{}").onPlan(plan).once().fails(409, "wrong-standing");
        assertThat(server.ledger().events().stream(StreamId.deployment("story")))
                .extracting(entry -> entry.type())
                .containsExactly(
                        "PlanSubmitted",
                        "VerdictComputed",
                        "StrategyChosen",
                        "PlanSubmitted",
                        "VerdictComputed",
                        "RemedyApplied",
                        "PlanSubmitted",
                        "VerdictComputed",
                        "ApprovalRequested",
                        "PlanApproved",
                        "ApprovalRevoked");
    }

    private static String at(JsonNode stands) {
        return text(stands.path("approvals").path(0), "at");
    }
}
