package io.shardfit.adapters.web.api;

import static io.shardfit.adapters.web.api.Client.founding;
import static io.shardfit.adapters.web.api.Client.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shardfit.adapters.web.TestServer;
import io.shardfit.adapters.web.api.Client.Call;
import io.shardfit.application.ledger.StreamId;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Decisions, and what they are made by, over HTTP: each test on a ledger of its own.
class GovernanceApiTest {
    private static final String READY = founding("ep16-dp1-computed");
    private static final String NOT_READY = founding("ep16-dp1");
    private static final String OTHER_PLAN = "sha256:" + "0".repeat(64);
    private static final String POLICY =
            """
            {"neededApprovals": %d, "allowedVerdicts": ["READY", "TIGHT"],
             "waivableFindings": ["MEM003"], "onCorrection": "PT168H",
             "approvalLifetime": "PT2160H", "roleDelay": "PT0S", "reason": "a trial"}\
            """;

    private final TestServer server = TestServer.local();
    private final Client author = Client.of(server, "author");
    private final Client approver = Client.of(server, "approver");
    private final Client admin = Client.of(server, "admin");
    private final Client viewer = Client.of(server, "viewer");

    @AfterEach
    void stop() {
        server.close();
    }

    private static String approval(String deployment) {
        return "/api/v1/approvals/%s/staging".formatted(deployment);
    }

    private String submitted(String deployment, String plan) {
        return text(author.submit(deployment, plan).once().answers(201), "planDigest");
    }

    private Call ask(String deployment, String plan) {
        return author.post(
                        "/api/v1/approvals",
                        "{\"deployment\": \"%s\", \"environment\": \"staging\"}"
                                .formatted(deployment))
                .onPlan(plan)
                .once();
    }

    private Call approve(String deployment, String plan, String body) {
        return approver.post(approval(deployment) + "/approve", body).onPlan(plan).once();
    }

    private void policy(int needed) {
        admin.put("/api/v1/environments/staging", POLICY.formatted(needed)).once().answers(200);
    }

    private static String words(String decision) {
        return switch (decision) {
            case "reject" -> "{\"comment\": \"no\"}";
            case "revoke" -> "{\"reason\": \"no\"}";
            default -> "{}";
        };
    }

    private long head() {
        return server.ledger().events().head().position();
    }

    /// E30: whatever changes between the view and the click, nothing is approved that was not
    /// displayed.
    @Test
    void aClickOnWhatChangedIsRefused() {
        String plan = submitted("stale", READY);
        ask("stale", plan).answers(201);
        String shown =
                "{\"basis\": %s}"
                        .formatted(viewer.get(approval("stale")).answers(200).path("basis"));

        policy(1); // another policy
        assertThat(approve("stale", plan, shown).fails(412, "stale").path("detail").textValue())
                .contains("policy");
        JsonNode again = ask("stale", plan).answers(201); // asked again, under the new policy
        approve("stale", plan, shown).fails(412, "stale");

        admin.post("/api/v1/rule-sets/2/withdraw", "{\"reason\": \"a trial\"}") // other rules
                .once()
                .answers(200);
        approve("stale", plan, "{\"basis\": %s}".formatted(again.path("basis")))
                .fails(412, "stale");
        approve("stale", plan, "{}").fails(412, "stale");

        String other =
                submitted("stale", READY.replace("name: moe-", "name: other-moe-")); // another plan
        for (String decision : List.of("approve", "reject", "revoke")) {
            approver.post(approval("stale") + "/" + decision, words(decision))
                    .onPlan(plan)
                    .once()
                    .fails(412, "stale");
        }
        ask("stale", plan).fails(412, "stale");
        assertThat(other).isNotEqualTo(plan);
        assertThat(server.ledger().events().stream(StreamId.deployment("stale")))
                .noneMatch(entry -> entry.type().equals("PlanApproved"));
    }

    @Test
    void aDecisionSaysWhichPlanItIsAbout() {
        String plan = submitted("blind", READY);
        ask("blind", plan).answers(201);
        for (String decision : List.of("approve", "reject", "revoke")) {
            String path = approval("blind") + "/" + decision;
            String words = words(decision);
            approver.post(path, words).once().fails(428, "precondition-required");
            approver.post(path, words).onPlan(plan).fails(400, "missing-idempotency-key");
            approver.post(path, words).onPlan(OTHER_PLAN).once().fails(412, "stale");
            approver.post(path, "{\"force\": true}").onPlan(plan).once().fails(400, "bad-request");
        }
        author.post("/api/v1/approvals", "{}").onPlan(plan).once().fails(400, "bad-request");
        approve("blind", plan, "{\"basis\": {\"planDigest\": 1}}").fails(400, "bad-request");
        approve("nobody", plan, "{}").fails(404, "not-found");
        viewer.get("/api/v1/approvals/nobody/staging").fails(404, "not-found");
        approver.post("/api/v1/approvals/blind/nowhere/approve", "{}")
                .onPlan(plan)
                .once()
                .fails(409, "wrong-standing");
        assertThat(text(viewer.get("/api/v1/approvals/blind/nowhere").answers(200), "standing"))
                .isEqualTo("NOT_REQUESTED");
    }

    @Test
    void requestsThatWaitAreListedUntilOneIsRejected() {
        String first = submitted("wait-1", READY);
        submitted("wait-2", READY);
        ask("wait-1", first).answers(201);
        JsonNode joined = ask("wait-1", first).answers(200);
        assertThat(joined.path("known").booleanValue()).isTrue();
        assertThat(text(joined, "standing")).isEqualTo("PENDING");
        ask("wait-2", first).answers(201);
        Client.await(() -> pending("/api/v1/approvals").path("approvals").size() == 2);

        HttpResponse<String> page = viewer.get("/api/v1/approvals?limit=1").send();
        assertThat(text(Client.json(page).path("approvals").path(0), "deployment"))
                .isEqualTo("wait-1");
        String next = page.headers().firstValue("link").orElseThrow();
        JsonNode second = pending(next.substring(1, next.indexOf('>')));
        assertThat(text(second.path("approvals").path(0), "deployment")).isEqualTo("wait-2");

        approver.post(approval("wait-1") + "/reject", "{\"comment\": \" \"}")
                .onPlan(first)
                .once()
                .fails(422, "needs-text");
        JsonNode rejected =
                approver.post(approval("wait-1") + "/reject", "{\"comment\": \"too tight\"}")
                        .onPlan(first)
                        .once()
                        .answers(200);
        assertThat(text(rejected, "comment")).isEqualTo("too tight");
        Client.await(() -> pending("/api/v1/approvals").path("approvals").size() == 1);
        assertThat(text(viewer.get(approval("wait-1")).answers(200), "standing"))
                .isEqualTo("REJECTED");
    }

    /// A pipeline asks in every run, with a key of its own.
    @Test
    void whatIsApprovedIsAskedForAgainByNameOnly() {
        policy(1);
        String plan = submitted("steady", READY);
        JsonNode asked = ask("steady", plan).answers(201);
        assertThat(asked.path("known").booleanValue()).isFalse();
        approve("steady", plan, "{}").answers(200);
        long before = head();

        JsonNode again = ask("steady", plan).answers(200);
        assertThat(again.path("known").booleanValue()).isTrue();
        assertThat(text(again, "standing")).isEqualTo("EFFECTIVE");
        assertThat(again.path("position")).isEqualTo(asked.path("position"));
        assertThat(head()).isEqualTo(before);

        String renewal =
                """
                {"deployment": "steady", "environment": "staging", "renew": %s}\
                """;
        author.post("/api/v1/approvals", renewal.formatted("\"yes\""))
                .onPlan(plan)
                .once()
                .fails(400, "bad-request");
        JsonNode renewed =
                author.post("/api/v1/approvals", renewal.formatted("true"))
                        .onPlan(plan)
                        .once()
                        .answers(201);
        assertThat(renewed.path("round").intValue()).isEqualTo(2);
    }

    private JsonNode pending(String path) {
        return viewer.get(path).answers(200);
    }

    @Test
    void twoPeopleMustApproveWhereThePolicySaysSo() {
        policy(2);
        String plan = submitted("two", READY);
        ask("two", plan).answers(201);

        Call first = approve("two", plan, "{}");
        HttpResponse<String> approved = first.send();
        assertThat(text(Client.json(approved), "standing")).isEqualTo("PENDING");
        assertThat(Client.json(approved).path("given").intValue()).isEqualTo(1);
        approve("two", plan, "").fails(403, "separation-of-duties");

        long before = head();
        HttpResponse<String> again = first.send();
        assertThat(again.body()).isEqualTo(approved.body());
        assertThat(again.headers().firstValue(Writes.REPLAYED)).hasValue("true");
        assertThat(head()).isEqualTo(before);
        approver.post(approval("two") + "/approve", "{\"comment\": \"another\"}")
                .onPlan(plan)
                .key(key(first))
                .fails(422, "key-reused");
    }

    private static String key(Call call) {
        return call.request().build().headers().firstValue("Idempotency-Key").orElseThrow();
    }

    @Test
    void aWaiverLetsAPlanPassUntilItIsRevoked() {
        policy(1);
        String plan = submitted("waived", NOT_READY);
        ask("waived", plan).fails(409, "not-allowed");
        String until = Instant.now().plus(Duration.ofDays(7)).toString();
        String terms =
                """
                {"environment": "staging", "finding": "MEM003", "reason": "measured below",
                 "until": "%s", "requester": "local-author", "planDigest": "%s"}\
                """
                        .formatted(until, plan);

        author.post("/api/v1/waivers", terms).once().fails(403, "forbidden");
        approver.post("/api/v1/waivers", terms.replace("MEM003", "PAR003"))
                .once()
                .fails(409, "not-allowed");
        approver.post("/api/v1/waivers", terms.replace("local-author", "nobody"))
                .once()
                .fails(400, "bad-request");
        approver.post("/api/v1/waivers", terms.replace(until, "2020-01-01T00:00:00Z"))
                .once()
                .fails(400, "bad-request");
        approver.post("/api/v1/waivers", terms.replace(until, "tomorrow"))
                .once()
                .fails(400, "bad-request");
        HttpResponse<String> granted = approver.post("/api/v1/waivers", terms).once().send();
        assertThat(granted.statusCode()).as(granted.body()).isEqualTo(201);
        String link = granted.headers().firstValue("location").orElseThrow();
        Client.await(() -> !viewer.get("/api/v1/waivers").answers(200).path("waivers").isEmpty());
        JsonNode listed = viewer.get("/api/v1/waivers?environment=staging").answers(200);
        assertThat(listed.path("waivers"))
                .singleElement()
                .satisfies(waiver -> {
                    assertThat(text(waiver, "link")).isEqualTo(link);
                    assertThat(text(waiver, "finding")).isEqualTo("MEM003");
                    assertThat(text(waiver, "granter")).isEqualTo("local-approver");
                });
        assertThat(viewer.get("/api/v1/waivers?environment=x").answers(200).path("waivers"))
                .isEmpty();

        ask("waived", plan).answers(201);
        approve("waived", plan, "{\"comment\": \"with the waiver\"}").answers(200);
        approver.post(link + "/revoke", "{\"reason\": \"measured above\"}").once().answers(200);
        assertThat(text(viewer.get(approval("waived")).answers(200), "standing"))
                .isEqualTo("SUSPENDED");
        approver.post(link + "/revoke", "{\"reason\": \"again\"}").once().fails(404, "not-found");
    }

    @Test
    void anAdministratorSetsWhatAnEnvironmentAsks() {
        assertThat(viewer.get("/api/v1/environments/production").answers(200).path("policyVersion"))
                .as("nobody set it up")
                .hasToString("0");
        String policy =
                POLICY.formatted(2)
                        .replace("\"reason\"", "\"safetyMargin\": 0.08, \"reason\"")
                        .replace("PT168H", "strict");
        viewer.put("/api/v1/environments/production", policy).once().fails(403, "forbidden");
        JsonNode set = admin.put("/api/v1/environments/production", policy).once().answers(200);
        assertThat(text(set, "reason")).isEqualTo("a trial");

        JsonNode read = viewer.get("/api/v1/environments/production").answers(200);
        assertThat(read.path("neededApprovals").intValue()).isEqualTo(2);
        assertThat(read.path("safetyMargin").doubleValue()).isEqualTo(0.08);
        assertThat(text(read, "onCorrection")).isEqualTo("strict");
        assertThat(text(read, "approvalLifetime")).isEqualTo("PT2160H");
        Client.await(() ->
                viewer.get("/api/v1/environments").answers(200).path("environments").size() == 2);
        admin.put("/api/v1/environments/production", policy).once().fails(409, "conflict");
        for (String wrong :
                List.of(
                        policy.replace("\"neededApprovals\": 2", "\"neededApprovals\": 0"),
                        policy.replace("\"neededApprovals\": 2,", ""),
                        policy.replace("\"TIGHT\"", "\"GOOD\""),
                        policy.replace("\"TIGHT\"", "\"UNKNOWN\""),
                        policy.replace("PT2160H", "long"),
                        policy.replace("0.08", "-1"),
                        policy.replace("\"reason\"", "\"colour\": 1, \"reason\""))) {
            admin.put("/api/v1/environments/production", wrong).once().fails(400, "bad-request");
        }

        String plan = submitted("margin", READY);
        viewer.get("/api/v1/plans/margin/verdict?environment=production").fails(404, "not-found");
        JsonNode judged =
                author.post("/api/v1/plans/margin/verdicts", "{\"environment\": \"production\"}")
                        .once()
                        .answers(201);
        assertThat(judged.path("margin").doubleValue()).isEqualTo(0.08);
        assertThat(text(judged, "planDigest")).isEqualTo(plan);
        viewer.get("/api/v1/plans/margin/verdict?environment=production").answers(200);
        author.post("/api/v1/plans/margin/verdicts", "{\"environment\": \"production\"}")
                .once()
                .answers(200);
    }

    @Test
    void rolesAreGrantedByAnotherPersonAndTakenBack() {
        String grant = "{\"subject\": \"usr_eve\", \"role\": \"%s\", \"reason\": \"new here\"}";
        approver.post("/api/v1/roles", grant.formatted("approver")).once().fails(403, "forbidden");
        admin.post("/api/v1/roles", grant.formatted("king")).once().fails(400, "bad-request");
        admin.post("/api/v1/roles", grant.formatted("approver").replace("usr_eve", "local-admin"))
                .once()
                .fails(403, "separation-of-duties");
        JsonNode granted =
                admin.post("/api/v1/roles", grant.formatted("approver")).once().answers(201);
        assertThat(text(granted, "subject")).isEqualTo("usr_eve");
        admin.post("/api/v1/roles", grant.formatted("approver")).once().fails(409, "conflict");
        assertThat(viewer.get("/api/v1/roles?after=local-viewer").answers(200).path("subjects"))
                .singleElement()
                .satisfies(subject -> {
                    assertThat(text(subject, "subject")).isEqualTo("usr_eve");
                    assertThat(text(subject.path("roles").path(0), "role")).isEqualTo("approver");
                });

        admin.post("/api/v1/roles/revoke", grant.formatted("approver")).once().answers(200);
        admin.post("/api/v1/roles/revoke", grant.formatted("approver"))
                .once()
                .fails(403, "forbidden");
        assertThat(viewer.get("/api/v1/roles?limit=2").answers(200).path("next").textValue())
                .isEqualTo("local-approver");
    }

    @Test
    void anEditionIsWithdrawnForGoodAndItsImpactIsKnownBefore() {
        JsonNode editions = viewer.get("/api/v1/rule-sets").answers(200).path("ruleSets");
        assertThat(editions)
                .extracting(edition -> text(edition, "state"))
                .containsExactly("replaced", "in-force");
        long before = head();
        JsonNode impact = viewer.get("/api/v1/rule-sets/1/impact").answers(200);
        assertThat(head()).as("impact writes nothing").isEqualTo(before);
        int changes = impact.path("changes").size();
        assertThat(changes).isPositive();
        assertThat(impact.path("total").intValue())
                .isEqualTo(changes + impact.path("unchanged").intValue());

        approver.post("/api/v1/rule-sets/2/withdraw", "{\"reason\": \"x\"}")
                .once()
                .fails(403, "forbidden");
        admin.post("/api/v1/rule-sets/2/withdraw", "{\"reason\": \"\"}")
                .once()
                .fails(422, "needs-text");
        Call withdraw =
                admin.post("/api/v1/rule-sets/2/withdraw", "{\"reason\": \"a trial\"}").once();
        HttpResponse<String> withdrawn = withdraw.send();
        assertThat(withdrawn.statusCode()).as(withdrawn.body()).isEqualTo(200);
        assertThat(Client.json(withdrawn).path("reevaluation").path("total").intValue())
                .isEqualTo(impact.path("total").intValue());
        HttpResponse<String> again = withdraw.send();
        assertThat(again.body()).isEqualTo(withdrawn.body());
        assertThat(again.headers().firstValue(Writes.REPLAYED)).hasValue("true");

        assertThat(text(viewer.get("/api/v1/rule-sets/2").answers(200), "state"))
                .isEqualTo("withdrawn");
        assertThat(text(viewer.get("/api/v1/rule-sets/1").answers(200), "state"))
                .isEqualTo("in-force");
        admin.post("/api/v1/rule-sets/2/publish", "").once().fails(409, "conflict");
        admin.post("/api/v1/rule-sets/1/publish", "").once().answers(200);
        admin.post("/api/v1/rule-sets/99/publish", "").once().fails(404, "not-found");
        viewer.get("/api/v1/rule-sets/99").fails(404, "not-found");
        viewer.get("/api/v1/rule-sets/99/impact").fails(404, "not-found");
        viewer.get("/api/v1/rule-sets/x").fails(400, "bad-request");
    }

    @Test
    void theRootSaysWhoOneIs() {
        JsonNode root = approver.get("/api/v1").answers(200);
        assertThat(text(root, "mode")).isEqualTo("local");
        assertThat(text(root.path("identity"), "id")).isEqualTo("local-approver");
        for (String name : List.of("plans", "approvals", "waivers", "rule-sets", "environments")) {
            viewer.get(text(root.path("links"), name)).answers(200);
        }
        new Client(server, "somebody").get("/api/v1").fails(401, "not-signed-in");
    }

    @Test
    void whatPeopleWriteIsKeptAsItIsOrRefused() {
        String plan = submitted("text", READY);
        for (String words :
                List.of(
                        "\\u0000",
                        "\\ud800",
                        "e\\u0301",
                        "<script>alert(1)</script>",
                        "=1+1",
                        "\\u202e",
                        "x".repeat(4_001),
                        "x".repeat(600_000))) {
            HttpResponse<String> answer =
                    admin.post(
                                    "/api/v1/roles",
                                    """
                                    {"subject": "%s", "role": "viewer", "reason": "%s"}\
                                    """
                                            .formatted(words, words))
                            .once()
                            .send();
            assertThat(answer.statusCode())
                    .as("%.20s: %s", words, answer.body())
                    .isIn(201, 400, 409, 422);
            ask("text", plan).send();
            HttpResponse<String> rejected =
                    approver.post(
                                    approval("text") + "/reject",
                                    "{\"comment\": \"%s\"}".formatted(words))
                            .onPlan(plan)
                            .once()
                            .send();
            assertThat(rejected.statusCode())
                    .as("%.20s: %s", words, rejected.body())
                    .isIn(200, 400, 409, 422);
        }
    }
}
