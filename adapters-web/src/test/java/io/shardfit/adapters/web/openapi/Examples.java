package io.shardfit.adapters.web.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sends the examples of a contract to a server, each once, and before it those that it builds on.
final class Examples {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern EXPRESSION =
            Pattern.compile("\\$(\\w+)\\.(?:header\\.([\\w-]+)|body#([\\w/~.-]*))");

    private final String address;
    private final Contract contract;
    private final Map<String, Described> described = Routes.described();
    private final Map<String, Reply> replies = new HashMap<>();

    Examples(String address, Contract contract) {
        this.address = address;
        this.contract = contract;
    }

    /// What came back; of an endless stream, how it begins.
    record Reply(int status, Map<String, List<String>> headers, byte[] body) {
        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of("")).getFirst();
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        JsonNode json() throws IOException {
            return MAPPER.readTree(body);
        }
    }

    /// {@return the answer to an operation's example}
    Reply reply(String id) throws Exception {
        if (!replies.containsKey(id)) {
            for (String before : described.get(id).after()) {
                reply(before);
            }
            replies.put(id, send(request(contract.call(id), UnaryOperator.identity()).build()));
        }
        return replies.get(id);
    }

    /// {@return the example's request, its address changed}
    HttpRequest.Builder request(Contract.Call call, UnaryOperator<String> change) throws Exception {
        Described example = described.get(call.id());
        String path = call.path();
        StringBuilder query = new StringBuilder();
        HttpRequest.Builder request = HttpRequest.newBuilder().timeout(Duration.ofSeconds(60));
        for (String pair : example.with()) {
            String name = pair.substring(0, pair.indexOf('='));
            String value = filled(pair.substring(name.length() + 1));
            String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
            if (path.contains("{" + name + "}")) {
                path = path.replace("{" + name + "}", encoded);
            } else if (isHeader(call, name)) {
                request.header(name, value);
            } else {
                query.append(query.isEmpty() ? '?' : '&').append(name).append('=').append(encoded);
            }
        }
        for (Needs need : example.needs()) {
            if (List.of(example.with()).stream()
                    .noneMatch(pair -> pair.startsWith(need.header() + "="))) {
                request.header(need.header(), "example-" + call.id());
            }
        }
        if (!call.roles().isEmpty()) {
            request.header(
                    "Authorization",
                    "Bearer local-" + call.roles().getFirst().toLowerCase(Locale.ROOT));
        }
        return body(call, request.uri(URI.create(address + change.apply(path + query))));
    }

    private static boolean isHeader(Contract.Call call, String name) {
        for (JsonNode parameter : call.node().path("parameters")) {
            if (parameter.path("name").asText().equals(name)) {
                return parameter.path("in").asText().equals("header");
            }
        }
        return false;
    }

    private HttpRequest.Builder body(Contract.Call call, HttpRequest.Builder request)
            throws Exception {
        if (call.body().isEmpty()) {
            return request.method(call.method(), BodyPublishers.noBody());
        }
        return request.header("Content-Type", call.body().fieldNames().next())
                .method(call.method(), BodyPublishers.ofByteArray(body(call)));
    }

    /// {@return the body of an operation's example}
    byte[] body(Contract.Call call) throws Exception {
        return call.body().isEmpty()
                ? new byte[0]
                : filledBody(described.get(call.id()).body()).getBytes(StandardCharsets.UTF_8);
    }

    private String filledBody(String given) throws Exception {
        return given.startsWith("@") ? ExampleBody.text(given) : filled(given);
    }

    private String filled(String text) throws Exception {
        Matcher matcher = EXPRESSION.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(filled, Matcher.quoteReplacement(value(matcher)));
        }
        return matcher.appendTail(filled).toString();
    }

    private String value(MatchResult found) throws Exception {
        Reply reply = reply(found.group(1));
        return found.group(2) == null
                ? reply.json().at(found.group(3)).asText()
                : reply.header(found.group(2));
    }

    static Reply send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = CLIENT.send(request, BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            boolean endless =
                    answer.headers()
                            .firstValue("content-type")
                            .orElse("")
                            .startsWith("text/event-stream");
            return new Reply(
                    answer.statusCode(),
                    answer.headers().map(),
                    endless ? firstEvent(body) : body.readAllBytes());
        }
    }

    /// The ledger's events have ids and no end; a search's have an end.
    private static byte[] firstEvent(InputStream stream) throws IOException {
        StringBuilder event = new StringBuilder();
        for (int next = stream.read(); next >= 0; next = stream.read()) {
            event.append((char) next);
            if (event.toString().endsWith("\n\n") && event.indexOf("id:") >= 0) {
                break;
            }
        }
        return event.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
