package io.shardfit.adapters.web.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.shardfit.adapters.web.TestServer;
import io.shardfit.adapters.web.api.Client;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What would become a script if any page took words for markup, written into every text that the
/// server keeps. Each way out of its surroundings is there: of an element, of an attribute in
/// either quotes, of an attribute's name, of a text area, a title, a comment, a script and a link's
/// target.
final class HostileWords {
    static final String DEPLOYMENT = "hostile-words";

    /// Each sets `ran` on the page that runs it.
    static final List<String> EACH =
            List.of(
                    "<script>window.ran=1</script>",
                    "\"><img src=x onerror=\"window.ran=1\">",
                    "'><svg onload='window.ran=1'>",
                    "\" autofocus onfocus=\"window.ran=1\" x=\"",
                    "' onmouseover='window.ran=1' x='",
                    "</textarea></title></style><script>window.ran=1</script>",
                    "--><script>window.ran=1</script><!--",
                    "</script><script>window.ran=1</script>",
                    "javascript:window.ran=1",
                    "<a href=\"javascript:window.ran=1\">here</a>",
                    "<iframe srcdoc=\"<script>parent.ran=1</script>\"></iframe>",
                    "<math><mtext><option><style><img src=x onerror=window.ran=1>",
                    "&lt;script&gt;window.ran=1&lt;/script&gt;",
                    "${window.ran=1} {{window.ran=1}} @(window.ran=1)");

    static final String ALL = String.join(" ", EACH);

    private static final String PLACE = "/api/v1/environments/staging";

    private HostileWords() {}

    /// {@return the deployment's own pages, and those that list what was written}
    static List<String> pages(TestServer server) {
        return List.of(
                "/",
                "/plans/" + DEPLOYMENT,
                "/plans/" + DEPLOYMENT + "/explain?value=gpus",
                "/explore/" + DEPLOYMENT,
                "/reviews",
                "/reviews/" + DEPLOYMENT + "/staging",
                "/environments/staging",
                "/roles",
                "/tokens",
                "/audit?deployment=" + DEPLOYMENT,
                "/audit",
                "/readiness?deployment=" + DEPLOYMENT,
                "/compare?a=" + DEPLOYMENT + "&b=" + DEPLOYMENT,
                "/rules",
                "/audit/" + server.ledger().events().head().position());
    }

    static void write(TestServer server) {
        Client author = Client.of(server, "author");
        Client approver = Client.of(server, "approver");
        Client admin = Client.of(server, "admin");
        kept(
                admin.put(
                        PLACE,
                        """
                        {"neededApprovals": 1, "allowedVerdicts": ["READY", "TIGHT"],
                         "waivableFindings": ["MEM003"], "onCorrection": "PT168H",
                         "approvalLifetime": "PT2160H", "roleDelay": "PT0S", "reason": %s}\
                        """
                                .formatted(quoted())));
        String plan = submit(author);
        kept(author.post("/api/v1/approvals", where()).onPlan(plan));
        kept(
                approver.post(
                                "/api/v1/approvals/%s/staging/reject".formatted(DEPLOYMENT),
                                "{\"comment\": %s}".formatted(quoted()))
                        .onPlan(plan));
        kept(author.post("/api/v1/approvals", where()).onPlan(plan));
        kept(
                approver.post(
                                "/api/v1/approvals/%s/staging/approve".formatted(DEPLOYMENT),
                                "{\"comment\": %s}".formatted(quoted()))
                        .onPlan(plan));
        kept(
                approver.post(
                        "/api/v1/waivers",
                        """
                        {"environment": "staging", "finding": "MEM003", "reason": %s,
                         "until": "%s", "requester": "local-author", "ticket": %s}\
                        """
                                .formatted(
                                        quoted(),
                                        Instant.now().plus(Duration.ofDays(3)),
                                        quoted())));
        kept(
                admin.post(
                        "/api/v1/roles",
                        "{\"subject\": \"usr_hostile\", \"role\": \"viewer\", \"reason\": %s}"
                                .formatted(quoted())));
        author.post(
                        "/api/v1/tokens",
                        "{\"name\": %s, \"roles\": [\"author\"]}"
                                .formatted(quoted(EACH.getFirst())))
                .once()
                .answers(201);
        kept(
                approver.post(
                                "/api/v1/approvals/%s/staging/revoke".formatted(DEPLOYMENT),
                                "{\"reason\": %s}".formatted(quoted()))
                        .onPlan(plan));
        server.settle();
    }

    /// In names, in a comment, and in the name of the file.
    private static String submit(Client author) {
        String plan = plan();
        return Client.text(
                author.submit(
                                DEPLOYMENT
                                        + "?name="
                                        + URLEncoder.encode(
                                                EACH.getFirst(), StandardCharsets.UTF_8),
                                plan)
                        .once()
                        .answers(201),
                "planDigest");
    }

    static String plan() {
        return "# "
                + ALL
                + "\n"
                + Client.founding("ep16-dp1-computed")
                        .replace("name: moe-30b-ep16-dp1-computed", "name: " + quoted())
                        .replace("name: moe-30b\n", "name: " + quoted() + "\n");
    }

    private static String where() {
        return "{\"deployment\": \"%s\", \"environment\": \"staging\"}".formatted(DEPLOYMENT);
    }

    private static String quoted() {
        return quoted(ALL);
    }

    /// A string of JSON is one of YAML, too.
    private static String quoted(String words) {
        return JsonNodeFactory.instance.textNode(words).toString();
    }

    private static void kept(Client.Call call) {
        HttpResponse<String> answer = call.once().send();
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
    }
}
