package io.shardfit.adapters.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.web.Browser;
import io.shardfit.adapters.web.TestServer;
import io.shardfit.application.event.EnvironmentHistory;
import io.shardfit.application.event.Role;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.domain.approval.EnvironmentPolicy;
import io.shardfit.domain.approval.OnCorrection;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.verdict.Readiness;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Rules and policies over real HTTP. The history that every ledger begins with has two editions:
/// the first counted 64 experts on each GPU, the second corrects that to 4.
class RulesPageTest {
    private static final TestServer SERVER = TestServer.local();
    private static final Browser ADMIN = Browser.of(SERVER, Role.ADMIN);
    private static final Browser AUTHOR = Browser.of(SERVER, Role.AUTHOR);

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static long head() {
        return SERVER.ledger().events().head().position();
    }

    @Test
    void editionsSayWhatTheyChangedAndWhy() {
        assertThat(AUTHOR.get("/rules").body())
                .contains("Rule-set 2 ", "Rule-set 1 ", "CORRECTED", "experts-per-gpu")
                .contains("shardfit-authors", "NOT_READY to NOT_READY: 1", "in force", "replaced")
                .doesNotContain("Publish rule-set", "Withdraw for good");
    }

    @Test
    void impactSaysWhatWouldChangeAndWritesNothing() {
        long head = head();

        assertThat(AUTHOR.get("/rules/1/impact").body())
                .contains("moe-30b-ep16-dp4", "<del>4</del> <ins>64</ins>", "stay as they are");
        assertThat(AUTHOR.get("/rules/2/impact").body())
                .contains("Rule-set 2 gave every verdict that stands");
        assertThat(AUTHOR.get("/rules/9/impact").statusCode()).isEqualTo(409);
        assertThat(head()).isEqualTo(head);
    }

    @Test
    void onlyAnAdministratorChangesRules() {
        String command = "00000000-0000-4000-8000-000000000002";
        long head = head();

        assertThat(AUTHOR.post("/rules/2/publish", "command", command).statusCode()).isEqualTo(403);
        assertThat(AUTHOR.post("/rules/2/withdraw", "command", command, "reason", "x").statusCode())
                .isEqualTo(403);
        assertThat(ADMIN.post("/rules/2/withdraw", "command", command).statusCode())
                .as("a reason is compulsory")
                .isEqualTo(422);
        assertThat(ADMIN.post("/rules/2/publish", "command", "x").statusCode()).isEqualTo(400);
        assertThat(ADMIN.post("/rules/9/publish", "command", command).statusCode()).isEqualTo(409);
        assertThat(head()).isEqualTo(head);
    }

    /// A log of its own, because a withdrawn edition never comes back.
    @Test
    void anEditionIsWithdrawnForGood() {
        try (TestServer server = TestServer.local()) {
            Browser admin = Browser.of(server, Role.ADMIN);
            HttpResponse<String> page = admin.get("/rules");

            HttpResponse<String> answer =
                    admin.submit(page, "/rules/2/withdraw", "reason", "it was <wrong>");

            assertThat(answer.headers().firstValue("location")).hasValue("/rules#rule-set-2");
            assertThat(admin.get("/rules").body())
                    .contains("withdrawn", "it was &lt;wrong&gt;", "1 verdicts looked at");
            assertThat(admin.get("/rules/2/impact").body()).contains("<ins>4</ins>");
        }
    }

    @Test
    void aPolicyIsShownAndChanged() {
        assertThat(AUTHOR.get("/environments/aside").body())
                .contains("Nobody changed the policy yet", "each plan's own", "at risk for 7 days")
                .doesNotContain("<form class=\"fields\"");
        HttpResponse<String> page = ADMIN.get("/environments/aside");

        HttpResponse<String> answer =
                ADMIN.submit(
                        page,
                        "/environments/aside",
                        "approvals",
                        "2",
                        "allowed",
                        "READY",
                        "margin",
                        "12.5",
                        "waivable",
                        "BAL001, BAL002",
                        "correction",
                        "strict",
                        "lifetime",
                        "30",
                        "delay",
                        "1.5",
                        "reason",
                        "two readings of <each> plan");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        EnvironmentHistory history =
                EnvironmentHistory.of(
                        SERVER.ledger().events().stream(StreamId.environment("aside")));
        assertThat(history.policy())
                .isEqualTo(
                        new EnvironmentPolicy(
                                2,
                                Set.of(Readiness.READY),
                                Optional.of(Share.ofPercent(12.5)),
                                Set.of("BAL001", "BAL002"),
                                new OnCorrection.Strict(),
                                Duration.ofDays(30),
                                Duration.ofMinutes(90)));
        assertThat(ADMIN.follow(answer).body())
                .contains("12.5 %", "suspended at once", "two readings of &lt;each&gt; plan");
    }

    @Test
    void whatIsRefusedStaysInTheForm() {
        HttpResponse<String> page = ADMIN.get("/environments/refused");
        long head = head();

        HttpResponse<String> none =
                ADMIN.submit(
                        page,
                        "/environments/refused",
                        "approvals",
                        "0",
                        "allowed",
                        "READY",
                        "correction",
                        "grace",
                        "grace",
                        "7",
                        "lifetime",
                        "90",
                        "delay",
                        "24",
                        "reason",
                        "kept as typed");
        HttpResponse<String> same =
                ADMIN.submit(
                        page,
                        "/environments/refused",
                        "approvals",
                        "1",
                        "allowed",
                        "READY",
                        "allowed",
                        "TIGHT",
                        "correction",
                        "grace",
                        "grace",
                        "7",
                        "lifetime",
                        "90",
                        "delay",
                        "24",
                        "reason",
                        "nothing new");

        assertThat(none.statusCode()).isEqualTo(422);
        assertThat(none.body())
                .contains("needed approvals are 1 to 20, got 0", "value=\"kept as typed\"");
        assertThat(same.statusCode()).isEqualTo(409);
        assertThat(same.body()).contains("the policy says so already");
        assertThat(ADMIN.submit(page, "/environments/refused", "approvals", "many").body())
                .contains("needed approvals must be a number");
        assertThat(AUTHOR.submit(page, "/environments/refused", "approvals", "2").statusCode())
                .isEqualTo(403);
        assertThat(head()).isEqualTo(head);
    }

    @Test
    void anEnvironmentIsFoundByItsName() {
        assertThat(AUTHOR.get("/environments?name=+prod+").headers().firstValue("location"))
                .hasValue("/environments/prod");
        assertThat(AUTHOR.get("/environments?name=a%2Fb").headers().firstValue("location"))
                .hasValue("/rules");
        assertThat(AUTHOR.get("/environments/a%20b").statusCode()).isEqualTo(400);
    }
}
