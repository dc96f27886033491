package io.shardfit.adapters.web.team;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.http.HttpMethod;
import io.shardfit.adapters.web.TestServer;
import io.shardfit.application.event.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// E25: every operation that the running server has by everybody. What is expected comes from a
/// table of its own ({@link WhoMay}), so that a wrong annotation on a route is found. What was
/// measured is committed, so that whoever changes it sees it; `-Dauthorisation.update=true` writes
/// it anew.
class AuthorisationTest {
    private static final OpenIdProvider PROVIDER = OpenIdProvider.start();
    private static final TestServer SERVER = TestServer.with(Team.at(PROVIDER));
    private static final WhoMay DECIDED = WhoMay.asDecided();
    private static final Path TABLE = Path.of("..", "docs", "authorisation.md");
    private static final String HEAD =
            """
            # Who may do what

            Measured: a test calls every route of the running server as everybody in the first row, compares the answers with what was
            decided (`who-may.txt` beside the test), with this table and with the security log, which has a line for each refusal. `-` means not asked for at all:
            the route is open, and tells nothing of anybody's plans. A token is shown with what it was issued for; that it can be for some
            deployments only is about writing. *Decisions* need a sign-in of the last 15 minutes (401 otherwise). What depends on the thing
            itself comes on top and is decided by the use cases: authors do not approve their own plans, nobody grants a role to
            themselves, other people's tokens are not there (404).

            """;

    @AfterAll
    static void stop() {
        SERVER.close();
        PROVIDER.close();
    }

    /// Somebody who calls, and whether a route is theirs to call.
    private record Caller(
            String name, String deployment, String[] headers, Predicate<Operation> may) {}

    @Test
    void everyRouteSaysWhoMayCallIt() {
        assertThat(operations()).isNotEmpty().allMatch(Operation::isDecided);
    }

    @Test
    void whoMayCallItWasDecidedForEveryRoute() {
        assertThat(operations())
                .extracting(Operation::name)
                .containsExactlyInAnyOrderElementsOf(DECIDED.operations());
    }

    @Test
    void whatIsOpenAndWhatNeedsARecentSignInWasDecidedToo() {
        assertThat(operations())
                .allSatisfy(operation -> {
                    assertThat(operation.isPublic())
                            .as("%s is open", operation.name())
                            .isEqualTo(DECIDED.isOpen(operation));
                    assertThat(operation.isDecision())
                            .as("%s is a decision", operation.name())
                            .isEqualTo(DECIDED.isDecision(operation));
                });
    }

    @Test
    void everybodyMayDoWhatTheTableSaysAndEveryRefusalIsInTheSecurityLog() throws IOException {
        List<Caller> callers = callers();
        StringBuilder table = new StringBuilder(HEAD).append("| operation |");
        callers.forEach(caller -> table.append(' ').append(caller.name()).append(" |"));
        table.append(" decision |\n|---|").append("---|".repeat(callers.size() + 1)).append('\n');
        int refused = 0;
        try (SecurityLog log = SecurityLog.open()) {
            for (Operation operation : operations()) {
                table.append("| `%s` |".formatted(operation.name()));
                for (Caller caller : callers) {
                    String cell = DECIDED.isOpen(operation) ? "-" : answer(operation, caller);
                    assertThat(cell)
                            .as("%s as %s", operation.name(), caller.name())
                            .isEqualTo(expected(operation, caller));
                    refused += cell.startsWith("4") ? 1 : 0;
                    table.append(' ').append(cell).append(" |");
                }
                table.append(operation.isDecision() ? " yes |\n" : " |\n");
            }
            assertThat(log.lines()).hasSize(refused);
        }
        if (Boolean.getBoolean("authorisation.update")) {
            Files.writeString(TABLE, table);
        }
        assertThat(table.toString()).isEqualTo(Files.readString(TABLE));
    }

    @Test
    void aDecisionIsRefusedToASignInOfLongAgo() {
        People people = new People(SERVER);
        String id = people.person("usr_all", Role.values());
        String[] old = people.session(id, Duration.ofMinutes(16));
        List<Operation> decisions = operations().stream().filter(DECIDED::isDecision).toList();

        assertThat(decisions).isNotEmpty();
        for (Operation decision : decisions) {
            Operation.Answer answer = decision.call(SERVER.address(), "own", old);
            assertThat(answer.status()).as(decision.template()).isEqualTo(401);
            assertThat(answer.text()).contains("sign-in-again");
        }
    }

    private static String expected(Operation operation, Caller caller) {
        if (DECIDED.isOpen(operation)) {
            return "-";
        }
        if (caller.headers().length == 0) {
            return "401";
        }
        return caller.may().test(operation) ? "yes" : "403";
    }

    /// Past the gate an empty request fails in some other way, or not.
    private static String answer(Operation operation, Caller caller) {
        Operation.Answer answer =
                operation.call(SERVER.address(), caller.deployment(), caller.headers());
        boolean refused =
                answer.status() == 401
                        || answer.text().contains("ask an administrator for a role that permits it")
                        || answer.text().contains("the token is for other deployments");
        return refused ? Integer.toString(answer.status()) : "yes";
    }

    private static List<Caller> callers() {
        People people = new People(SERVER);
        List<Caller> callers = new ArrayList<>();
        callers.add(new Caller("nobody", "own", new String[0], _ -> false));
        people.person("usr_none");
        callers.add(
                new Caller(
                        "no role", "own", people.session("usr_none", Duration.ZERO), _ -> false));
        Map<Role, String> ids = new LinkedHashMap<>();
        for (Role role : Role.values()) {
            String id = people.person("usr_" + role.word(), role);
            ids.put(role, id);
            callers.add(
                    new Caller(
                            role.word(),
                            "own",
                            people.session(id, Duration.ZERO),
                            operation -> DECIDED.permits(operation, role)));
        }
        for (Role role : List.of(Role.VIEWER, Role.AUTHOR, Role.AUDITOR)) {
            callers.add(
                    new Caller(
                            "token: " + role.word(),
                            "own",
                            people.token(ids.getOrDefault(role, ""), role),
                            operation -> DECIDED.permits(operation, role)));
        }
        String[] limited = people.token(ids.getOrDefault(Role.AUTHOR, ""), Role.AUTHOR, "own");
        callers.add(
                new Caller(
                        "token: author, own deployment",
                        "own",
                        limited,
                        operation -> DECIDED.permits(operation, Role.AUTHOR)));
        callers.add(
                new Caller(
                        "token: author, other deployment",
                        "other",
                        limited,
                        operation ->
                                DECIDED.permits(operation, Role.AUTHOR)
                                        && !(operation.changes() && operation.isOfADeployment())));
        return callers;
    }

    private static List<Operation> operations() {
        return SERVER.routes().stream()
                .filter(route -> route.getHttpMethod() != HttpMethod.HEAD)
                .map(Operation::new)
                .toList();
    }
}
