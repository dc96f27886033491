package io.shardfit.adapters.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.web.Browser;
import io.shardfit.adapters.web.Examples;
import io.shardfit.adapters.web.TestServer;
import io.shardfit.adapters.web.api.Client;
import io.shardfit.application.deployment.ChangePolicy;
import io.shardfit.application.deployment.Sender;
import io.shardfit.application.event.Recorded;
import io.shardfit.application.event.Role;
import io.shardfit.application.event.StandingVerdict;
import io.shardfit.application.ledger.Actor;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.readmodel.VerdictFacts;
import io.shardfit.domain.approval.EnvironmentPolicy;
import io.shardfit.domain.verdict.Readiness;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// The founding story by forms alone, as a browser without scripts tells it.
class StoryPagesTest {
    private static final TestServer SERVER = TestServer.local();
    private static final Browser AUTHOR = Browser.of(SERVER, Role.AUTHOR);
    private static final Browser APPROVER = Browser.of(SERVER, Role.APPROVER);

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static HttpResponse<String> submit(String deployment, String file) {
        return submitText(deployment, Examples.founding(file));
    }

    private static HttpResponse<String> submitText(String deployment, String plan) {
        return AUTHOR.follow(
                AUTHOR.upload(
                        "/check/submit",
                        "plan",
                        plan,
                        "fileName",
                        "plan.yaml",
                        "deployment",
                        deployment));
    }

    @Test
    void fromTheDeclaredPlanToAnApprovalAndBack() {
        HttpResponse<String> plan = submit("story", "ep16-dp4.yaml");
        assertThat(plan.body())
                .contains(
                        "NOT_READY</span> by rule-set 2",
                        "64 needed (EP × TP × PP × DP × CP), 16 available",
                        "← PAR003",
                        "← MEM003",
                        "href=\"#line-19\"",
                        "byte for byte what was recorded");

        HttpResponse<String> refused =
                AUTHOR.submit(plan, "/plans/story/request", "environment", "staging");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body())
                .contains("the environment does not take NOT_READY", "value=\"staging\"");

        plan = submit("story", "ep16-dp1-computed.yaml");
        assertThat(plan.body()).contains("READY</span> by rule-set 2", "as of then");

        HttpResponse<String> review =
                AUTHOR.follow(
                        AUTHOR.submit(plan, "/plans/story/request", "environment", "staging"));
        assertThat(review.body())
                .contains(
                        "PENDING 0/1",
                        "<del>64</del>",
                        "<ins>16</ins>",
                        "Findings fixed: PAR003",
                        "local-author is an author of what is to be decided");
        assertThat(AUTHOR.submit(review, "/reviews/story/staging/approve").statusCode())
                .isEqualTo(403);

        review = APPROVER.get("/reviews/story/staging");
        assertThat(review.body()).doesNotContain("You cannot approve");
        review =
                APPROVER.follow(
                        APPROVER.submit(
                                review, "/reviews/story/staging/approve", "comment", "go on"));
        assertThat(review.body()).contains("EFFECTIVE until", "local-approver approved", "“go on”");

        HttpResponse<String> silent =
                APPROVER.submit(review, "/reviews/story/staging/revoke", "why", " ");
        assertThat(silent.statusCode()).isEqualTo(422);
        assertThat(silent.body()).contains("a reason is compulsory");
        review =
                APPROVER.follow(
                        APPROVER.submit(review, "/reviews/story/staging/revoke", "why", "not yet"));
        assertThat(review.body()).contains("REVOKED since");
    }

    /// E30: what changed between the view and the click is said, and what was typed stays.
    @Test
    void aStaleClickIsRefusedWithWhatChanged() {
        HttpResponse<String> plan = submit("stale", "ep16-dp1-computed.yaml");
        AUTHOR.submit(plan, "/plans/stale/request", "environment", "staging");
        HttpResponse<String> seen = APPROVER.get("/reviews/stale/staging");
        submit("stale", "ep16-dp4-megatron.yaml");

        HttpResponse<String> refused =
                APPROVER.submit(seen, "/reviews/stale/staging/approve", "comment", "looks <good>");

        assertThat(refused.statusCode()).isEqualTo(412);
        assertThat(refused.body())
                .contains(
                        "It changed in the meantime",
                        "changed in the meantime: plan",
                        "looks &lt;good&gt;");
    }

    @Test
    void aChangedPolicyMakesTheClickStaleToo() {
        policy("canary", 30);
        HttpResponse<String> plan = submit("moved", "ep16-dp1-computed.yaml");
        AUTHOR.submit(plan, "/plans/moved/request", "environment", "canary");
        HttpResponse<String> seen = APPROVER.get("/reviews/moved/canary");
        policy("canary", 20);

        HttpResponse<String> refused =
                APPROVER.submit(seen, "/reviews/moved/canary/approve", "comment", "fine");

        assertThat(refused.statusCode()).isEqualTo(412);
        assertThat(refused.body())
                .contains("changed in the meantime: policy", "an approval lives 20 days");
    }

    private static void policy(String environment, int days) {
        EnvironmentPolicy usual = EnvironmentPolicy.DEFAULT;
        policy(environment, days, usual.allowedVerdicts(), usual.waivableFindings());
    }

    private static void policy(
            String environment, int days, Set<Readiness> allowed, Set<String> waivable) {
        EnvironmentPolicy usual = EnvironmentPolicy.DEFAULT;
        assertThat(
                        new ChangePolicy(SERVER.ledger().events())
                                .change(
                                        new Sender(Actor.human("local-admin"), UUID.randomUUID()),
                                        environment,
                                        new EnvironmentPolicy(
                                                1,
                                                allowed,
                                                usual.safetyMargin(),
                                                waivable,
                                                usual.onCorrection(),
                                                Duration.ofDays(days),
                                                Duration.ZERO),
                                        "trying"))
                .isInstanceOf(ChangePolicy.Outcome.Changed.class);
    }

    @Test
    void aRejectionNeedsAComment() {
        HttpResponse<String> plan = submit("rejected", "ep16-dp1-computed.yaml");
        AUTHOR.submit(plan, "/plans/rejected/request", "environment", "staging");
        HttpResponse<String> review = APPROVER.get("/reviews/rejected/staging");
        String[] key = hidden(review, "command");

        assertThat(APPROVER.post("/reviews/rejected/staging/reject", key).statusCode())
                .isEqualTo(400);
        String[] fields = {
            "command", key[1], "plan", hidden(review, "plan")[1], "comment", "too dear"
        };
        review = APPROVER.follow(APPROVER.post("/reviews/rejected/staging/reject", fields));
        assertThat(review.body()).contains("REJECTED since");
        assertThat(APPROVER.post("/reviews/rejected/staging/reject", fields).statusCode())
                .as("the same click again")
                .isEqualTo(303);
    }

    @Test
    void aRemedyBecomesANewVersion() {
        HttpResponse<String> plan = submit("mended", "ep16-dp4.yaml");
        HttpResponse<String> mended =
                AUTHOR.follow(AUTHOR.submit(plan, "/plans/mended/remedies", "number", "1"));

        assertThat(mended.body()).contains("remedy 1 applied").doesNotContain("← PAR003");
        HttpResponse<String> stale = AUTHOR.submit(plan, "/plans/mended/remedies", "number", "2");
        assertThat(stale.statusCode()).isGreaterThanOrEqualTo(400);
        assertThat(Browser.of(SERVER, Role.VIEWER).get("/plans/mended").body())
                .contains("act as an author")
                .doesNotContain("Request approval");
    }

    private static final String WAIVED = "<strong><a href=\"/findings/MEM002\">MEM002</a></strong>";

    /// The plan is TIGHT for MEM002 alone, and the environment takes nothing that is TIGHT.
    @Test
    void aWaiverGrantedByTheFormLetsAPlanPassUntilItIsTakenBack() {
        policy("strict", 30, Set.of(Readiness.READY), Set.of("MEM002"));
        HttpResponse<String> plan = submitText("tight", Examples.example("llama3-70b-tight.yaml"));
        HttpResponse<String> refused =
                AUTHOR.submit(plan, "/plans/tight/request", "environment", "strict");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("the environment does not take TIGHT");

        LocalDate last = LocalDate.now(ZoneOffset.UTC).plusDays(3);
        HttpResponse<String> review =
                APPROVER.follow(
                        APPROVER.submit(
                                APPROVER.get("/reviews/tight/strict"),
                                "/reviews/tight/strict/waive",
                                "finding",
                                "MEM002",
                                "reason",
                                "a run needed less",
                                "until",
                                last.toString(),
                                "requester",
                                "local-author"));
        assertThat(review.body()).contains(WAIVED, "“a run needed less”, asked for by");

        AUTHOR.follow(AUTHOR.submit(AUTHOR.get("/reviews/tight/strict"), "/plans/tight/request"));
        review =
                APPROVER.follow(
                        APPROVER.submit(
                                APPROVER.get("/reviews/tight/strict"),
                                "/reviews/tight/strict/approve",
                                "comment",
                                "for three days"));
        assertThat(review.body()).contains("EFFECTIVE until");
        assertThat(standingAt(last.plusDays(1).atStartOfDay().minusSeconds(1)))
                .isEqualTo("EFFECTIVE");
        assertThat(standingAt(last.plusDays(1).atStartOfDay()))
                .as("the waiver has ended")
                .isNotEqualTo("EFFECTIVE");

        review =
                APPROVER.follow(
                        APPROVER.submit(
                                review,
                                "/reviews/tight/strict/unwaive",
                                "because",
                                "another run needed more"));
        assertThat(review.body()).contains("SUSPENDED").doesNotContain(WAIVED);
        assertThat(
                        AUTHOR.submit(
                                        AUTHOR.get("/plans/tight"),
                                        "/plans/tight/request",
                                        "environment",
                                        "strict")
                                .statusCode())
                .isEqualTo(409);
    }

    private static String standingAt(LocalDateTime utc) {
        return Client.text(
                Client.of(SERVER, "viewer")
                        .get("/api/v1/approvals/tight/strict?at=" + utc.atOffset(ZoneOffset.UTC))
                        .answers(200),
                "standing");
    }

    @Test
    void aWaiverOfWhatThePolicyKeepsIsRefusedAndTheFormStays() {
        HttpResponse<String> plan = submit("waived", "ep16-dp1.yaml");
        String[] form = {
            "command",
            hidden(plan, "command")[1],
            "plan",
            hidden(plan, "plan")[1],
            "finding",
            "MEM003",
            "reason",
            "measured otherwise",
            "until",
            LocalDate.now(ZoneOffset.UTC).plusDays(3).toString(),
            "requester",
            "local-author"
        };
        HttpResponse<String> refused = APPROVER.post("/reviews/waived/staging/waive", form);

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body())
                .contains("the policy of staging lets no finding be waived, not MEM003");
        form[9] = "soon";
        assertThat(APPROVER.post("/reviews/waived/staging/waive", form).body())
                .contains("the last day is a date such as 2027-01-31");
    }

    @Test
    void whatWasSaidThenAndWhatIsSaidNow() {
        HttpResponse<String> plan = AUTHOR.get("/plans/moe-30b-ep16-dp4");
        String link = plan.body().split("href=\"/plans/moe-30b-ep16-dp4\\?asOf=")[2];
        HttpResponse<String> then =
                AUTHOR.get("/plans/moe-30b-ep16-dp4?asOf=" + link.substring(0, link.indexOf('"')));

        assertThat(then.body())
                .contains(
                        "As it was at",
                        "by rule-set 1",
                        "<th scope=\"row\">expertsPerGpu</th><td>64</td><td>4</td>")
                .doesNotContain("Request approval");
    }

    @Test
    void everyNumberLeadsToItsArithmetic() {
        HttpResponse<String> page =
                AUTHOR.get("/plans/moe-30b-ep16-dp4/explain?value=gpus.required");

        assertThat(page.body())
                .contains("64 GPUs", "= EP × TP × PP × DP × CP", "= 16 × 1 × 1 × 4 × 1");
        assertThat(AUTHOR.get("/plans/moe-30b-ep16-dp4/explain").body())
                .contains("explain?value=memory.worst.totalBytes");
        assertThat(AUTHOR.get("/plans/moe-30b-ep16-dp4/memory.csv").body())
                .contains(",total,25.93,30.06,32.96,estimated\r\n"); // as the README's example
        HttpResponse<String> wrong =
                AUTHOR.get("/plans/moe-30b-ep16-dp4/explain?value=memory.worst.totalByte");
        assertThat(wrong.statusCode()).isEqualTo(404);
        assertThat(wrong.body()).contains("did you mean memory.worst.totalBytes?");
    }

    /// An engine fills the device on purpose: what it leaves is no headroom, and no budget binds
    /// it.
    @Test
    void anEngineHasNoHeadroom() {
        AUTHOR.upload(
                "/check/submit",
                "plan",
                Examples.example("llama3-8b-h100-inference.yaml"),
                "deployment",
                "serving");

        assertThat(AUTHOR.get("/plans/serving").body())
                .contains("READY</span> by rule-set 2", "Memory per GPU")
                .doesNotContain("Solid line");
        assertThat(AUTHOR.get("/reviews/serving/staging").body())
                .contains("nobody requested approval", "nobody asked for approval in staging");
        Optional<Long> headroom =
                SERVER.ledger().events().stream(StreamId.deployment("serving")).stream()
                        .map(Recorded::of)
                        .flatMap(recorded -> StandingVerdict.of(recorded).stream())
                        .findFirst()
                        .flatMap(verdict -> VerdictFacts.of(verdict).figures().headroom());
        assertThat(headroom).isEmpty();
    }

    @Test
    void anArchivedDeploymentOffersNothing() {
        HttpResponse<String> plan = submit("gone", "ep16-dp1-computed.yaml");
        HttpResponse<String> archived =
                AUTHOR.follow(AUTHOR.submit(plan, "/plans/gone/archive", "reason", "replaced"));

        assertThat(archived.body())
                .contains("This deployment is archived", "archived: replaced")
                .doesNotContain("Request approval", "<summary>This deployment is no longer kept");
        assertThat(AUTHOR.get("/reviews").statusCode()).isEqualTo(200);
    }

    @Test
    void whatNobodyKnowsIsNotFound() {
        assertThat(AUTHOR.get("/plans/nothing").statusCode()).isEqualTo(404);
        assertThat(AUTHOR.get("/reviews/nothing/staging").statusCode()).isEqualTo(404);
        assertThat(AUTHOR.get("/plans/moe-30b-ep16-dp4?asOf=yesterday").statusCode())
                .isEqualTo(400);
        assertThat(AUTHOR.upload("/check/submit", "plan", "model: 3", "deployment", "x").body())
                .contains("This is not a plan yet", "model: 3", "value=\"x\"");
        HttpResponse<String> named =
                AUTHOR.upload(
                        "/check/submit",
                        "plan",
                        Examples.founding("ep16-dp4.yaml"),
                        "deployment",
                        "no name");
        assertThat(named.statusCode()).isEqualTo(400);
        assertThat(named.body()).contains("is no name", "value=\"no name\"");
        assertThat(
                        Browser.of(SERVER, Role.VIEWER)
                                .upload("/check/submit", "plan", "x", "deployment", "x")
                                .statusCode())
                .isEqualTo(403);
    }

    private static String[] hidden(HttpResponse<String> page, String name) {
        String start = "<input type=\"hidden\" name=\"" + name + "\" value=\"";
        String value = page.body().substring(page.body().indexOf(start) + start.length());
        return new String[] {name, value.substring(0, value.indexOf('"'))};
    }
}
