package io.shardfit.adapters.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.web.Browser;
import io.shardfit.adapters.web.TestServer;
import io.shardfit.adapters.web.api.Client;
import io.shardfit.application.event.Role;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Every number leads to its arithmetic: on the page of a plan to one of its own, where nothing is
/// kept to the end of the same page.
class ArithmeticTest {
    private static final TestServer SERVER = TestServer.local();
    private static final Browser AUTHOR = Browser.of(SERVER, Role.AUTHOR);
    private static final String PLAN = "/plans/moe-30b-ep16-dp4";

    /// A row of the table of parts, from its heading to its basis.
    private static final Pattern PART =
            Pattern.compile("<t[hd][^>]*>(?:(?!</tr>).)*</tr>", Pattern.DOTALL);

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void findingsRemediesAndConventionsOfAPlanLeadToTheirs() {
        String page = AUTHOR.get(PLAN).body();
        Set<String> links =
                found(page, "href=\"(" + PLAN + "/explain\\?value=[^\"]+)\"").stream()
                        .collect(Collectors.toSet());
        Set<String> values =
                links.stream()
                        .map(link -> link.substring(link.indexOf('=') + 1))
                        .map(value -> URLDecoder.decode(value, StandardCharsets.UTF_8))
                        .collect(Collectors.toSet());

        assertThat(section(page, "findings"))
                .as("what MEM003 takes over from the memory leads there")
                .contains("value=memory.declared.bytes\">need 106.66 GiB</a>")
                .contains("value=findings%5BMEM003%5D.evidence.over\">over ");
        assertThat(values)
                .contains(
                        "remedies[0].memory.needBytes",
                        "conventions[0].gpus",
                        "conventions[1].gpus",
                        "gpus.required",
                        "memory.budgetBytes");
        for (String link : links) {
            HttpResponse<String> answer = AUTHOR.get(link);
            assertThat(answer.statusCode()).as(link).isEqualTo(200);
            assertThat(answer.body()).as(link).contains("class=\"arithmetic\"", "class=\"amount\"");
        }
    }

    @Test
    void aPlanThatIsNotKeptHasItsArithmeticOnTheSamePage() {
        String page =
                AUTHOR.upload(
                                "/check",
                                "plan",
                                Client.founding("ep16-dp4"),
                                "fileName",
                                "plan.yaml")
                        .body();

        assertThat(section(page, "verdict"))
                .contains(">need 106.66 GiB</a>", ">gpus.required</a>")
                .containsPattern("<strong>READY</strong>,\\s+<a href=\"#why-\\d+\">fullest ");
        assertEveryNumberOfTheTableIsALink(page);
        assertEveryAnchorIsThere(page);
    }

    @Test
    void aStrategyThatIsLookedAtHasItsArithmeticOnTheSamePage() {
        String page = AUTHOR.get("/explore/moe-30b-ep16-dp4?tp=1&pp=1").body();

        assertThat(section(page, "chosen")).containsPattern("\"#why-\\d+\">16 GPUs needed</a>");
        assertEveryNumberOfTheTableIsALink(page);
        assertEveryAnchorIsThere(page);
    }

    private static void assertEveryNumberOfTheTableIsALink(String page) {
        String table = page.substring(page.indexOf("Memory by part, GiB</caption>"));
        String body = table.substring(table.indexOf("<tbody>"), table.indexOf("</table>"));
        List<String> rows = PART.matcher(body).results().map(MatchResult::group).toList();

        assertThat(rows).hasSizeGreaterThan(5);
        for (String row : rows) {
            assertThat(found(row, "<td class=\"figure\">\\s*<a href=\"(#why-\\d+)\">"))
                    .as(row)
                    .hasSize(3);
        }
    }

    private static void assertEveryAnchorIsThere(String page) {
        List<String> anchors = found(page, "id=\"(why-\\d+)\"");
        assertThat(anchors).doesNotHaveDuplicates();
        assertThat(anchors).containsAll(found(page, "href=\"#(why-\\d+)\""));
        assertThat(found(page, "<div id=\"(why-\\d+)\"[^>]*>\\s*<div class=\"arithmetic\">"))
                .isEqualTo(anchors);
    }

    private static String section(String page, String heading) {
        int from =
                page.indexOf("<section", page.indexOf("aria-labelledby=\"" + heading + '"') - 80);
        return page.substring(from, page.indexOf("</section>", from));
    }

    private static List<String> found(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(result -> result.group(1).replace("&amp;", "&"))
                .toList();
    }
}
