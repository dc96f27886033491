package io.shardfit.adapters.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.web.Browser;
import io.shardfit.adapters.web.Examples;
import io.shardfit.adapters.web.TestServer;
import io.shardfit.application.event.Role;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FleetPageTest {
    private static final TestServer SERVER = TestServer.local();
    private static final Browser AUTHOR = Browser.of(SERVER, Role.AUTHOR);

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    @Order(1)
    void theFirstPageTellsTheFoundingCaseAndHowToBegin() {
        HttpResponse<String> page = AUTHOR.get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains(
                        "This is the case that Shardfit began with",
                        "still NOT_READY by rule-set 2: expertsPerGpu 4, before 64",
                        "./shardfit submit my-plan.yaml",
                        "href=\"/plans/moe-30b-ep16-dp4\"",
                        "1 deployment",
                        "64 / 16",
                        "aria-current=\"page\">Fleet");
    }

    @Test
    @Order(2)
    void withAPlanOfOnesOwnItIsAList() throws Exception {
        long position = SERVER.ledger().events().head().position();
        for (String name : new String[] {"a-one", "b-two"}) {
            AUTHOR.upload(
                    "/check/submit",
                    "plan",
                    Examples.founding("ep16-dp1.yaml"),
                    "deployment",
                    name);
        }
        await("b-two", "/");

        HttpResponse<String> page = AUTHOR.get("/");
        assertThat(page.body())
                .contains("3 deployments", "b-two", "16 / 16")
                .doesNotContain("began with");
        assertThat(AUTHOR.get("/fleet/updates?since=" + position).body())
                .contains("2 updates, show", "hx-swap-oob");
        assertThat(AUTHOR.get("/fleet/updates?shown=2&since=" + position).statusCode())
                .isEqualTo(204);
    }

    @Test
    @Order(3)
    void filtersNarrowTheList() {
        assertThat(AUTHOR.get("/?headroom=0").body()).doesNotContain("href=\"/plans/");
        assertThat(AUTHOR.get("/?headroom=1000").body()).contains("href=\"/plans/a-one\"");
        assertThat(AUTHOR.get("/?environment=nowhere").body())
                .contains("No deployment is like that");
        assertThat(AUTHOR.get("/?verdict=MAYBE").statusCode()).isEqualTo(400);
        assertThat(AUTHOR.get("/?headroom=lots").statusCode()).isEqualTo(400);
        assertThat(AUTHOR.get("/?after=a-one").body())
                .contains("href=\"/plans/b-two\"", "First page")
                .doesNotContain("href=\"/plans/a-one\"");
    }

    @Test
    @Order(4)
    void theListCopiesAsCsv() {
        HttpResponse<String> csv = AUTHOR.get("/fleet.csv");

        assertThat(csv.headers().firstValue("content-type").orElseThrow()).startsWith("text/csv");
        assertThat(csv.body().lines().toList())
                .hasSize(4)
                .element(0)
                .asString()
                .startsWith("deployment,verdict,headroom_bytes");
        assertThat(csv.body()).contains("moe-30b-ep16-dp4,NOT_READY,", ",64,16,2,");
    }

    private static void await(String words, String path) throws InterruptedException {
        Instant end = Instant.now().plus(Duration.ofSeconds(20));
        while (!AUTHOR.get(path).body().contains(words)) {
            assertThat(Instant.now()).as("waiting for " + words).isBefore(end);
            Thread.sleep(50);
        }
    }
}
