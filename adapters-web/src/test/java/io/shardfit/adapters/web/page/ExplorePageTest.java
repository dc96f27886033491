package io.shardfit.adapters.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.web.Browser;
import io.shardfit.adapters.web.TestServer;
import io.shardfit.application.event.DeploymentHistory;
import io.shardfit.application.event.Role;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.domain.balance.ExpertPlacement;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// The founding case over real HTTP: 16 layers, 32 heads and 64 experts on 16 GPUs, every degree
/// multiplies.
class ExplorePageTest {
    private static final TestServer SERVER = TestServer.local();
    private static final Browser AUTHOR = Browser.of(SERVER, Role.AUTHOR);
    private static final Browser VIEWER = Browser.of(SERVER, Role.VIEWER);
    private static final String FOUNDING = "/explore/moe-30b-ep16-dp4";
    private static final String CHOOSE = FOUNDING + "/strategy";

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    /// {@return the text of the cell that leads to TP and PP, without its markup}
    private static String cell(String page, int tensor, int pipeline) {
        Matcher cell =
                Pattern.compile(
                                "<a class=\"cell\" href=\"[^\"]*tp=%d&amp;pp=%d#chosen\"[^>]*>(.*?)</a>"
                                        .formatted(tensor, pipeline),
                                Pattern.DOTALL)
                        .matcher(page);
        assertThat(cell.find()).as("TP %d, PP %d", tensor, pipeline).isTrue();
        return cell.group(1).replaceAll("<[^>]*>", "").replaceAll("\\s+", " ").strip();
    }

    private static String example(String file) {
        Path examples = Path.of("").toAbsolutePath().getParent().resolve("examples");
        try {
            return Files.readString(examples.resolve(file));
        } catch (IOException missing) {
            throw new AssertionError(missing);
        }
    }

    /// An outside reader counted five READY cells under EP 4, by hand.
    @Test
    void whereHardlyAnythingIsReadyItSaysWhereMoreIs() {
        assertThat(VIEWER.get(FOUNDING).body().replaceAll("\\s+", " "))
                .contains(
                        "<a href=\""
                                + FOUNDING
                                + "?ep=4\">EP 4</a> <span class=\"share\">(5)</span>");
        assertThat(VIEWER.get(FOUNDING + "?ep=4").body()).doesNotContain("Under another EP");
    }

    /// With EP 16 there is room for TP 1 and PP 1 alone: 46.45 GiB (README, remedy 1 of the
    /// founding case) of a budget of 72.82 GiB. With EP 1 all fit that multiply to 16.
    @Test
    void theTableNamesVerdictsAndRules() {
        String sixteen = VIEWER.get(FOUNDING).body();
        String one = VIEWER.get(FOUNDING + "?ep=1").body();

        assertThat(cell(sixteen, 1, 1)).startsWith("✓READY 46.4 64 %");
        assertThat(cell(sixteen, 2, 1)).startsWith("✗NOT_READY").contains("PAR003");
        assertThat(cell(one, 2, 8)).contains("READY").doesNotContain("PAR003");
        assertThat(cell(one, 2, 16)).contains("PAR003");
        assertThat(one)
                .contains("The strategy needs more GPUs than there are")
                .contains("The file declares 114.53 GB per GPU");
    }

    @Test
    void aChosenCellShowsItsMemoryItsExpertsAndItsLimit() {
        String page = VIEWER.get(FOUNDING + "?tp=1&pp=1").body();

        assertThat(page)
                .contains("EP16_TP1_PP1_DP1", "Memory by part, GiB", "Expert placement", "60–63")
                .contains("How skewed may the routing be?")
                .containsPattern(
                        "<th scope=\"row\" class=\"figure\"><a href=\"#why-[0-9]+\">1.00</a></th>"
                                + "<td class=\"figure\"><a href=\"#why-[0-9]+\">[0-9]+</a></td>")
                .containsPattern(
                        "never runs out of memory|runs out of memory at <a href=\"#why-[0-9]+\">[0-9.]+</a> × mean");
    }

    /// Of 10,000 counted copies, rank 0 with the experts 0 and 5 gets 3,100 + 400, four times as
    /// much as a tenth of them and so on: 1.40, 1.36, 0.64 and 0.60 times the mean.
    @Test
    void everyRankHasItsExpertsAndItsLoad() {
        String plan = example("skewed-experts.yaml");

        String page = VIEWER.post("/explore", "plan", plan, "point", "1x1").body();

        assertThat(ranks(page)).containsExactly("0, 5 1.40", "1, 4 1.36", "2, 7 0.64", "3, 6 0.60");
    }

    /// Expert 0 lies on both ranks.
    @Test
    void copiesAreMarked() {
        ExpertPlacement placement =
                new ExpertPlacement.Listed(5, List.of(List.of(0, 1, 2, 4), List.of(3, 0)));

        assertThat(ChosenView.experts(placement, 0)).isEqualTo("0r, 1–2, 4");
        assertThat(ChosenView.experts(placement, 1)).isEqualTo("3, 0r");
    }

    /// {@return experts and load of each rank of the table}
    private static List<String> ranks(String page) {
        return Pattern.compile(
                        "<th scope=\"row\" class=\"figure\">\\d+</th><td"
                                + " class=\"figure\">[^<]*</td><td>([^<]*)</td><td"
                                + " class=\"figure\">\\d+</td><td"
                                + " class=\"figure\"><a href=\"#why-\\d+\">([0-9.]+)</a></td><td><svg")
                .matcher(page)
                .results()
                .map(found -> found.group(1) + ' ' + found.group(2))
                .toList();
    }

    @Test
    void anAuthorChoosesAStrategyForThePlanThatWasShown() {
        String path = FOUNDING + "?tp=1&pp=1";
        assertThat(VIEWER.get(path).body())
                .contains("disabled>Choose this strategy", "you act as Local viewer");
        HttpResponse<String> page = AUTHOR.get(path);

        HttpResponse<String> answer = AUTHOR.submit(page, CHOOSE);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        assertThat(answer.headers().firstValue("location")).hasValue("/plans/moe-30b-ep16-dp4");
        DeploymentHistory history =
                DeploymentHistory.of(
                        SERVER.ledger().events().stream(StreamId.deployment("moe-30b-ep16-dp4")));
        assertThat(history.verdicts().getLast().verdict().figures())
                .containsEntry("gpusRequired", 16L);

        long head = SERVER.ledger().events().head().position();
        assertThat(AUTHOR.submit(page, CHOOSE).statusCode())
                .as("the same form again does it once")
                .isEqualTo(303);
        HttpResponse<String> other =
                AUTHOR.submit(page, CHOOSE, "command", "00000000-0000-4000-8000-000000000001");
        assertThat(other.statusCode()).as("the plan is another one now").isEqualTo(412);
        assertThat(VIEWER.submit(page, CHOOSE).statusCode()).isEqualTo(403);
        assertThat(SERVER.ledger().events().head().position()).isEqualTo(head);
        assertThat(AUTHOR.get(path).body()).contains("This is the strategy that the file has");
    }

    @Test
    void anotherMicroBatchIsNotChosenHere() {
        String page = AUTHOR.get(FOUNDING + "?ep=1&mb=2&tp=1&pp=1").body();

        assertThat(page)
                .contains("The micro-batch is another one than the file's")
                .doesNotContain("<button type=\"submit\">Choose this strategy");
    }

    @Test
    void aPastedPlanIsExploredAndNotKept() {
        long head = SERVER.ledger().events().head().position();
        assertThat(VIEWER.get("/explore").body()).contains("moe-30b-ep16-dp4");

        HttpResponse<String> table =
                VIEWER.post(
                        "/explore",
                        "plan",
                        example("llama3-70b-tight.yaml"),
                        "point",
                        "8x4",
                        "mb",
                        "1");

        assertThat(table.statusCode()).isEqualTo(200);
        assertThat(table.body())
                .contains("value=\"8x4\"", "<section class=\"verdict", "For your file:")
                .doesNotContain("Expert placement");
        assertThat(SERVER.ledger().events().head().position()).isEqualTo(head);
    }

    @Test
    void whatCannotBeExploredIsSaid() {
        HttpResponse<String> noPlan = VIEWER.post("/explore", "plan", "model: <b>3</b>");

        assertThat(noPlan.statusCode()).isEqualTo(422);
        assertThat(noPlan.body()).contains("This is not a plan yet", "model: &lt;b&gt;3");
        assertThat(VIEWER.get("/explore/no-such").statusCode()).isEqualTo(404);
        assertThat(VIEWER.get(FOUNDING + "?ep=x").statusCode()).isEqualTo(400);
        assertThat(VIEWER.get(FOUNDING + "?ep=0").statusCode()).isEqualTo(400);
        assertThat(VIEWER.get(FOUNDING + "?ep=999999&dp=999999&tp=1&pp=1").statusCode())
                .as("what multiplies beyond counting is no fault of ours")
                .isIn(200, 409);
        assertThat(VIEWER.get(FOUNDING + "?tp=7&pp=1").body()).contains("Choose a cell");
    }
}
