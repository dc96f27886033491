package io.shardfit.adapters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A client that gives its deployment one plan after another. What a server does not answer it
/// sends to the other, under the same key; and what was answered it sends once more, later.
final class SubmitsPlans {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String PLAN = plan();

    private final TwoServers servers;
    private final String deployment;
    private final AtomicInteger answered;
    private final List<JsonDocument> accepted = new ArrayList<>();
    private int unanswered;

    /// @param answered counts what all clients were answered
    SubmitsPlans(TwoServers servers, String deployment, AtomicInteger answered) {
        this.servers = servers;
        this.deployment = deployment;
        this.answered = answered;
    }

    String deployment() {
        return deployment;
    }

    /// {@return the answers, in the order of the plans}
    List<JsonDocument> accepted() {
        return accepted;
    }

    /// {@return how many requests got no answer}
    int unanswered() {
        return unanswered;
    }

    /// @param mayDie the server that may leave requests without an answer; the other may not
    void submit(int plans, int mayDie) throws InterruptedException {
        for (int i = 0; i < plans; i++) {
            int number = accepted.size();
            HttpResponse<String> answer = send(number, number % 2, mayDie);
            accepted.add(JsonDocument.of(answer.body()));
            answered.incrementAndGet();
            if (number > 0) {
                sendAgain(number - 1, mayDie);
            }
        }
    }

    /// By now the deployment has another plan: without its key it would be a new version.
    private void sendAgain(int number, int mayDie) throws InterruptedException {
        HttpResponse<String> again = send(number, 1 - number % 2, mayDie);
        assertThat(again.headers().firstValue("Idempotency-Replayed"))
                .as("plan %d of %s sent again", number, deployment)
                .hasValue("true");
        assertThat(JsonDocument.of(again.body()).at("position"))
                .isEqualTo(accepted.get(number).at("position"));
    }

    private HttpResponse<String> send(int number, int first, int mayDie)
            throws InterruptedException {
        for (int server = first; ; server = 1 - server) {
            try {
                HttpResponse<String> answer =
                        CLIENT.send(request(number, server), BodyHandlers.ofString());
                assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
                return answer;
            } catch (IOException cut) {
                assertThat(server).as("server without an answer (%s)", cut).isEqualTo(mayDie);
                unanswered++;
            }
        }
    }

    private HttpRequest request(int number, int server) {
        String name = deployment + "-" + number;
        return HttpRequest.newBuilder(
                        URI.create(servers.address(server) + "/api/v1/plans/" + deployment))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer local-author")
                .header("Content-Type", "application/yaml")
                .header("Idempotency-Key", name)
                .POST(BodyPublishers.ofString(PLAN.replace("name: moe-", "name: " + name + "-")))
                .build();
    }

    private static String plan() {
        try {
            return Files.readString(Program.FOUNDING.resolve("ep16-dp1-computed.yaml"));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
