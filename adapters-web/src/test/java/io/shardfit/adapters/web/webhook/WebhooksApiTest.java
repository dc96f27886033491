package io.shardfit.adapters.web.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.web.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Webhooks as an administrator manages them.
class WebhooksApiTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final TestServer SERVER = TestServer.local();
    private static final String BODY =
            "{\"url\":\"https://hooks.example.org/shardfit\",\"events\":[\"PlanApproved\"]}";

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static HttpResponse<String> send(
            String method, String path, String who, String key, String body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(SERVER.address() + "/api/v1/webhooks" + path))
                        .timeout(Duration.ofSeconds(30))
                        .header("Authorization", "Bearer local-" + who)
                        .method(method, BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        if (!key.isEmpty()) {
            request.header("Idempotency-Key", key);
        }
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    @Test
    void aSecretIsShownOnce() {
        String key = key();
        HttpResponse<String> made = send("POST", "", "admin", key, BODY);
        HttpResponse<String> again = send("POST", "", "admin", key, BODY);

        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(made.body()).contains("\"secret\": \"whsec_");
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.headers().firstValue("idempotency-replayed")).hasValue("true");
        assertThat(again.body()).doesNotContain("whsec_");
        assertThat(send("GET", "", "admin", "", "").body())
                .contains("hooks.example.org", "PlanApproved")
                .doesNotContain("whsec_");
        assertThat(
                        send(
                                        "POST",
                                        "",
                                        "admin",
                                        key,
                                        BODY.replace("PlanApproved", "PlanSubmitted"))
                                .statusCode())
                .as("the same key for something else")
                .isEqualTo(422);
    }

    @Test
    void itIsForAdministrators() {
        for (String who : new String[] {"viewer", "author", "approver", "auditor"}) {
            assertThat(send("GET", "", who, "", "").statusCode()).as(who).isEqualTo(403);
            assertThat(send("POST", "", who, key(), BODY).statusCode()).as(who).isEqualTo(403);
        }
    }

    @Test
    void anAddressThatIsNotPublicIsRefusedAtOnce() {
        for (String url :
                new String[] {
                    "http://hooks.example.org/", "https://localhost/", "https://2130706433/", "x"
                }) {
            HttpResponse<String> answer =
                    send("POST", "", "admin", key(), "{\"url\":\"%s\"}".formatted(url));
            assertThat(answer.statusCode()).as(url).isEqualTo(400);
            assertThat(answer.body()).contains("/url ");
        }
        assertThat(send("POST", "", "admin", "", BODY).statusCode()).isEqualTo(400);
        assertThat(
                        send("POST", "", "admin", key(), "{\"url\":\"https://a.org\",\"x\":1}")
                                .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/",
                "https://[::1]/",
                "https://169.254.169.254/latest",
                "https://10.0.0.1/",
                "https://[::ffff:127.0.0.1]/",
                "https://999.1.1.1/",
                "https://hooks.example.org:0/",
                "https://hooks.example.org:99999/"
            })
    void anAddressThatCanNeverBeReachedIsRefusedAtOnce(String url) {
        HttpResponse<String> answer =
                send("POST", "", "admin", key(), "{\"url\":\"%s\"}".formatted(url));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("/url ").doesNotContain("Exception");
    }

    @Test
    void anEventThatDoesNotExistIsRefusedByName() {
        HttpResponse<String> answer =
                send("POST", "", "admin", key(), BODY.replace("PlanApproved", "Nope"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("/events ", "Nope", "PlanApproved");
    }

    @Test
    void aTrialIsRecordedAndARemovedWebhookIsGone() {
        String id = key();
        send("POST", "", "admin", id, BODY);
        String trial = key();

        assertThat(send("POST", "/" + id + "/test", "admin", trial, "").statusCode())
                .isEqualTo(202);
        assertThat(send("POST", "/" + id + "/test", "admin", trial, "").statusCode())
                .isEqualTo(202);
        assertThat(send("GET", "/" + id + "/deliveries", "admin", "", "").body())
                .containsOnlyOnce("msg_" + trial);
        assertThat(send("DELETE", "/" + id, "admin", "", "").statusCode()).isEqualTo(204);
        assertThat(send("DELETE", "/" + id, "admin", "", "").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/" + id + "/deliveries", "admin", "", "").statusCode())
                .isEqualTo(404);
        assertThat(send("GET", "/nonsense/deliveries", "admin", "", "").statusCode())
                .isEqualTo(404);
    }
}
