package io.shardfit.adapters.web.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shardfit.adapters.web.TestServer;
import io.shardfit.adapters.web.openapi.Contract.Call;
import io.shardfit.adapters.web.openapi.RawRequest.Raw;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Spoiled requests to every operation of the contract, the same ones each time. More of them:
/// `-Dfuzz.requests=10000`.
class FuzzTest {
    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 2_000);
    private static final long SEED = Long.getLong("fuzz.seed", 20_261_123L);
    private static final long MOST_GROWTH = 64L << 20;
    private static final List<String> FLEET =
            List.of("verdict", "environment", "headroom", "archived", "after");
    private static final List<String> AUDIT =
            List.of("from", "to", "actor", "type", "deployment", "stream", "before");
    private static final Map<String, List<String>> PAGES =
            Map.of(
                    "/",
                    FLEET,
                    "/fleet.csv",
                    FLEET,
                    "/audit",
                    AUDIT,
                    "/audit.csv",
                    AUDIT,
                    "/readiness",
                    List.of("days", "deployment"),
                    "/compare",
                    List.of("a", "b"),
                    "/plans/moe-30b-ep16-dp4",
                    List.of("version", "anything"),
                    "/explore/moe-30b-ep16-dp4",
                    List.of("ep", "dp", "cp", "mb", "tp", "pp"));
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final TestServer SERVER = unhurried();

    /// Without the limit on changes, which would keep most of them from what they are meant to
    /// spoil.
    private static TestServer unhurried() {
        System.setProperty("shardfit.writes-per-second", "0");
        try {
            return TestServer.local();
        } finally {
            System.clearProperty("shardfit.writes-per-second");
        }
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void whateverIsSentIsAnsweredAsDocumented() throws Exception {
        URI address = URI.create(SERVER.address());
        Contract contract =
                Contract.of(
                        new RawRequest("GET", "/openapi.json", new byte[0]).send(address).body());
        Examples examples = new Examples(SERVER.address(), contract);
        List<Call> calls = contract.calls();
        Random random = new Random(SEED);
        Mutation mutation = new Mutation(random);
        List<String> wrong = new ArrayList<>();
        Map<Integer, Integer> statuses = new TreeMap<>();
        long before = 0;
        for (int i = 0; i < REQUESTS; i++) {
            if (i == REQUESTS / 4) {
                before = used();
            }
            Call call = calls.get(random.nextInt(calls.size()));
            RawRequest request = raw(examples, call);
            boolean same = mutation.spoil(request) && request.method.equals(call.method());
            Raw answer = request.send(address);
            statuses.merge(answer.status(), 1, Integer::sum);
            String fault = fault(call, answer, same);
            if (!fault.isEmpty()) {
                wrong.add("%s%n%s%n%s%n%s".formatted(fault, request, answer.head(), cut(answer)));
            }
        }
        assertThat(statuses).as("reaches the operations").containsKeys(200, 201, 400, 422);
        assertThat(wrong.size() + " of " + REQUESTS + ":\n" + String.join("\n\n", wrong))
                .isEqualTo("0 of " + REQUESTS + ":\n");
        assertThat(used() - before).as("growth of the heap").isLessThan(MOST_GROWTH);
    }

    /// Chance seldom puts the one word that hurts into the one parameter that it hurts.
    @Test
    void everyParameterTakesOrRefusesEveryWord() throws Exception {
        URI address = URI.create(SERVER.address());
        List<String> wrong = new ArrayList<>();
        for (String target : asked()) {
            for (String word : Mutation.WORDS) {
                String value = URLEncoder.encode(word, StandardCharsets.UTF_8);
                RawRequest request = new RawRequest("GET", target + value, new byte[0]);
                request.headers.add("Authorization: Bearer local-auditor");
                Raw answer = request.send(address);
                if (answer.status() >= 500 || answer.body().contains("Exception")) {
                    wrong.add(answer.status() + " " + request.target);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /// {@return addresses that end in a parameter without its value, those of pages too}
    private static List<String> asked() throws Exception {
        List<String> targets = new ArrayList<>();
        PAGES.forEach((page, names) -> names.forEach(name -> targets.add(page + "?" + name + "=")));
        URI address = URI.create(SERVER.address());
        Contract contract =
                Contract.of(
                        new RawRequest("GET", "/openapi.json", new byte[0]).send(address).body());
        for (Call call : contract.calls()) {
            String path = call.path().replaceAll("\\{deployment}", "moe-30b-ep16-dp4");
            if (call.method().equals("GET") && !path.contains("{")) {
                for (JsonNode parameter : call.node().path("parameters")) {
                    if (parameter.path("in").asText().equals("query")) {
                        targets.add(path + "?" + parameter.path("name").asText() + "=");
                    }
                }
            }
        }
        assertThat(targets).hasSizeGreaterThan(40);
        return targets;
    }

    /// {@return what is wrong with an answer; empty if nothing is}
    private static String fault(Call call, Raw answer, boolean same) throws Exception {
        if (answer.status() >= 500 && answer.status() != 503) {
            return "it broke";
        }
        if (answer.body().contains("\tat ") || answer.body().contains("Exception")) {
            return "it tells of its inside";
        }
        if (answer.header("content-type").startsWith("application/problem+json")
                && answer.header("transfer-encoding").isEmpty()
                && !answer.body().isEmpty()
                && MAPPER.readTree(answer.body()).path("code").asText().isEmpty()) {
            return "a problem without a code";
        }
        return same && answer.status() >= 200 && !isDocumented(call, answer.status())
                ? call.id() + " does not document " + answer.status()
                : "";
    }

    /// A request that is no HTTP, that comes from elsewhere, or is not accepted at all, is refused
    /// before it meets an operation.
    private static boolean isDocumented(Call call, int status) {
        return call.answers(status) || List.of(400, 403, 406, 413, 415, 417, 421).contains(status);
    }

    private static RawRequest raw(Examples examples, Call call) throws Exception {
        HttpRequest example = examples.request(call, UnaryOperator.identity()).build();
        String target = example.uri().getRawPath();
        if (example.uri().getRawQuery() != null) {
            target += '?' + example.uri().getRawQuery();
        }
        RawRequest request = new RawRequest(call.method(), target, examples.body(call));
        example.headers()
                .map()
                .forEach((name, values) -> request.headers.add(name + ": " + values.getFirst()));
        return request;
    }

    private static String cut(Raw answer) {
        return answer.body().length() < 600 ? answer.body() : answer.body().substring(0, 600);
    }

    private static long used() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
