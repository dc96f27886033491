package io.shardfit.adapters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.cli.Program.Result;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// The founding story on the command line, against the server that `shardfit serve` starts: a plan
/// for 64 GPUs on 16 is refused, a corrected one is approved by another person and revoked.
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class TeamStoryIT {
    private static final String REFUSED = Program.FOUNDING.resolve("ep16-dp4.yaml").toString();
    private static final String DEPLOYMENT = "moe-30b";
    private static final String PLACE = "staging";
    private static final Pattern COMMAND = Pattern.compile("\\./shardfit ([^<\n]*)");

    private Path folder;
    private Process server;
    private String address;
    private String corrected;

    @BeforeAll
    void start(@TempDir Path shared) throws Exception {
        folder = shared;
        server = new ServedLedger(folder).serve();
        address = ServedLedger.address(server);
        corrected =
                Files.writeString(
                                folder.resolve("corrected.yaml"),
                                Files.readString(Path.of(REFUSED))
                                        .replace("EP16_TP1_PP1_DP4", "EP16_TP1_PP1_DP1")
                                        .replaceFirst("(?m)^declared:.*\n", "")
                                        .replace("ep16-dp4", "ep16-dp1"))
                        .toString();
    }

    @AfterAll
    void stop() throws Exception {
        ServedLedger.stop(server);
    }

    @Test
    @Order(1)
    void aDryRunLeavesNothing() {
        Result dry = author("submit", REFUSED, "--deployment", DEPLOYMENT, "--dry-run");

        assertThat(dry.exitCode()).as(dry.err()).isEqualTo(1);
        assertThat(dry.firstWord()).isEqualTo("NOT_READY");
        assertThat(author("status", DEPLOYMENT).exitCode()).as("nothing is recorded").isEqualTo(2);
    }

    /// The two findings of the founding case: 64 GPUs on 16, and 133 % of a GPU's memory.
    @Test
    @Order(2)
    void aPlanFor64GpusOn16IsRecordedAndNotReady() {
        Result submitted = author("submit", REFUSED, "--deployment", DEPLOYMENT);

        assertThat(submitted.exitCode()).as(submitted.err()).isEqualTo(1);
        assertThat(submitted.firstWord()).isEqualTo("NOT_READY");
        assertThat(submitted.out()).contains("PAR003", "MEM003");

        Result asked =
                author(
                        "submit",
                        REFUSED,
                        "--deployment",
                        DEPLOYMENT,
                        "--environment",
                        PLACE,
                        "--request");
        assertThat(asked.exitCode()).isEqualTo(1);
        assertThat(asked.err()).contains("not-allowed");
        assertThat(types()).containsOnlyOnce("PlanSubmitted");
    }

    @Test
    @Order(3)
    void aSubmissionThatIsSentAgainIsNoSecondEvent() {
        Program submit =
                as("local-author", "submit", corrected, "--deployment", DEPLOYMENT)
                        .with("GITHUB_RUN_ID", "1");
        Result first = submit.run();
        List<String> after = types();
        Result second = submit.run();

        assertThat(first.exitCode()).as(first.out() + first.err()).isZero();
        assertThat(second.exitCode()).as(second.err()).isZero();
        assertThat(types()).isEqualTo(after);
    }

    @Test
    @Order(4)
    void nobodyApprovesTheirOwnPlan() {
        Result asked =
                author(
                        "submit",
                        corrected,
                        "--deployment",
                        DEPLOYMENT,
                        "--environment",
                        PLACE,
                        "--request");
        assertThat(asked.exitCode()).as(asked.err()).isZero();

        Result own = author("approve", DEPLOYMENT, "--environment", PLACE);
        assertThat(own.exitCode()).isEqualTo(4);
        assertThat(own.err()).contains("the role approver may", "--token local-approver");

        Result pending = author("status", DEPLOYMENT, "--environment", PLACE);
        assertThat(pending.exitCode()).isEqualTo(8);
        assertThat(pending.firstWord()).isEqualTo("PENDING");
    }

    /// The next run of the pipeline, with an id of its own.
    @Test
    @Order(5)
    void whoeverAsksAgainJoinsTheRequestThatWaits() {
        List<String> before = types();
        Result again = asked("2");

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.out()).contains("PENDING, as asked for before");
        assertThat(types()).isEqualTo(before);
    }

    private Result asked(String run, String... more) {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                "submit",
                                corrected,
                                "--deployment",
                                DEPLOYMENT,
                                "--environment",
                                PLACE,
                                "--request"));
        line.addAll(List.of(more));
        return as("local-author", line.toArray(String[]::new)).with("GITHUB_RUN_ID", run).run();
    }

    @Test
    @Order(5)
    void whoMayNotIsToldBeforehand() {
        Result dry = author("approve", DEPLOYMENT, "--environment", PLACE, "--dry-run");

        assertThat(dry.exitCode()).isEqualTo(4);
        assertThat(dry.err()).contains("would refuse this: local-author does not have the role");
        Result may =
                as("local-approver", "approve", DEPLOYMENT, "--environment", PLACE, "--dry-run")
                        .run();
        assertThat(may.exitCode()).as(may.err()).isZero();
        assertThat(may.out()).contains("would send", "Idempotency-Key: (a new one");
    }

    @Test
    @Order(5)
    void waitingForAnApprovalThatDoesNotComeEndsWith8() {
        Result waited =
                author(
                        "submit",
                        corrected,
                        "--deployment",
                        DEPLOYMENT,
                        "--environment",
                        PLACE,
                        "--wait",
                        "--timeout",
                        "1s");

        assertThat(waited.exitCode()).as(waited.err()).isEqualTo(8);
    }

    @Test
    @Order(6)
    void anotherPersonApproves() {
        Result approved =
                as(
                                "local-approver",
                                "approve",
                                DEPLOYMENT,
                                "--environment",
                                PLACE,
                                "--comment",
                                "looks well")
                        .run();

        assertThat(approved.exitCode()).as(approved.err()).isZero();
        assertThat(approved.firstWord()).isEqualTo("EFFECTIVE");
        assertThat(approved.err()).contains("READY", "corrected.yaml");
        assertThat(
                        author(
                                        "submit",
                                        corrected,
                                        "--deployment",
                                        DEPLOYMENT,
                                        "--environment",
                                        PLACE,
                                        "--wait")
                                .exitCode())
                .as("whoever waits is told")
                .isZero();
    }

    @Test
    @Order(7)
    void whatIsApprovedIsNotAskedForAgain() {
        List<String> before = types();

        Result dry = asked("3", "--dry-run");
        assertThat(dry.err()).contains("is approved in staging until ");
        Result again = asked("3", "--wait");
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.firstWord()).isEqualTo("EFFECTIVE");
        Result twice =
                as(
                                "local-approver",
                                "approve",
                                DEPLOYMENT,
                                "--environment",
                                PLACE,
                                "--comment",
                                "x")
                        .run();
        assertThat(twice.exitCode()).isEqualTo(4);
        assertThat(twice.err())
                .contains("it is approved until ", "needs nothing more")
                .doesNotContain("--token local-approver");
        assertThat(types()).isEqualTo(before);
    }

    @Test
    @Order(7)
    void aRunOfAnotherProgramMeasuresNothing() {
        Result nothing =
                author(
                        "measure",
                        DEPLOYMENT,
                        Program.FOUNDING
                                .resolveSibling("measured")
                                .resolve("llama3-8b-vllm-0.6.log")
                                .toString());

        assertThat(nothing.exitCode()).as(nothing.err()).isEqualTo(3);
        assertThat(nothing.out()).startsWith("NOTHING TO COMPARE").contains("nothing is recorded");
        assertThat(types()).doesNotContain("MeasurementRecorded");
    }

    @Test
    @Order(7)
    void historyTellsItAll() {
        assertThat(types().reversed())
                .containsSubsequence(
                        "PlanSubmitted",
                        "VerdictComputed",
                        "PlanSubmitted",
                        "ApprovalRequested",
                        "PlanApproved");
        assertThat(author("history", DEPLOYMENT).out())
                .contains("judged READY by rule-set 2", "requested, 1 needed (staging)")
                .containsPattern("approved as READY until .*Z: looks well \\(staging\\)");
        assertThat(author("status").out()).contains(DEPLOYMENT, PLACE + " EFFECTIVE");
    }

    @Test
    @Order(8)
    void anApprovalIsTakenBack() {
        Result revoked =
                as(
                                "local-approver",
                                "revoke",
                                DEPLOYMENT,
                                "--environment",
                                PLACE,
                                "--reason",
                                "the cluster is being moved")
                        .run();

        assertThat(revoked.exitCode()).as(revoked.err()).isZero();
        assertThat(revoked.firstWord()).isEqualTo("REVOKED");
        Result again = as("local-approver", "approve", DEPLOYMENT, "--environment", PLACE).run();
        assertThat(again.err()).contains("the approval was revoked at ", "ask for approval again");
        Result standing = author("status", DEPLOYMENT, "--environment", PLACE);
        assertThat(standing.exitCode()).isEqualTo(4);
        assertThat(standing.firstWord()).isEqualTo("REVOKED");
    }

    @Test
    @Order(9)
    void rulesAreListedAndTheirImpactShown() {
        Result rules = author("rules");
        Result impact = author("rules", "impact", "1");

        assertThat(rules.exitCode()).as(rules.err()).isZero();
        assertThat(rules.out()).containsPattern("(?m)^ +1  replaced .*\\n +2  in-force ");
        assertThat(impact.exitCode()).as(impact.err()).isZero();
        Result refused = author("rules", "publish", "1");
        assertThat(refused.exitCode()).isEqualTo(4);
        assertThat(refused.err()).contains("the role admin may");
    }

    @Test
    @Order(10)
    void anAuditorTakesTheEvidenceAway() {
        Path export = folder.resolve("export");
        Result refused = author("audit", "export", "--server", address, export.toString());
        assertThat(refused.exitCode()).isEqualTo(4);
        assertThat(refused.err()).contains("the role auditor may");
        assertThat(export).doesNotExist();

        Result exported =
                as("local-auditor", "audit", "export", "--server", address, export.toString())
                        .run();
        assertThat(exported.exitCode()).as(exported.err()).isZero();
        assertThat(Program.shardfit("audit", "verify", export.toString()).run().firstWord())
                .isEqualTo("OK");
        assertThat(folder.toFile().list())
                .as("nothing else is left behind")
                .containsExactlyInAnyOrder("ledger", "corrected.yaml", "export");

        Result checkpoint = author("audit", "checkpoint", "--server", address);
        assertThat(checkpoint.exitCode()).as(checkpoint.err()).isZero();
        assertThat(checkpoint.firstWord()).isEqualTo("shardfit.local/log");
    }

    @Test
    @Order(11)
    void aTokenIsShownOnce() {
        Result made = author("token", "create", "--name", "ci", "--role", "author", "--days", "7");
        assertThat(made.exitCode()).as(made.err()).isZero();
        String token = made.out().strip();
        assertThat(token).startsWith("sft_");

        Result listed = author("token", "list");
        assertThat(listed.out()).contains("ci (local-author)").doesNotContain(token);
        String prefix = made.err().replaceAll("(?s).*token (sft_[^,]*),.*", "$1");

        assertThat(author("token", "revoke", prefix).exitCode()).isZero();
        assertThat(author("token", "list").out()).contains("revoked");
    }

    /// The plan is TIGHT for MEM002 alone, and the environment takes nothing that is TIGHT.
    @Test
    @Order(12)
    void aWaiverLetsAPlanPassUntilItEnds() throws Exception {
        policyOf("strict", "[\"READY\"]", "[\"MEM002\"]");
        String[] ask = {
            "submit",
            Program.example("llama3-70b-tight"),
            "--deployment",
            "tight",
            "--environment",
            "strict",
            "--request"
        };
        assertThat(author(ask).err()).contains("not-allowed");
        String[] waive = {
            "waive",
            "MEM002",
            "--environment",
            "strict",
            "--deployment",
            "tight",
            "--until",
            LocalDate.now(ZoneOffset.UTC).plusDays(3).toString(),
            "--reason",
            "a run needed less"
        };
        assertThat(author(waive).exitCode()).as("who asks does not grant").isEqualTo(4);
        Result waived = as("local-approver", waive).run();
        assertThat(waived.exitCode()).as(waived.err()).isZero();
        assertThat(waived.out()).startsWith("waived  MEM002 in strict");

        Result asked = author(ask);
        assertThat(asked.exitCode()).as(asked.err()).isZero();
        Result approved =
                as(
                                "local-approver",
                                "approve",
                                "tight",
                                "--environment",
                                "strict",
                                "--comment",
                                "for three days")
                        .run();
        assertThat(approved.exitCode()).as(approved.err()).isZero();
        assertThat(approved.firstWord()).isEqualTo("EFFECTIVE");

        String granted = call("approver", "GET", "/api/v1/waivers?environment=strict", "");
        JsonDocument waiver = JsonDocument.of(granted);
        String standing = "/api/v1/approvals/tight/strict?at=";
        OffsetDateTime end = OffsetDateTime.parse(waiver.at("waivers[0].until"));
        assertThat(JsonDocument.of(call("viewer", "GET", standing + end.minusSeconds(1), "")))
                .extracting(document -> document.at("standing"))
                .isEqualTo("EFFECTIVE");
        assertThat(JsonDocument.of(call("viewer", "GET", standing + end, "")))
                .extracting(document -> document.at("standing"))
                .isNotEqualTo("EFFECTIVE");

        call(
                "approver",
                "POST",
                waiver.at("waivers[0].link") + "/revoke",
                "{\"reason\":\"another run needed more\"}");
        Result ended = author("status", "tight", "--environment", "strict");
        assertThat(ended.exitCode()).isEqualTo(4);
        assertThat(ended.firstWord()).isEqualTo("SUSPENDED");
        assertThat(author(ask).err()).contains("not-allowed");
    }

    private void policyOf(String place, String allowed, String waivable) throws Exception {
        call(
                "admin",
                "PUT",
                "/api/v1/environments/" + place,
                """
                {"neededApprovals": 1, "allowedVerdicts": %s, "waivableFindings": %s,
                 "onCorrection": "PT168H", "approvalLifetime": "PT2160H", "roleDelay": "PT0S",
                 "reason": "a trial"}\
                """
                        .formatted(allowed, waivable));
    }

    /// What the command line has no verb for.
    private String call(String role, String method, String path, String body) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(address + path))
                        .header("Authorization", "Bearer local-" + role)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .method(method, BodyPublishers.ofString(body))
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
            return answer.body();
        }
    }

    /// Typed as they stand there, they reach this server and are understood.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/?verdict=UNKNOWN",
                "/reviews",
                "/audit?actor=nobody",
                "/audit/checkpoints",
                "/plans/moe-30b",
                "/audit"
            })
    @Order(13)
    void theCommandsOnAPageAreOurs(String path) throws Exception {
        List<String> commands = commands(path);

        assertThat(commands).isNotEmpty();
        for (String command : commands) {
            String[] words = command.replaceFirst(" +>.*", "").split(" +");
            new CommandLine(new RootCommand()).parseArgs(words);
            if (!command.startsWith("audit verify")) {
                assertThat(command).contains(" --server " + address);
            }
        }
    }

    private List<String> commands(String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String page =
                    client.send(
                                    HttpRequest.newBuilder(URI.create(address + path))
                                            .header("Accept", "text/html")
                                            .build(),
                                    BodyHandlers.ofString())
                            .body();
            return COMMAND.matcher(page)
                    .results()
                    .map(found -> found.group(1).replace("&gt;", ">"))
                    .toList();
        }
    }

    private List<String> types() {
        return author("history", DEPLOYMENT)
                .out()
                .lines()
                .skip(1)
                .map(line -> line.strip().split(" +")[2])
                .toList();
    }

    private Result author(String... arguments) {
        return as("local-author", arguments).run();
    }

    private Program as(String person, String... arguments) {
        return Program.shardfit(Stream.of(arguments).toArray(String[]::new))
                .with("SHARDFIT_SERVER", address)
                .with("SHARDFIT_TOKEN", person);
    }
}
