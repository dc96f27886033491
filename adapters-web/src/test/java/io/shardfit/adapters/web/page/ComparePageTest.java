package io.shardfit.adapters.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.web.Browser;
import io.shardfit.adapters.web.TestServer;
import io.shardfit.application.event.DeploymentHistory;
import io.shardfit.application.event.Role;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.StreamId;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// The founding case before and after its strategy was corrected: 64 GPUs become 16.
class ComparePageTest {
    private static final TestServer SERVER = TestServer.local();
    private static final Browser AUTHOR = Browser.of(SERVER, Role.AUTHOR);
    private static final String FOUNDING = "moe-30b-ep16-dp4";

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static Digest plan() {
        return DeploymentHistory.of(SERVER.ledger().events().stream(StreamId.deployment(FOUNDING)))
                .plan()
                .orElseThrow()
                .submitted()
                .plan();
    }

    @Test
    void onlyWhatDiffersIsShown() {
        Digest before = plan();
        String explore = "/explore/" + FOUNDING;
        AUTHOR.submit(AUTHOR.get(explore + "?tp=1&pp=1"), explore + "/strategy");
        Digest after = plan();
        assertThat(after).isNotEqualTo(before);

        String page =
                AUTHOR.get("/compare?a=" + FOUNDING + "@" + before.text() + "&b=" + FOUNDING)
                        .body();

        assertThat(page)
                .contains("gpusRequired", "<del>64</del>", "<ins>16</ins>", "-48")
                .contains("Findings of the first alone: PAR003")
                .contains("dataParallel", "<del>4</del>", "<ins>1</ins>")
                .doesNotContain("gpusAvailable", "vocabularySize");
        assertThat(AUTHOR.get("/compare?a=" + FOUNDING + "&b=" + FOUNDING).body())
                .contains("They say the same");
        assertFoundByDigest(after);
    }

    /// The lists follow the log by a fraction of a second.
    private static void assertFoundByDigest(Digest plan) {
        Instant end = Instant.now().plus(Duration.ofSeconds(20));
        HttpResponse<String> page = compared(plan);
        while (page.statusCode() == 404 && Instant.now().isBefore(end)) {
            page = compared(plan);
        }
        assertThat(page.body()).contains("They say the same");
    }

    private static HttpResponse<String> compared(Digest plan) {
        return AUTHOR.get("/compare?a=" + plan.text() + "&b=" + FOUNDING);
    }

    @Test
    void whatIsNotThereIsSaid() {
        Digest none = Digest.of(new byte[] {1});

        assertThat(AUTHOR.get("/compare").body()).contains("Compare two plans");
        assertThat(AUTHOR.get("/compare?a=no&b=" + FOUNDING).statusCode()).isEqualTo(404);
        assertThat(AUTHOR.get("/compare?a=" + none.text() + "&b=" + FOUNDING).statusCode())
                .isEqualTo(404);
        assertThat(
                        AUTHOR.get("/compare?a=" + FOUNDING + "@" + none.text() + "&b=" + FOUNDING)
                                .statusCode())
                .isEqualTo(404);
        assertThat(AUTHOR.get("/compare?a=" + FOUNDING + "@x&b=" + FOUNDING).statusCode())
                .isEqualTo(400);
        assertThat(AUTHOR.get("/compare?a=%3Cb%3E&b=" + FOUNDING).body()).doesNotContain("<b>");
    }
}
