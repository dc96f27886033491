package io.shardfit.adapters.web.team;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.web.TestServer;
import io.shardfit.application.account.PersonId;
import io.shardfit.application.document.Json;
import io.shardfit.application.event.Role;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.StreamId;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Signing in with the code flow at a provider that answers over real HTTP.
class SignInTest {
    private static final OpenIdProvider PROVIDER = OpenIdProvider.start();
    private static final TestServer SERVER = TestServer.with(Team.at(PROVIDER));

    private final Visitor visitor = new Visitor(SERVER.address());

    @AfterAll
    static void stop() {
        SERVER.close();
        PROVIDER.close();
    }

    @BeforeEach
    void anaAsksToBeLetIn() {
        PROVIDER.fault = OpenIdProvider.Fault.NONE;
        PROVIDER.subject = "subject-of-ana";
        PROVIDER.name = "Ana Example";
        PROVIDER.email = "ana@example.org";
        PROVIDER.groups = List.of("builders");
        PROVIDER.authenticatedAt = Instant.now();
    }

    @Test
    void whoeverTheProviderVouchesForComesIn() {
        assertThat(visitor.get("/api/v1/plans").statusCode()).isEqualTo(401);

        HttpResponse<String> back = visitor.signIn("/login?to=/check");

        assertThat(back.statusCode()).as(back.body()).isEqualTo(303);
        assertThat(Visitor.location(back)).hasToString("/check");
        assertThat(visitor.get("/api/v1/plans").statusCode()).isEqualTo(200);
        assertThat(visitor.get("/check", "Accept", "text/html").body()).contains("Ana Example");
    }

    @Test
    void theQuestionHasStateNonceAndPkceWhetherAnnouncedOrNot() {
        visitor.signIn("/login");

        assertThat(PROVIDER.lastQuestion)
                .containsEntry("response_type", "code")
                .containsEntry("client_id", OpenIdProvider.CLIENT)
                .containsEntry("redirect_uri", "http://localhost:8080/login/callback")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("max_age", "28800")
                .containsKeys("state", "nonce", "code_challenge");
    }

    /// The provider refuses a code without its verifier, so that signing in proves PKCE.
    @Test
    void aProviderThatDoesNotAnnouncePkceGetsItToo() {
        try (OpenIdProvider silent = OpenIdProvider.start()) {
            silent.announcesPkce = false;
            try (TestServer server = TestServer.with(Team.at(silent))) {
                Visitor there = new Visitor(server.address());

                assertThat(there.signIn("/login").statusCode()).isEqualTo(303);
                assertThat(there.session()).isNotEmpty();
            }
        }
    }

    @Test
    void theCookieIsHiddenFromScriptsAndOtherSites() {
        HttpResponse<String> back = visitor.signIn("/login");

        assertThat(back.headers().allValues("set-cookie"))
                .filteredOn(cookie -> cookie.startsWith("shardfit_session="))
                .singleElement()
                .satisfies(cookie ->
                        assertThat(cookie)
                                .containsIgnoringCase("; HttpOnly")
                                .contains("SameSite=Lax", "Path=/")
                                .doesNotContain("Domain"));
        assertThat(visitor.session()).hasSize(43).as("256 bits in base64url");
        assertThat(visitor.get("/login").headers().allValues("set-cookie"))
                .as("those on the way, too")
                .isNotEmpty()
                .allSatisfy(cookie ->
                        assertThat(cookie)
                                .containsIgnoringCase("; HttpOnly")
                                .contains("SameSite=Lax"));
    }

    @ParameterizedTest
    @EnumSource(value = OpenIdProvider.Fault.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void anIdTokenThatIsWrongLetsNobodyIn(OpenIdProvider.Fault fault) {
        PROVIDER.fault = fault;
        long before = SERVER.ledger().events().head().position();
        try (SecurityLog log = SecurityLog.open()) {
            HttpResponse<String> back = visitor.signIn("/login");

            assertThat(back.statusCode()).as(back.body()).isEqualTo(401);
            assertThat(back.body()).doesNotContain("Exception");
            assertThat(visitor.session()).isEmpty();
            assertThat(log.lines()).containsExactly("not-signed-in GET /login/callback -");
        }
        assertThat(SERVER.ledger().events().head().position()).isEqualTo(before);
    }

    @Test
    void anAnswerThatThisBrowserDidNotAskForIsNone() {
        String ours = visitor.back("/login");
        Visitor victim = new Visitor(SERVER.address());
        assertThat(victim.get(ours).statusCode()).as("no cookies at all").isEqualTo(401);
        victim.get("/login");
        assertThat(victim.get(ours).statusCode()).as("the cookies of another").isEqualTo(401);
        assertThat(victim.session()).isEmpty();

        String other = ours.replaceFirst("state=[^&]*", "state=bm9uZQ");
        assertThat(visitor.get(other).statusCode()).as("another state").isEqualTo(401);
        visitor.back("/login");
        assertThat(visitor.get(ours).statusCode()).as("an answer of before").isEqualTo(401);
        assertThat(visitor.get("/login/callback?error=access_denied").statusCode()).isEqualTo(401);
        assertThat(visitor.get("/login/callback").statusCode()).isEqualTo(401);
    }

    @Test
    void anAnswerCountsOnce() {
        String answer = visitor.back("/login");
        Visitor thief = new Visitor(SERVER.address());
        visitor.cookies()
                .forEach(cookie -> assertThat(cookie.isHttpOnly()).as(cookie.getName()).isTrue());
        assertThat(visitor.get(answer).statusCode()).isEqualTo(303);

        assertThat(visitor.get(answer).statusCode()).isEqualTo(401);
        assertThat(thief.get(answer).statusCode()).isEqualTo(401);
    }

    @Test
    void groupsBecomeRolesAndTheLogSaysWhy() {
        PROVIDER.subject = "subject-of-bo";
        PROVIDER.groups = List.of("readers", "deciders", "strangers");
        visitor.signIn("/login");
        String id = PersonId.of(PROVIDER.issuer(), "subject-of-bo");
        assertThat(told(id))
                .containsExactly(
                        "RoleGranted viewer the group readers shardfit-sign-in",
                        "RoleGranted approver the group deciders shardfit-sign-in");

        PROVIDER.groups = List.of("deciders");
        visitor.signIn("/login");
        visitor.signIn("/login");

        assertThat(told(id))
                .hasSize(3)
                .last()
                .isEqualTo("RoleRevoked viewer no group gives it any more shardfit-sign-in");
    }

    @Test
    void theConfigurationNamesTheFirstAdministratorByAVerifiedAddress() {
        rootAsksToBeLetIn();

        visitor.signIn("/login");

        assertThat(told(PersonId.of(PROVIDER.issuer(), "subject-of-root")))
                .containsExactly(
                        "RoleGranted admin named in the server's configuration shardfit-sign-in");
        assertThat(visitor.get("/roles").statusCode()).isEqualTo(200);
    }

    @Test
    void theLogKnowsNoNameAndForgettingItSignsOut() {
        PROVIDER.subject = "subject-of-cy";
        PROVIDER.name = "Cyan Unmistakable";
        PROVIDER.email = "cyan@example.org";
        visitor.signIn("/login");
        String id = PersonId.of(PROVIDER.issuer(), "subject-of-cy");

        String everything =
                new String(
                        join(SERVER.ledger().events().bytesAfter(0, 10_000)),
                        StandardCharsets.UTF_8);
        assertThat(everything).contains(id).doesNotContain("Cyan", "cyan@", "subject-of-cy");
        assertThat(SERVER.ledger().accounts().person(id).orElseThrow().name())
                .isEqualTo("Cyan Unmistakable");

        rootAsksToBeLetIn();
        Visitor root = new Visitor(SERVER.address());
        root.signIn("/login");
        assertThat(root.post("/roles/forget", "subject", id).statusCode()).isEqualTo(303);

        assertThat(SERVER.ledger().accounts().person(id)).isEmpty();
        assertThat(visitor.get("/api/v1/plans").statusCode()).isEqualTo(401);
    }

    @Test
    void whoeverHasNoRoleSeesNothing() {
        PROVIDER.subject = "subject-of-nobody";
        PROVIDER.groups = List.of("strangers");
        visitor.signIn("/login");

        HttpResponse<String> page = visitor.get("/", "Accept", "text/html");

        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(page.body()).contains("ask an administrator for a role");
    }

    @Test
    void signingOutEndsTheSessionForWhoeverHasItsCookie() {
        visitor.signIn("/login");
        String stolen = visitor.session();
        Visitor thief = new Visitor(SERVER.address());
        assertThat(thief.get("/api/v1/plans", "Cookie", "shardfit_session=" + stolen).statusCode())
                .isEqualTo(200);

        assertThat(visitor.post("/logout").statusCode()).isEqualTo(303);

        assertThat(visitor.session()).isEmpty();
        assertThat(visitor.get("/signed-out").body()).contains("You are signed out");
        assertThat(thief.get("/api/v1/plans", "Cookie", "shardfit_session=" + stolen).statusCode())
                .isEqualTo(401);
    }

    /// Whoever has a session before gets another one: nobody can have planted it.
    @Test
    void signingInMakesANewSession() {
        visitor.signIn("/login");
        String first = visitor.session();
        visitor.signIn("/login");

        assertThat(visitor.session()).isNotEqualTo(first);
        assertThat(
                        new Visitor(SERVER.address())
                                .get("/api/v1/plans", "Cookie", "shardfit_session=" + first)
                                .statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example/",
                "/\\evil.example",
                "/%5C%5Cevil",
                "javascript:alert(1)",
                "/login?again=true",
                "/a\nSet-Cookie: x=y",
                "evil"
            })
    void nobodyIsSentElsewhereAfterwards(String to) {
        String login = "/login?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8);
        assertThat(Visitor.location(visitor.signIn(login)).toString())
                .isIn("/", "/%5C%5Cevil")
                .doesNotContain("//");
    }

    @Test
    void aPersonIsLedToTheProviderAProgramIsTold() {
        HttpResponse<String> person = visitor.get("/audit?after=3", "Accept", "text/html");
        HttpResponse<String> program = visitor.get("/api/v1/events");

        assertThat(person.statusCode()).isEqualTo(303);
        assertThat(Visitor.location(person)).hasToString("/login?to=%2Faudit%3Fafter%3D3");
        assertThat(program.statusCode()).isEqualTo(401);
        assertThat(program.headers().firstValue("www-authenticate"))
                .hasValue("Bearer realm=\"shardfit\"");
    }

    @Test
    void aDecisionNeedsARecentSignIn() {
        rootAsksToBeLetIn();
        PROVIDER.authenticatedAt = Instant.now().minus(Duration.ofMinutes(16));
        visitor.signIn("/login");
        long before = SERVER.ledger().events().head().position();

        HttpResponse<String> old = grant("usr_di", "viewer");

        assertThat(old.statusCode()).isEqualTo(401);
        assertThat(old.body()).contains("sign-in-again", "/login?again=true");
        assertThat(old.headers().firstValue("www-authenticate").orElseThrow())
                .contains("insufficient_user_authentication", "max_age=\"900\"");
        assertThat(SERVER.ledger().events().head().position()).isEqualTo(before);
        assertThat(visitor.get("/roles").statusCode()).as("reading needs none").isEqualTo(200);

        PROVIDER.authenticatedAt = Instant.now();
        visitor.signIn("/login?again=true");
        assertThat(PROVIDER.lastQuestion)
                .containsEntry("prompt", "login")
                .containsEntry("max_age", "900");
        assertThat(grant("usr_di", "viewer").statusCode()).isEqualTo(303);
        assertThat(told("usr_di")).hasSize(1);
    }

    /// E26, for somebody who is signed in: the cookie alone is not enough.
    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site"})
    void anotherSitesPageCannotUseTheSession(String site) {
        visitor.signIn("/login");
        long before = SERVER.ledger().events().head().position();

        HttpResponse<String> answer =
                visitor.postFrom(
                        site,
                        "/tokens",
                        "command",
                        UUID.randomUUID().toString(),
                        "name",
                        "x",
                        "author",
                        "on",
                        "days",
                        "9");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("cross-origin");
        assertThat(SERVER.ledger().events().head().position()).isEqualTo(before);
    }

    /// E25: only the session and the token say who acts.
    @Test
    void headersThatClaimAnActorAreIgnored() {
        String[] claims = {
            "X-Forwarded-User", "local-admin",
            "X-Remote-User", "local-admin",
            "Remote-User", "local-admin",
            "X-Forwarded-Email", "root@example.org",
            "X-Actor", "usr_1",
            "On-Behalf-Of", "usr_1",
            "Forwarded", "for=127.0.0.1;host=localhost",
            "X-Forwarded-For", "127.0.0.1",
            "X-Original-URL", "/health/live",
            "X-Http-Method-Override", "GET",
            "Cookie", "shardfit_identity=local-admin"
        };
        assertThat(visitor.get("/api/v1/plans", claims).statusCode()).isEqualTo(401);
        for (String bearer :
                List.of("local-admin", "local-author", "sft_", "sft_" + "A".repeat(43), "")) {
            assertThat(
                            visitor.get("/api/v1/plans", "Authorization", "Bearer " + bearer)
                                    .statusCode())
                    .as(bearer)
                    .isEqualTo(401);
        }
        visitor.signIn("/login");
        assertThat(visitor.get("/roles", claims).statusCode()).isIn(401, 403);
    }

    @Test
    void aGuessedSessionOrAnUnsignedTokenIsNone() {
        assertThat(
                        visitor.get("/api/v1/plans", "Cookie", "shardfit_session=" + "A".repeat(43))
                                .statusCode())
                .isEqualTo(401);
        assertThat(
                        visitor.get("/api/v1/plans", "Cookie", "JWT=eyJhbGciOiJub25lIn0.e30.")
                                .statusCode())
                .isEqualTo(401);
    }

    private static void rootAsksToBeLetIn() {
        PROVIDER.subject = "subject-of-root";
        PROVIDER.email = "root@example.org";
        PROVIDER.groups = List.of();
    }

    private HttpResponse<String> grant(String subject, String role) {
        return visitor.post(
                "/roles/grant",
                "command",
                UUID.randomUUID().toString(),
                "subject",
                subject,
                "role",
                role,
                "reason",
                "a test");
    }

    /// {@return what the directory says of somebody}
    private static List<String> told(String id) {
        return SERVER.ledger().events().stream(StreamId.directory()).stream()
                .filter(entry -> entry.data().members().get("subject").toString().contains(id))
                .map(SignInTest::line)
                .toList();
    }

    private static String line(Entry entry) {
        String role = text(entry, "role");
        assertThat(Role.ofWord(role)).isNotNull();
        return "%s %s %s %s"
                .formatted(entry.type(), role, text(entry, "reason"), entry.actor().id());
    }

    private static String text(Entry entry, String key) {
        return ((Json.Text) entry.data().members().get(key)).value();
    }

    private static byte[] join(List<byte[]> all) {
        var joined = new ByteArrayOutputStream();
        all.forEach(joined::writeBytes);
        return joined.toByteArray();
    }
}
