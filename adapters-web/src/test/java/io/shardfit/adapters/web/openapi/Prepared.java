package io.shardfit.adapters.web.openapi;

import io.shardfit.adapters.web.TestServer;
import io.shardfit.adapters.web.api.Client;
import java.time.Duration;
import java.time.Instant;

/// What some examples find there already, because every operation is sent once: a request that can
/// be rejected beside the one that is approved, a deployment to archive beside the one that is
/// kept.
final class Prepared {
    private static final String POLICY =
            """
            {"neededApprovals": 1, "allowedVerdicts": ["READY", "TIGHT"],
             "waivableFindings": ["MEM003"], "onCorrection": "PT168H",
             "approvalLifetime": "PT2160H", "roleDelay": "PT0S", "reason": "examples"}\
            """;

    private Prepared() {}

    static void on(TestServer server) {
        Client author = Client.of(server, "author");
        Client admin = Client.of(server, "admin");
        admin.put("/api/v1/environments/staging", POLICY).once().answers(200);
        String file = Client.founding("ep16-dp1-computed");
        author.submit("moe-30b-old", file).once().answers(201);
        String plan =
                Client.text(
                        author.submit("moe-30b-waiting", file).once().answers(201), "planDigest");
        author.post(
                        "/api/v1/approvals",
                        """
                        {"deployment": "moe-30b-waiting", "environment": "staging"}\
                        """)
                .onPlan(plan)
                .once()
                .answers(201);
        Client.of(server, "approver").post("/api/v1/waivers", waiver(plan)).once().answers(201);
        Client.await(() -> isShown(author));
    }

    private static String waiver(String plan) {
        return """
        {"environment": "staging", "finding": "MEM003", "reason": "a run needed less",
         "until": "%s", "requester": "local-author", "planDigest": "%s",
         "ticket": "https://tickets.example/16"}\
        """
                .formatted(Instant.now().plus(Duration.ofDays(30)), plan);
    }

    /// Read models follow the log.
    private static boolean isShown(Client author) {
        return !author.get("/api/v1/approvals").answers(200).path("approvals").isEmpty()
                && !author.get("/api/v1/waivers").answers(200).path("waivers").isEmpty()
                && !author.get("/api/v1/plans?after=moe-30b-old")
                        .answers(200)
                        .path("plans")
                        .isEmpty();
    }
}
