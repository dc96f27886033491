package io.shardfit.adapters.web.team;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.web.TestServer;
import io.shardfit.adapters.web.WebServer;
import io.shardfit.application.event.Role;
import io.shardfit.application.ledger.Actor;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.Server;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Tokens over real HTTP, at two servers on one ledger.
class TokensTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final OpenIdProvider PROVIDER = OpenIdProvider.start();
    private static final TestServer SERVER = TestServer.with(Team.at(PROVIDER));
    private static final Server.Running OTHER =
            new WebServer()
                    .start(
                            new Server.Settings(
                                    "127.0.0.1", 0, Team.at(PROVIDER), Path.of("target/spool")),
                            SERVER.ledger());
    private static final People PEOPLE = new People(SERVER);
    private static final String ANA = PEOPLE.person("usr_ana", Role.VIEWER, Role.AUTHOR);
    private static final String BO = PEOPLE.person("usr_bo", Role.VIEWER, Role.AUTHOR);
    private static final String DI = PEOPLE.person("usr_di", Role.ADMIN);

    private static final ExecutorService READER = Executors.newVirtualThreadPerTaskExecutor();

    @AfterAll
    static void stop() {
        READER.shutdownNow();
        OTHER.close();
        SERVER.close();
        PROVIDER.close();
    }

    @Test
    void aTokenIsShownOnceAndTheLogHasItsDigest() {
        String[] ana = PEOPLE.session(ANA, Duration.ZERO);

        HttpResponse<String> answer =
                issue(ana, "{\"name\":\"nightly\",\"roles\":[\"author\"],\"days\":30}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        String token = found("\"token\": \"(sft_[A-Za-z0-9_-]{43})\"", answer);
        String prefix = found("\"prefix\": \"(sft_.{8})\"", answer);
        assertThat(token).startsWith(prefix);
        assertThat(everything()).contains(prefix).doesNotContain(token);
        HttpResponse<String> list = send(SERVER.address(), "GET", "/api/v1/tokens", "", ana);
        assertThat(list.body()).contains(prefix, "nightly", "\"state\": \"valid\"");
        assertThat(list.body()).doesNotContain(token, "secret", "sha256");
    }

    @Test
    void theSameRequestAgainShowsNoSecond() {
        String[] ana = PEOPLE.session(ANA, Duration.ZERO);
        String key = UUID.randomUUID().toString();
        String terms = "{\"name\":\"twice\",\"roles\":[\"viewer\"]}";

        HttpResponse<String> first =
                send(SERVER.address(), "POST", "/api/v1/tokens", terms, with(ana, key));
        HttpResponse<String> second =
                send(SERVER.address(), "POST", "/api/v1/tokens", terms, with(ana, key));

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.body())
                .contains(found("\"prefix\": \"(.*?)\"", first), "shown then")
                .doesNotContain("\"token\"");
    }

    /// The owner counts as author of what the token sends, and the log says that it was no person.
    @Test
    void itSendsForItsOwner() {
        String[] token = PEOPLE.token(ANA, Role.AUTHOR);

        HttpResponse<String> answer = submit(token, "by-token");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        Entry entry = SERVER.ledger().events().stream(deployment("by-token")).getFirst();
        assertThat(entry.actor().kind()).isEqualTo(Actor.Kind.CI);
        assertThat(entry.actor().authentication()).isEqualTo("token");
        assertThat(entry.actor().onBehalfOf()).contains(ANA);
        assertThat(entry.actor().id()).startsWith("sft_").hasSize(12);
        assertThat(entry.data().members().get("authors").toString()).contains(ANA);
        assertThat(SERVER.ledger().accounts().lastUsed()).containsKey(entry.actor().id());
    }

    @Test
    void itWritesToItsDeploymentsOnly() {
        String[] token = PEOPLE.token(ANA, Role.AUTHOR, "mine", "mine-too");

        assertThat(submit(token, "mine").statusCode()).isEqualTo(201);
        try (SecurityLog log = SecurityLog.open()) {
            HttpResponse<String> foreign = submit(token, "yours");
            assertThat(foreign.statusCode()).isEqualTo(403);
            assertThat(foreign.body()).contains("other deployments than yours");
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("forbidden POST /api/v1/plans/yours sft_");
        }
        assertThat(SERVER.ledger().events().stream(deployment("yours"))).isEmpty();
        assertThat(send(SERVER.address(), "GET", "/api/v1/plans", "", token).statusCode())
                .isEqualTo(200);
    }

    /// E24: refused everywhere within five seconds.
    @Test
    void whoRevokesItEndsItAtEveryServer() {
        String[] token = PEOPLE.token(ANA, Role.VIEWER);
        assertThat(waitFor(OTHER.address(), 200, token)).isTrue();
        String prefix = token[1].substring("Bearer ".length(), "Bearer ".length() + 12);

        HttpResponse<String> stranger = revoke(PEOPLE.session(BO, Duration.ZERO), prefix);
        assertThat(stranger.statusCode()).as("to others it is not there").isEqualTo(404);
        assertThat(revoke(token, prefix).statusCode()).as("nor to itself").isEqualTo(404);
        assertThat(revoke(PEOPLE.session(ANA, Duration.ZERO), prefix).statusCode()).isEqualTo(204);

        assertThat(send(SERVER.address(), "GET", "/api/v1/plans", "", token).statusCode())
                .isEqualTo(401);
        assertThat(waitFor(OTHER.address(), 401, token)).isTrue();
    }

    /// E24, for what is open: it ends, and cannot be opened again.
    @Test
    void aStreamEndsWithTheTokenThatOpenedIt() throws Exception {
        String[] token = PEOPLE.token(ANA, Role.VIEWER);
        HttpResponse<InputStream> stream =
                CLIENT.send(
                        HttpRequest.newBuilder(
                                        URI.create(SERVER.address() + "/api/v1/events/stream"))
                                .headers(token)
                                .build(),
                        BodyHandlers.ofInputStream());
        assertThat(stream.statusCode()).isEqualTo(200);
        String prefix = token[1].substring("Bearer ".length(), "Bearer ".length() + 12);

        assertThat(revoke(PEOPLE.session(ANA, Duration.ZERO), prefix).statusCode()).isEqualTo(204);

        Future<byte[]> rest = READER.submit(() -> stream.body().readAllBytes());
        assertThat(rest.get(30, TimeUnit.SECONDS)).isNotNull();
        assertThat(send(SERVER.address(), "GET", "/api/v1/events/stream", "", token).statusCode())
                .isEqualTo(401);
    }

    @Test
    void anAdministratorSeesAndRevokesAnyOthersTheirOwn() {
        String[] token = PEOPLE.token(BO, Role.VIEWER);
        String prefix = token[1].substring("Bearer ".length(), "Bearer ".length() + 12);
        String[] di = PEOPLE.session(DI, Duration.ZERO);
        assertThat(waitFor(SERVER.address(), 200, token)).isTrue();

        assertThat(send(SERVER.address(), "GET", "/api/v1/tokens", "", di).body()).contains(prefix);
        assertThat(
                        send(
                                        SERVER.address(),
                                        "GET",
                                        "/api/v1/tokens",
                                        "",
                                        PEOPLE.session(ANA, Duration.ZERO))
                                .body())
                .doesNotContain(prefix);
        assertThat(revoke(di, prefix).statusCode()).isEqualTo(204);
    }

    @Test
    void itHasNoMoreRolesThanItsOwnerAndEndsWithThem() {
        String cy = PEOPLE.person("usr_cy", Role.AUDITOR);
        String[] token = PEOPLE.token(cy, Role.AUDITOR);
        assertThat(waitFor(SERVER.address(), 200, token)).isTrue();

        String[] di = PEOPLE.session(DI, Duration.ZERO);
        HttpResponse<String> taken =
                send(
                        SERVER.address(),
                        "POST",
                        "/roles/revoke",
                        "command=%s&subject=usr_cy&role=auditor&reason=left"
                                .formatted(UUID.randomUUID()),
                        di[0],
                        di[1],
                        "Content-Type",
                        "application/x-www-form-urlencoded");

        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(303);
        assertThat(send(SERVER.address(), "GET", "/api/v1/plans", "", token).statusCode())
                .isEqualTo(403);
    }

    @Test
    void whatATokenMayNotBeIsSaid() {
        String[] ana = PEOPLE.session(ANA, Duration.ZERO);

        assertRefused(ana, 400, "approves and administers nothing", "approver", "90");
        assertRefused(ana, 400, "approves and administers nothing", "admin", "90");
        assertRefused(ana, 403, "does not have the role auditor", "auditor", "90");
        assertRefused(ana, 400, "days is 1 to 90", "viewer", "91");
        assertRefused(ana, 400, "days is 1 to 90", "viewer", "0");
        assertRefused(PEOPLE.token(ANA, Role.VIEWER), 403, "does not act in person", "viewer", "1");
        assertThat(issue(ana, "{\"name\":\"x\",\"roles\":[\"viewer\"],\"secret\":\"mine\"}").body())
                .contains("/secret is not known");
    }

    private static void assertRefused(
            String[] who, int status, String words, String role, String days) {
        HttpResponse<String> answer =
                issue(who, "{\"name\":\"x\",\"roles\":[\"%s\"],\"days\":%s}".formatted(role, days));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(words);
    }

    @Test
    void thePageShowsItOnceToo() {
        String[] ana = PEOPLE.session(ANA, Duration.ZERO);
        String form = "command=%s&name=page&viewer=on&days=7".formatted(UUID.randomUUID());
        String[] headers = {ana[0], ana[1], "Content-Type", "application/x-www-form-urlencoded"};

        HttpResponse<String> shown = send(SERVER.address(), "POST", "/tokens", form, headers);
        HttpResponse<String> again = send(SERVER.address(), "POST", "/tokens", form, headers);

        assertThat(shown.statusCode()).as(shown.body()).isEqualTo(200);
        String token = found("<pre>(sft_[A-Za-z0-9_-]{43})</pre>", shown);
        assertThat(waitFor(SERVER.address(), 200, People.bearer(token))).isTrue();
        assertThat(again.body()).contains("was shown before").doesNotContain(token);
        assertThat(
                        send(
                                        SERVER.address(),
                                        "POST",
                                        "/tokens/" + token.substring(0, 12) + "/revoke",
                                        "command=" + UUID.randomUUID(),
                                        headers)
                                .statusCode())
                .isEqualTo(303);
        assertThat(
                        send(SERVER.address(), "GET", "/api/v1/plans", "", People.bearer(token))
                                .statusCode())
                .isEqualTo(401);
    }

    private static boolean waitFor(String address, int status, String[] who) {
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (System.nanoTime() < end) {
            if (send(address, "GET", "/api/v1/plans", "", who).statusCode() == status) {
                return true;
            }
        }
        return false;
    }

    private static HttpResponse<String> issue(String[] who, String terms) {
        return send(
                SERVER.address(),
                "POST",
                "/api/v1/tokens",
                terms,
                with(who, UUID.randomUUID().toString()));
    }

    private static HttpResponse<String> revoke(String[] who, String prefix) {
        return send(
                SERVER.address(),
                "DELETE",
                "/api/v1/tokens/" + prefix,
                "",
                with(who, UUID.randomUUID().toString()));
    }

    private static HttpResponse<String> submit(String[] who, String deployment) {
        try {
            return send(
                    SERVER.address(),
                    "POST",
                    "/api/v1/plans/" + deployment,
                    Files.readString(Path.of("..", "examples", "founding", "ep16-dp4.yaml")),
                    who[0],
                    who[1],
                    "Idempotency-Key",
                    UUID.randomUUID().toString(),
                    "Content-Type",
                    "application/yaml");
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static String[] with(String[] who, String key) {
        return new String[] {
            who[0], who[1], "Idempotency-Key", key, "Content-Type", "application/json"
        };
    }

    private static HttpResponse<String> send(
            String address, String method, String path, String body, String... headers) {
        try {
            return CLIENT.send(
                    HttpRequest.newBuilder(URI.create(address + path))
                            .timeout(Duration.ofSeconds(60))
                            .headers(headers)
                            .method(
                                    method,
                                    body.isEmpty()
                                            ? BodyPublishers.noBody()
                                            : BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static StreamId deployment(String name) {
        return StreamId.deployment(name);
    }

    private static String everything() {
        StringBuilder all = new StringBuilder();
        List<byte[]> entries = SERVER.ledger().events().bytesAfter(0, 10_000);
        entries.forEach(entry -> all.append(new String(entry, StandardCharsets.UTF_8)));
        return all.toString();
    }

    private static String found(String pattern, HttpResponse<String> answer) {
        Matcher matcher = Pattern.compile(pattern).matcher(answer.body());
        assertThat(matcher.find()).as(answer.body()).isTrue();
        return matcher.group(1);
    }
}
