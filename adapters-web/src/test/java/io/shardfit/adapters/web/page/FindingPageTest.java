package io.shardfit.adapters.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.web.Browser;
import io.shardfit.adapters.web.TestServer;
import io.shardfit.application.FindingPages;
import io.shardfit.application.event.Role;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// The way from a finding to what it means, and from a plan to its comparison.
class FindingPageTest {
    private static final TestServer SERVER = TestServer.local();
    private static final Browser AUTHOR = Browser.of(SERVER, Role.AUTHOR);
    private static final String FOUNDING = "moe-30b-ep16-dp4";

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void theMarkdownOfAFindingIsAPage() {
        assertThat(AUTHOR.get("/findings/MEM003").body())
                .contains(
                        "<h1>MEM003: The declared memory requirement is more than a GPU has</h1>",
                        "<h2>What to do</h2>",
                        "<code>declared.memoryPerGpu</code>",
                        "<li>Check the unit: 114.53 GB and 114.53 GiB differ by 7.9 GiB.</li>")
                .doesNotContain("## ", "`");
    }

    @Test
    void everyFindingHasOne() {
        String index = AUTHOR.get("/findings").body();
        for (String code : FindingPages.codes()) {
            assertThat(index).contains("href=\"/findings/" + code + "\"");
            assertThat(AUTHOR.get("/findings/" + code).statusCode()).as(code).isEqualTo(200);
        }
        assertThat(AUTHOR.get("/findings/XXX999").statusCode()).isEqualTo(404);
        assertThat(AUTHOR.get("/findings/..%2fREADME").statusCode()).isIn(400, 404);
    }

    /// The code of every finding that a page names leads there.
    @Test
    void codesLeadToTheirPages() {
        Pattern bare = Pattern.compile("<strong>[a-z]+ [A-Z]{3}[0-9]{3}</strong>");
        for (String path : new String[] {"/plans/" + FOUNDING, "/explore/" + FOUNDING}) {
            assertThat(AUTHOR.get(path).body())
                    .as(path)
                    .contains("href=\"/findings/PAR003\"")
                    .doesNotContainPattern(bare);
        }
        assertThat(AUTHOR.get("/reviews/" + FOUNDING + "/staging").body())
                .contains(
                        "href=\"/findings/PAR003\"", "The strategy needs more GPUs than there are");
    }

    @Test
    void aPlanIsComparedFromItsPageAndItsNumbersLeadToTheirArithmetic() {
        assertThat(AUTHOR.get("/plans/" + FOUNDING).body())
                .contains("href=\"/compare?a=" + FOUNDING + "\"")
                .containsPattern("needed \\([^)]*\\).*explain\\?value=gpus\\.required");
    }

    @Test
    void nothingOfAPageIsTakenForHtml() {
        FindingText page = FindingText.of("# <b>x</b>\n\na `b<c>` d `e\n- f\n  g\nh");

        assertThat(page.blocks())
                .containsExactly(
                        new FindingText.Block.Heading(
                                1, List.of(new FindingText.Span("<b>x</b>", false))),
                        new FindingText.Block.Paragraph(
                                List.of(
                                        new FindingText.Span("a ", false),
                                        new FindingText.Span("b<c>", true),
                                        new FindingText.Span(" d `e", false))),
                        new FindingText.Block.Items(
                                List.of(List.of(new FindingText.Span("f g", false)))),
                        new FindingText.Block.Paragraph(List.of(new FindingText.Span("h", false))));
    }
}
