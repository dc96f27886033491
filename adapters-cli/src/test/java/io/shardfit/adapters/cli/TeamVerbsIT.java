package io.shardfit.adapters.cli;

import static io.shardfit.adapters.cli.Program.example;
import static io.shardfit.adapters.cli.remote.StubServer.document;
import static io.shardfit.adapters.cli.remote.StubServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.cli.Program.Result;
import io.shardfit.adapters.cli.remote.StubServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The verbs against servers that answer what a test tells them to: what is sent, what is printed,
/// and the exit codes.
class TeamVerbsIT {
    private static final String PLAN = "sha256:" + "ab".repeat(32);
    private static final String SUBMITTED =
            "{\"schemaVersion\": \"1.0\", \"deployment\": \"moe\", \"planDigest\": \"%s\", \"known\": false, \"verdict\": \"READY\", \"findings\": [], \"ruleSet\": 2, \"position\": 12}\n"
                    .formatted(PLAN);
    private static final String ROW =
            "{\"schemaVersion\": \"1.0\", \"deployment\": \"moe\", \"fileName\": \"plan.yaml\", \"planDigest\": \"%s\", \"verdict\": \"READY\", \"findings\": [\"MEM005\"], \"standings\": []}\n"
                    .formatted(PLAN);

    @TempDir private Path folder;

    @Test
    void submitsTheBytesOfAPlan() throws Exception {
        try (StubServer server = new StubServer(document(SUBMITTED))) {
            Result result =
                    on(server, "submit", example("llama3-70b-tight"), "--deployment", "moe");

            assertThat(result.exitCode()).as(result.err()).isZero();
            assertThat(result.firstWord()).isEqualTo("READY");
            assertThat(result.out()).contains("moe", PLAN, "at position 12");
            assertThat(server.requests()).hasSize(1);
            assertThat(server.requests().getFirst())
                    .startsWith("POST /api/v1/plans/moe?name=")
                    .endsWith(Files.readString(Path.of(example("llama3-70b-tight"))));
        }
    }

    @ParameterizedTest
    @CsvSource({"READY, 0", "TIGHT, 0", "NOT_READY, 1", "UNKNOWN, 3"})
    void theExitCodeIsThatOfTheVerdict(String verdict, int exitCode) throws Exception {
        try (StubServer server = new StubServer(document(SUBMITTED.replace("READY", verdict)))) {
            Result result =
                    on(server, "submit", example("unknown"), "--deployment", "moe", "-o", "json");

            assertThat(result.exitCode()).isEqualTo(exitCode);
            assertThat(result.out())
                    .as("the server's own document")
                    .isEqualTo(SUBMITTED.replace("READY", verdict));
            assertThat(result.err()).isEmpty();
        }
    }

    /// A job that is started again is another process in the same run.
    @Test
    void aRunOfCiSubmitsOnce() throws Exception {
        try (StubServer server = new StubServer(document(SUBMITTED))) {
            Program submit =
                    program(server, "submit", example("unknown"), "--deployment", "moe")
                            .with("GITHUB_RUN_ID", "77");
            submit.run();
            submit.with("GITHUB_RUN_ATTEMPT", "2").run();
            submit.with("GITHUB_RUN_ID", "78").run();

            assertThat(key(server, 1)).isEqualTo(key(server, 0)).hasSize(64);
            assertThat(key(server, 2)).isNotEqualTo(key(server, 0));
        }
    }

    private static String key(StubServer server, int request) {
        return server.header(request, "Idempotency-Key");
    }

    @Test
    void aDryRunOnlyValidates() throws Exception {
        Result result =
                dryRun(problem(404, "not-found", false), "would ask for approval in production");

        assertThat(result.firstWord()).isEqualTo("TIGHT");
        assertThat(result.err()).contains("would submit", "nothing is");
    }

    @Test
    void aDryRunTellsWhatIsAskedForAlready() throws Exception {
        dryRun(document(standing("PENDING")), "would join the request that waits");
        dryRun(document(standing("EFFECTIVE")), "is approved in production until ");
        dryRun(document(standing("REVOKED")), "would ask for approval in production");
        dryRun(
                document(standing("EFFECTIVE").replace(PLAN, "sha256:" + "cd".repeat(32))),
                "would ask for approval in production");
    }

    private static Result dryRun(String place, String told) throws Exception {
        String judged =
                "{\"schemaVersion\": \"1.0\", \"verdict\": \"TIGHT\", \"digest\": \"%s\"}"
                        .formatted(PLAN);
        try (StubServer server = new StubServer(document(judged), place)) {
            Result result =
                    on(
                            server,
                            "submit",
                            example("unknown"),
                            "--deployment",
                            "moe",
                            "--environment",
                            "production",
                            "--request",
                            "--wait",
                            "--dry-run");

            assertThat(result.exitCode()).isZero();
            assertThat(result.err()).contains(told);
            assertThat(server.requests()).hasSize(2);
            assertThat(server.requests().getFirst()).startsWith("POST /api/v1/validations");
            assertThat(server.requests().getLast())
                    .startsWith("GET /api/v1/approvals/moe/production");
            return result;
        }
    }

    @Test
    void whoeverWasRefusedIsNotSentToThemselves() throws Exception {
        try (StubServer server = new StubServer(problem(403, "separation-of-duties", false))) {
            Program approve = program(server, "approve", "moe", "--environment", "e");

            assertThat(approve.with("SHARDFIT_TOKEN", "local-author").run().err())
                    .contains("--token local-approver");
            assertThat(approve.with("SHARDFIT_TOKEN", "local-approver").run().err())
                    .doesNotContain("--token");
        }
    }

    @Test
    void whatDecidesFoldsToTheTerminal() throws Exception {
        try (StubServer server =
                new StubServer(
                        document(ROW),
                        document(standing("PENDING")),
                        document(standing("EFFECTIVE")))) {
            Result result =
                    program(server, "reject", "moe", "--environment", "e", "--comment", "no")
                            .with("COLUMNS", "80")
                            .run();

            assertThat(result.err().lines()).allMatch(line -> line.length() <= 80);
        }
    }

    @Test
    void asksForApprovalOfExactlyThatPlanAndWaits() throws Exception {
        try (StubServer server =
                new StubServer(
                        document(SUBMITTED),
                        document("{\"schemaVersion\": \"1.0\"}"),
                        document(standing("PENDING")),
                        document(standing("EFFECTIVE")))) {
            Result result = requested(server, "1m");

            assertThat(result.exitCode()).as(result.err()).isZero();
            assertThat(result.out()).startsWith("EFFECTIVE  moe in production");
            assertThat(server.header(1, "If-Match")).isEqualTo('"' + PLAN + '"');
            assertThat(server.requests().get(1))
                    .startsWith("POST /api/v1/approvals HTTP")
                    .endsWith("{\"deployment\":\"moe\",\"environment\":\"production\"}");
            assertThat(server.requests().get(2))
                    .startsWith("GET /api/v1/approvals/moe/production HTTP");
        }
    }

    @ParameterizedTest
    @CsvSource({"PENDING, 8", "REJECTED, 4", "SUSPENDED, 4", "AT_RISK, 0"})
    void theEndOfTheWaitIsTheExitCode(String standing, int exitCode) throws Exception {
        try (StubServer server =
                new StubServer(
                        document(SUBMITTED),
                        document("{\"schemaVersion\": \"1.0\"}"),
                        document(standing(standing)))) {
            Result result = requested(server, "1s");

            assertThat(result.exitCode()).as(result.err()).isEqualTo(exitCode);
            assertThat(result.firstWord()).isEqualTo(standing);
        }
    }

    /// Somebody submitted another plan meanwhile.
    @Test
    void doesNotTakeTheApprovalOfAnotherPlanForItsOwn() throws Exception {
        String other = "sha256:" + "cd".repeat(32);
        try (StubServer server =
                new StubServer(
                        document(SUBMITTED),
                        document("{\"schemaVersion\": \"1.0\"}"),
                        document(standing("EFFECTIVE").replace(PLAN, other)),
                        document(ROW.replace(PLAN, other)))) {
            Result result = requested(server, "1m");

            assertThat(result.exitCode()).isEqualTo(4);
            assertThat(result.err()).contains("another plan of moe");
        }
    }

    private static Result requested(StubServer server, String timeout) {
        return on(
                server,
                "submit",
                example("unknown"),
                "--deployment",
                "moe",
                "--environment",
                "production",
                "--request",
                "--wait",
                "--timeout",
                timeout);
    }

    private static String standing(String word) {
        return "{\"schemaVersion\": \"1.0\", \"standing\": \"%s\", \"basis\": {\"planDigest\": \"%s\", \"verdictPosition\": 7, \"policyVersion\": 2}}"
                .formatted(word, PLAN);
    }

    @Test
    void showsWhatItApprovesAndApprovesNothingElse() throws Exception {
        try (StubServer server =
                new StubServer(
                        document(ROW),
                        document(standing("PENDING")),
                        document(standing("EFFECTIVE")))) {
            Result result =
                    on(
                            server,
                            "approve",
                            "moe",
                            "--environment",
                            "production",
                            "--plan",
                            "abababab",
                            "--comment",
                            "looks well");

            assertThat(result.exitCode()).as(result.err()).isZero();
            assertThat(result.err()).contains("READY", "MEM005", "plan.yaml", PLAN);
            assertThat(server.requests().get(2))
                    .startsWith("POST /api/v1/approvals/moe/production/approve")
                    .endsWith(
                            "{\"basis\":{\"planDigest\":\"%s\",\"policyVersion\":2,\"verdictPosition\":7},\"comment\":\"looks well\"}"
                                    .formatted(PLAN));
            assertThat(server.header(2, "If-Match")).isEqualTo('"' + PLAN + '"');
        }
    }

    @ParameterizedTest
    @CsvSource({"cdcdcdcd", "abab", "sha256:abababac"})
    void decidesAboutNoOtherPlanThanTheOneLookedAt(String digest) throws Exception {
        try (StubServer server = new StubServer(document(ROW), document(standing("PENDING")))) {
            Result result = on(server, "approve", "moe", "--environment", "e", "--plan", digest);

            assertThat(result.exitCode()).isEqualTo(4);
            assertThat(result.err()).contains("shardfit status moe");
            assertThat(server.requests()).as("nothing is sent").hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "401, not-signed-in,        false, 4, SHARDFIT_TOKEN",
        "403, forbidden,            false, 4, the role approver may; on a server of your own"
                + " machine: --token local-approver",
        "403, separation-of-duties, false, 4, another person with the role approver",
        "412, stale,                false, 4, shardfit status",
        "409, wrong-standing,       false, 4, what happened",
        "404, not-found,            false, 2, what happened",
        "422, needs-text,           false, 2, what happened",
        "429, rate-limited,         true,  5, what happened",
        "503, unavailable,          true,  5, what happened",
        "500, internal,             false, 70, what happened",
    })
    void tellsRefusalsApart(int status, String code, boolean mayPass, int exitCode, String sentence)
            throws Exception {
        try (StubServer server = new StubServer(problem(status, code, mayPass))) {
            Result result =
                    program(server, "approve", "moe", "--environment", "e")
                            .with("SHARDFIT_TOKEN", "sft_verysecret")
                            .run();

            assertThat(result.exitCode()).isEqualTo(exitCode);
            assertThat(result.out()).isEmpty();
            assertThat(result.err())
                    .startsWith("error: " + code + ": what happened")
                    .contains(sentence)
                    .doesNotContain("verysecret", "Exception", "\tat ");
        }
    }

    @Test
    void aRefusalIsOneDocumentToo() throws Exception {
        try (StubServer server = new StubServer(problem(403, "forbidden", false))) {
            Result result = on(server, "status", "-o", "json");

            assertThat(result.exitCode()).isEqualTo(4);
            assertThat(result.json().at("code")).isEqualTo("forbidden");
        }
    }

    @Test
    void aServerThatIsNotThereMayBeTriedAgain() throws Exception {
        StubServer gone = new StubServer();
        gone.close();

        Result text = on(gone, "status");
        Result json = on(gone, "status", "-o", "json");

        assertThat(text.exitCode()).isEqualTo(5);
        assertThat(text.err())
                .startsWith("error: " + gone.address() + ": nothing listens there")
                .hasLineCount(1);
        assertThat(json.exitCode()).isEqualTo(5);
        assertThat(json.json().at("errors[0].transient")).isEqualTo("true");
    }

    @Test
    void whatIsNoShardfitServerIsSaidSo() throws Exception {
        try (StubServer page =
                new StubServer(StubServer.answer(200, "text/html", "<html>Sign in</html>"))) {
            Result result = on(page, "status");

            assertThat(result.exitCode()).isEqualTo(2);
            assertThat(result.out()).isEmpty();
            assertThat(result.err()).contains("no answer of a Shardfit server", "config show");
        }
    }

    @Test
    void theWordsOfAServerCannotSteerATerminal() throws Exception {
        String escape = "\\u001b[2J";
        try (StubServer server =
                new StubServer(
                        document(ROW.replace("plan.yaml", escape).replace("MEM005", escape)))) {
            Result result = on(server, "status", "moe");

            assertThat(result.out()).doesNotContain("\u001b").contains("\\u001b[2J");
        }
    }

    @Test
    void waivesToTheEndOfADay() throws Exception {
        try (StubServer server = new StubServer(document("{\"schemaVersion\": \"1.0\"}"))) {
            Result result =
                    on(
                            server,
                            "waive",
                            "MEM002",
                            "--environment",
                            "e",
                            "--until",
                            "2027-01-31",
                            "--reason",
                            "measured",
                            "--requester",
                            "usr_1",
                            "--every-plan",
                            "--ticket",
                            "OPS-7");

            assertThat(result.exitCode()).as(result.err()).isZero();
            assertThat(result.out()).contains("every plan in e");
            assertThat(server.requests().getFirst())
                    .startsWith("POST /api/v1/waivers HTTP")
                    .contains("\"until\":\"2027-02-01T00:00:00Z\"", "\"ticket\":\"OPS-7\"");
        }
    }

    @Test
    void saysWhatItWouldSend() throws Exception {
        try (StubServer server = new StubServer(document("{\"schemaVersion\": \"1.0\"}"))) {
            Result result =
                    program(
                                    server,
                                    "rules",
                                    "withdraw",
                                    "2",
                                    "--reason",
                                    "wrong",
                                    "--dry-run",
                                    "-o",
                                    "json")
                            .with("SHARDFIT_TOKEN", "sft_verysecret")
                            .run();

            assertThat(result.exitCode()).isZero();
            assertThat(result.json().at("method")).isEqualTo("POST");
            assertThat(result.json().at("url"))
                    .isEqualTo(server.address() + "/api/v1/rule-sets/2/withdraw");
            assertThat(result.json().at("body")).isEqualTo("{\"reason\":\"wrong\"}");
            assertThat(result.out()).doesNotContain("verysecret");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void showsWhatIsSetWhereButNoToken() throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve(".shardfit.yaml"),
                        "server: https://shardfit.example\ntoken: sft_verysecret\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        Result result = Program.shardfit("config", "show", "--origin").in(folder).run();

        assertThat(result.exitCode()).isZero();
        assertThat(result.out().lines())
                .containsExactly(
                        "server  https://shardfit.example                 "
                                + file.toRealPath()
                                + ":1",
                        "token   (hidden)                                 "
                                + file.toRealPath()
                                + ":2");
        assertThat(result.err()).contains("everybody on this machine can read it");
        assertThat(result.out() + result.err()).doesNotContain("verysecret");
    }

    @ParameterizedTest
    @CsvSource({
        "submit PLAN",
        "submit PLAN --deployment a --request",
        "submit PLAN --deployment a --wait --timeout soon",
        "submit none.yaml --deployment a",
        "approve",
        "approve a",
        "reject a --environment e",
        "revoke a --environment e",
        "waive MEM002 --environment e --until 2027-01-31 --reason r",
        "waive MEM002 --environment e --until tomorrow --reason r --requester u --every-plan",
        "waive MEM002 --environment e --until 2027-01-31 --reason r --requester u",
        "waive MEM002 --environment e --until 2027-01-31 --reason r --deployment d --every-plan",
        "submit PLAN --deployment a --environment e",
        "submit PLAN --deployment a --renew",
        "measure a",
        "rules impact two",
        "token create",
        "status a --after b",
        "status --server nowhere",
    })
    void refusesACommandLineItDoesNotUnderstand(String line) {
        Result result = Program.shardfit(line.replace("PLAN", example("unknown")).split(" ")).run();

        assertThat(result.exitCode()).as(result.err()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isNotBlank().doesNotContain("Exception", "\tat ");
    }

    private static Program program(StubServer server, String... arguments) {
        return Program.shardfit(arguments).with("SHARDFIT_SERVER", server.address());
    }

    private static Result on(StubServer server, String... arguments) {
        return program(server, List.of(arguments).toArray(String[]::new)).run();
    }
}
