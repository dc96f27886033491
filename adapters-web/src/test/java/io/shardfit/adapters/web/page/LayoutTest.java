package io.shardfit.adapters.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.web.Browser;
import io.shardfit.adapters.web.TestServer;
import io.shardfit.application.event.Role;
import io.shardfit.application.ledger.Digest;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// What every page has.
class LayoutTest {
    private static final TestServer SERVER = TestServer.local();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    /// htmx 2.0.10 as its authors publish it: the digest of `dist/htmx.min.js` in the npm package.
    @Test
    void htmxIsTheFileThatItsAuthorsPublished() throws Exception {
        try (InputStream file =
                Objects.requireNonNull(
                        LayoutTest.class.getResourceAsStream("/assets/htmx-2.0.10.min.js"))) {
            assertThat(Digest.of(file.readAllBytes()).text())
                    .isEqualTo(
                            "sha256:71ea67185bfa8c98c39d31717c6fce5d852370fcdfd129db4543774d3145c0de");
        }
    }

    @Test
    void everyPageSaysWhereOneIsAndAsWhomOneActs() {
        HttpResponse<String> page = Browser.of(SERVER, Role.AUDITOR).get("/audit");

        assertThat(page.body())
                .contains(
                        "<a href=\"/audit\" aria-current=\"page\">Audit</a>",
                        "<a href=\"/check\">Check</a>",
                        "<option value=\"local-auditor\" selected>Local auditor</option>",
                        "\"allowEval\":false",
                        "href=\"#main\"");
    }

    @Test
    void thePersonAtThisMachineSwitchesAndComesBack() {
        HttpResponse<String> answer =
                Browser.of(SERVER, Role.AUTHOR)
                        .from(SERVER.address() + "/audit?after=2")
                        .post("/identity", "identity", "local-approver");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("location")).hasValue("/audit?after=2");
        assertThat(answer.headers().firstValue("set-cookie").orElseThrow())
                .contains("shardfit_identity=local-approver", "SameSite=Strict")
                .containsIgnoringCase("HttpOnly");
    }

    @Test
    void aReferrerLeadsToNoOtherSite() {
        for (String referrer :
                new String[] {"https://evil.example//evil.example/x", "javascript:1", "%%%"}) {
            assertThat(
                            Browser.of(SERVER, Role.AUTHOR)
                                    .from(referrer)
                                    .post("/identity", "identity", "local-approver")
                                    .headers()
                                    .firstValue("location"))
                    .hasValue("/");
        }
    }

    @Test
    void nobodyElseCanBeActedAs() {
        Browser author = Browser.of(SERVER, Role.AUTHOR);

        assertThat(author.post("/identity", "identity", "root").statusCode()).isEqualTo(404);
        assertThat(author.post("/identity").statusCode()).isEqualTo(404);
    }

    @Test
    void aRefusalStillSaysAsWhomOneActs() {
        HttpResponse<String> refused =
                Browser.of(SERVER, Role.AUTHOR).post("/identity", "identity", "root");

        assertThat(refused.body()).contains("There is no such thing", "acting as");
    }
}
