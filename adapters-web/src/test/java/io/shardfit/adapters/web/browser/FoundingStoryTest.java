package io.shardfit.adapters.web.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.web.TestServer;
import io.shardfit.application.event.Role;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What Shardfit began with, clicked through by two people who read nothing but the pages: a plan
/// for 64 GPUs on 16 is submitted and refused, a proven remedy takes its place, its author cannot
/// approve it, somebody else can, and it is revoked. An auditor takes the ledger away and verifies
/// it with nothing of ours but the script that comes with it.
class FoundingStoryTest {
    private static final String DEPLOYMENT = "founding-story";
    private static final TestServer SERVER = TestServer.local();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @TempDir private Path folder;

    @Test
    void twoPeopleBringThePlanFromRefusedToApproved() throws Exception {
        try (Chromium browser = Chromium.open(SERVER.address())) {
            submit(browser);
            remedy(browser);
            request(browser);
            theAuthorCannotApprove(browser);
            approve(browser);
            revoke(browser);
            theLedgerHasIt(browser);
            theExportCanBeVerified(browser);
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private static void submit(Chromium browser) throws Exception {
        browser.visit("/check");
        browser.put("Plan, YAML or JSON", plan());
        browser.type("Name", DEPLOYMENT);
        browser.click("Submit as deployment");

        assertThat(browser.path()).startsWith("/plans/" + DEPLOYMENT);
        assertThat(browser.text())
                .contains(
                        "NOT_READY", "64 needed (EP × TP × PP × DP × CP), 16 available", "MEM003");
        browser.picture("story-1-refused");
    }

    private static void remedy(Chromium browser) {
        browser.click("Apply remedy 1 as new version");

        assertThat(browser.path()).startsWith("/plans/" + DEPLOYMENT);
        assertThat(browser.find(".verdict .word").getText())
                .contains("READY")
                .doesNotContain("NOT");
        browser.picture("story-2-remedy");
    }

    private static void request(Chromium browser) {
        browser.type("Environment", "staging");
        browser.click("Request approval");

        assertThat(browser.text()).contains("PENDING");
        browser.picture("story-3-requested");
    }

    private static void theAuthorCannotApprove(Chromium browser) {
        browser.visit("/reviews/" + DEPLOYMENT + "/staging");

        assertThat(browser.button("Approve").isEnabled()).isFalse();
        assertThat(browser.text()).contains("You cannot approve");
    }

    private static void approve(Chromium browser) {
        browser.actAs(Role.APPROVER);
        browser.visit("/reviews");
        assertThat(browser.text()).contains(DEPLOYMENT);
        browser.visit("/reviews/" + DEPLOYMENT + "/staging");
        browser.picture("story-4-review");
        browser.type("Comment", "sixteen GPUs, as we have them");
        browser.click("Approve");

        assertThat(browser.text()).contains("EFFECTIVE");
        browser.picture("story-5-approved");
    }

    private static void revoke(Chromium browser) {
        browser.unfold("Revoke what is approved or asked for here");
        browser.type("Reason", "the GPUs went elsewhere");
        browser.click("Revoke");

        assertThat(browser.text()).contains("REVOKED");
    }

    private static void theLedgerHasIt(Chromium browser) {
        browser.actAs(Role.AUDITOR);
        browser.visit("/audit?deployment=" + DEPLOYMENT);

        assertThat(browser.text())
                .containsSubsequence(
                        "ApprovalRevoked",
                        "PlanApproved",
                        "ApprovalRequested",
                        "RemedyApplied",
                        "VerdictComputed",
                        "PlanSubmitted")
                .contains("local-author", "local-approver");
        browser.picture("story-6-audit");
    }

    private void theExportCanBeVerified(Chromium browser) throws Exception {
        SERVER.sign();
        Path export = folder.resolve("export");
        unpack(
                browser.download(
                        "Export the ledger (ZIP)",
                        Files.createDirectory(folder.resolve("downloads"))),
                export);

        assertThat(Files.readAllLines(export.resolve("events.jsonl")))
                .hasSize(Math.toIntExact(SERVER.ledger().events().head().position()))
                .anyMatch(line -> line.contains("ApprovalRevoked") && line.contains(DEPLOYMENT));
        Process verifier =
                new ProcessBuilder(
                                "python3",
                                "verify.py",
                                "events.jsonl",
                                "checkpoint.txt",
                                "log.vkey")
                        .directory(export.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(verifier.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(verifier.waitFor()).as(said).isZero();
        assertThat(said).contains("OK");
    }

    private static void unpack(Path archive, Path folder) throws Exception {
        assertThat(archive.getFileName()).hasToString("shardfit-ledger.zip");
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = folder.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(zip, file);
            }
        }
    }

    private static String plan() throws Exception {
        Path examples = Path.of("").toAbsolutePath().getParent().resolve("examples/founding");
        return Files.readString(examples.resolve("ep16-dp4.yaml"));
    }
}
