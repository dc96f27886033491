package io.shardfit.adapters.cli.remote;

import io.shardfit.application.document.Json;
import io.shardfit.application.format.JsonText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// One request to the API, before anything is sent.
///
/// @param target path and query, encoded
/// @param headers that belong to this request alone, by name
public record Call(String method, String target, Map<String, String> headers, byte[] body) {
    public static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    static final String IF_MATCH = "If-Match";

    private static final String API = "/api/v1";
    private static final String CONTENT_TYPE = "Content-Type";

    public Call {
        headers = Map.copyOf(headers);
        body = body.clone();
    }

    /// @param segments of the path below the API's root, as they are
    public static Call get(String... segments) {
        return new Call("GET", path(segments), Map.of(), new byte[0]);
    }

    public static Call delete(String... segments) {
        return new Call("DELETE", path(segments), Map.of(), new byte[0]);
    }

    public static Call post(Json body, String... segments) {
        return new Call(
                "POST",
                path(segments),
                Map.of(CONTENT_TYPE, "application/json"),
                JsonText.canonical(body).getBytes(StandardCharsets.UTF_8));
    }

    /// A plan is sent as it is: what is judged are its bytes.
    public static Call postPlan(byte[] plan, String... segments) {
        return new Call("POST", path(segments), Map.of(CONTENT_TYPE, "application/yaml"), plan);
    }

    private static String path(String... segments) {
        return API
                + Arrays.stream(segments)
                        .map(Call::encoded)
                        .map(segment -> "/" + segment)
                        .collect(Collectors.joining());
    }

    /// Dots are encoded where they would name a folder.
    private static String encoded(String text) {
        String safe = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
        return safe.equals(".") || safe.equals("..") ? safe.replace(".", "%2E") : safe;
    }

    public Call with(String key, String value) {
        String parameter = (target.contains("?") ? "&" : "?") + encoded(key) + "=" + encoded(value);
        return new Call(method, target + parameter, headers, body);
    }

    public Call withIf(String key, Optional<String> value) {
        return value.map(text -> with(key, text)).orElse(this);
    }

    /// @param plan the digest of the plan that was looked at
    public Call ifMatch(String plan) {
        return having(IF_MATCH, '"' + plan + '"');
    }

    /// {@return the same with one more header}
    public Call having(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Call(method, target, more, body);
    }
}
