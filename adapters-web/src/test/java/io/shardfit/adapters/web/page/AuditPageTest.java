package io.shardfit.adapters.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.web.Browser;
import io.shardfit.adapters.web.TestServer;
import io.shardfit.application.event.Role;
import io.shardfit.application.evidence.MerkleTree;
import io.shardfit.application.ledger.Checkpoint;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.SignedCheckpoint;
import io.shardfit.application.port.EventLog;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// The auditor's pages over real HTTP, on the history that the program comes with.
class AuditPageTest {
    private static final TestServer SERVER = TestServer.local();
    private static final Browser AUDITOR = Browser.of(SERVER, Role.AUDITOR);
    private static final EventLog LOG = SERVER.ledger().events();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static Entry first(String type) {
        return LOG.after(0, 1_000).stream()
                .filter(entry -> entry.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private static String link(Entry entry) {
        return "<a href=\"/audit/%d\">".formatted(entry.position());
    }

    @Test
    void theNewestEventComesFirst() {
        String page = AUDITOR.get("/audit").body();
        List<Entry> all = LOG.after(0, 1_000);

        assertThat(page)
                .contains(link(all.getFirst()), "VerdictSuperseded", "/plans/moe-30b-ep16-dp4");
        assertThat(page.indexOf(link(all.getLast())))
                .isLessThan(page.indexOf(link(all.getFirst())));
    }

    @Test
    void eventsAreFoundByTypeWhoWhereAndWhen() {
        Entry published = first("RuleSetPublished");
        Entry submitted = first("PlanSubmitted");
        String day = published.recordedAt().toString().substring(0, 10);

        assertFound("/audit?type=RuleSetPublished", published, submitted);
        assertFound("/audit?stream=ruleset-shardfit", published, submitted);
        assertFound("/audit?deployment=moe-30b-ep16-dp4", submitted, published);
        assertFound("/audit?type=PlanSubmitted&actor=shardfit", submitted, published);
        assertThat(AUDITOR.get("/audit?from=" + day + "&to=" + day).body())
                .contains(link(published), link(submitted));
        assertThat(AUDITOR.get("/audit?to=2020-01-01").body())
                .contains("No event is like that")
                .doesNotContain(link(published));
        assertThat(AUDITOR.get("/audit?actor=usr_nobody").body()).contains("No event is like that");
    }

    private static void assertFound(String path, Entry found, Entry other) {
        assertThat(AUDITOR.get(path).body()).contains(link(found)).doesNotContain(link(other));
    }

    /// The instant itself is inside on both sides.
    @Test
    void anInstantIsABoundToo() {
        Entry submitted = first("PlanSubmitted");
        String at = submitted.recordedAt().toString();

        assertThat(AUDITOR.get("/audit?from=" + at + "&to=" + at).body())
                .contains(link(submitted))
                .doesNotContain(link(LOG.after(0, 1).getFirst()));
    }

    @Test
    void whatIsNoTimeAndNoNameIsSaid() {
        assertRefused("/audit?from=yesterday", "from is a day such as 2026-11-23");
        assertRefused("/audit?to=2026-13-01", "to is a day such as");
        assertRefused("/audit?deployment=a%2Fb", "begins with a letter or digit");
        assertRefused("/audit?before=x", "before is a whole number");
        assertRefused("/audit?type=PlanAproved", "type is one of PlanSubmitted, ");
        assertRefused("/audit?deployment=a&stream=deployment-b", "either deployment or stream");
    }

    private static void assertRefused(String path, String words) {
        HttpResponse<String> answer = AUDITOR.get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(400);
        assertThat(answer.body()).contains(words);
    }

    @Test
    void aPageBeginsWhereTheOneBeforeEnded() {
        Entry second = LOG.after(1, 1).getFirst();

        String page = AUDITOR.get("/audit?before=" + second.position()).body();

        assertThat(page)
                .contains(link(LOG.after(0, 1).getFirst()), "Newest events")
                .doesNotContain(link(second));
    }

    @Test
    void filesHoldTheSameEvents() {
        HttpResponse<String> lines = AUDITOR.get("/audit.jsonl?deployment=moe-30b-ep16-dp4");
        HttpResponse<String> csv = AUDITOR.get("/audit.csv?type=RuleSetPublished");
        Entry submitted = first("PlanSubmitted");
        byte[] exact = LOG.bytesAfter(submitted.position() - 1, 1).getFirst();

        assertThat(lines.body().lines())
                .contains(new String(exact, StandardCharsets.UTF_8))
                .hasSize(3);
        assertThat(csv.headers().firstValue("content-type").orElse("")).startsWith("text/csv");
        assertThat(csv.body().lines())
                .hasSize(3)
                .first()
                .isEqualTo("position,recorded_at,actor,kind,type,stream,version,what,data,digest");
        assertThat(csv.body())
                .contains("RuleSetPublished,ruleset-shardfit,1,", "system")
                .doesNotContain("PlanSubmitted");
    }

    @Test
    void anEntryShowsItsBytesAndHashes() {
        Entry submitted = first("PlanSubmitted");
        byte[] exact = LOG.bytesAfter(submitted.position() - 1, 1).getFirst();

        String page = AUDITOR.get("/audit/" + submitted.position()).body();

        assertThat(page)
                .contains(
                        new String(exact, StandardCharsets.UTF_8)
                                .replace("&", "&amp;")
                                .replace("<", "&lt;"),
                        Digest.of(exact).text(),
                        HexFormat.of().formatHex(MerkleTree.leaf(exact)),
                        "/audit/" + (submitted.position() + 1))
                .doesNotContain("Judge it again");
        assertThat(AUDITOR.get("/audit/0").statusCode()).isEqualTo(404);
        assertThat(AUDITOR.get("/audit/999999").body()).contains("the log has ");
        assertThat(AUDITOR.get("/audit/x").statusCode()).isEqualTo(404);
    }

    @Test
    void aVerdictIsJudgedAgainAndIsTheSame() {
        Entry verdict = first("VerdictComputed");

        assertThat(AUDITOR.get("/audit/" + verdict.position()).body())
                .contains("Judge it again")
                .doesNotContain("Same bytes");
        assertThat(AUDITOR.get("/audit/%d?replay=true".formatted(verdict.position())).body())
                .contains("Same bytes");
    }

    /// Sizes and roots are made up: what is shown is only which size covers what.
    @Test
    void checkpointsAreListedAndNamedByTheEntriesTheyCover() {
        long head = LOG.head().position();
        String last = "/audit/" + head;
        assertThat(AUDITOR.get(last).body()).contains("no checkpoint yet");
        for (long size : List.of(head + 1, head + 3)) {
            SERVER.ledger()
                    .checkpoints()
                    .publish(
                            new SignedCheckpoint(
                                    new Checkpoint(
                                            "test", size, Digest.of(new byte[] {(byte) size})),
                                    "note of size " + size));
        }

        assertThat(AUDITOR.get(last).body())
                .contains(
                        "the checkpoint over %d entries".formatted(head + 1),
                        "note of size " + (head + 1));
        assertThat(AUDITOR.get("/audit/checkpoints").body())
                .contains("note of size " + (head + 3), "note of size " + (head + 1));
        assertThat(AUDITOR.get("/audit/checkpoints?below=" + (head + 3)).body())
                .contains("note of size " + (head + 1))
                .doesNotContain("note of size " + (head + 3));
    }

    /// Reading is all that anybody does here, whatever their role.
    @Test
    void nothingOnThesePagesChangesAnything() {
        for (Role role : Role.values()) {
            Browser browser = Browser.of(SERVER, role);
            for (String path : List.of("/audit", "/audit/1", "/audit/checkpoints", "/readiness")) {
                String main = browser.get(path).body().split("<main", 2)[1];
                assertThat(main).as(path).doesNotContainIgnoringCase("method=\"post\"");
            }
        }
        assertThat(AUDITOR.get("/audit").body()).contains("/api/v1/audit/export");
        assertThat(Browser.of(SERVER, Role.VIEWER).get("/audit").body())
                .doesNotContain("/api/v1/audit/export");
    }
}
