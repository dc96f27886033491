package io.shardfit.adapters.web.openapi;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;

/// Ways to spoil a request.
final class Mutation {
    static final List<String> WORDS =
            List.of(
                    "",
                    " ",
                    ".",
                    "..",
                    "../..",
                    "%",
                    "%00",
                    "%2e%2e%2f",
                    "\u0000",
                    "\u202e",
                    "ä€😀",
                    "null",
                    "true",
                    "-1",
                    "0",
                    "1e400",
                    "NaN",
                    "9223372036854775807",
                    "99999999999999999999",
                    "2026-13-40T25:61:61Z",
                    "+999999999-12-31T23:59:59Z",
                    "-1000000000-01-01T00:00:00Z",
                    "sha256:" + "0".repeat(64),
                    "sha256:x",
                    "' OR '1'='1",
                    "\"><script>",
                    "{{7*7}}",
                    "${jndi:ldap://x}",
                    "moe-30b-ep16-dp4",
                    "production",
                    "x".repeat(300),
                    "x".repeat(5_000),
                    "\ud800",
                    "a\r\nX: y",
                    "ROLE_ADMIN",
                    "PAR003",
                    "[]",
                    "{}",
                    "latest",
                    "*");
    private static final List<String> METHODS =
            List.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "BREW");
    private static final List<String> TYPES =
            List.of(
                    "application/json",
                    "application/yaml",
                    "text/plain",
                    "text/html",
                    "x",
                    "",
                    "multipart/form-data",
                    "multipart/form-data; boundary=x",
                    "application/x-www-form-urlencoded",
                    "application/json; charset=utf-7");
    private static final List<String> PEOPLE =
            List.of("viewer", "author", "approver", "auditor", "admin", "nobody", "");

    private final RandomGenerator random;

    Mutation(RandomGenerator random) {
        this.random = random;
    }

    /// {@return whether the request is still one to the operation, whatever it says}
    boolean spoil(RawRequest request) {
        boolean same = true;
        for (int times = random.nextInt(3); times >= 0; times--) {
            same &= once(request);
        }
        request.target = request.target.replaceAll("[\\s\\x00]", "");
        return same;
    }

    private boolean once(RawRequest request) {
        switch (random.nextInt(12)) {
            case 0 -> request.method = one(METHODS);
            case 1 -> {
                request.target = segment(request.target);
                return false;
            }
            case 2, 3 -> request.target = query(request.target);
            case 4 -> header(request, "Content-Type", one(TYPES));
            case 5 -> header(request, "Authorization", "Bearer local-" + one(PEOPLE));
            case 6 -> header(request, "Idempotency-Key", oneLine());
            case 7 -> header(request, "If-Match", '"' + oneLine() + '"');
            case 8 ->
                    header(
                            request,
                            one(
                                    List.of(
                                            "Accept",
                                            "Last-Event-ID",
                                            "Cookie",
                                            "Origin",
                                            "Range",
                                            "Accept-Encoding",
                                            "X-Request-Id",
                                            "Transfer-Encoding",
                                            "Content-Encoding",
                                            "Expect",
                                            "X-Forwarded-For",
                                            "If-None-Match",
                                            "Sec-Fetch-Site",
                                            "Host")),
                            oneLine());
            default -> request.body = spoiled(request.body);
        }
        return !request.method.equals("x");
    }

    private String segment(String target) {
        String[] halves = target.split("\\?", 2);
        String[] segments = halves[0].split("/", -1);
        segments[1 + random.nextInt(segments.length - 1)] = encoded(one(WORDS));
        return String.join("/", segments) + (halves.length > 1 ? '?' + halves[1] : "");
    }

    private String query(String target) {
        String name =
                one(
                        List.of(
                                "after",
                                "limit",
                                "asOf",
                                "environment",
                                "verdict",
                                "name",
                                "gpus",
                                "maxGpus",
                                "top",
                                "objective",
                                "margin",
                                "wanted",
                                "judgedBy",
                                "before",
                                "archived",
                                "from",
                                "to",
                                "digest",
                                "at",
                                "minimum",
                                "x"));
        String pair = name + '=' + encoded(one(WORDS));
        String[] halves = target.split("\\?", 2);
        if (halves.length == 1 || random.nextInt(4) == 0) {
            return halves[0] + '?' + pair;
        }
        return halves[0] + '?' + pair + '&' + halves[1];
    }

    private String encoded(String word) {
        return random.nextInt(6) == 0 ? word : URLEncoder.encode(word, StandardCharsets.UTF_8);
    }

    private static void header(RawRequest request, String name, String value) {
        request.headers.removeIf(line -> line.startsWith(name + ":"));
        request.headers.add(name + ": " + value);
    }

    private String oneLine() {
        return one(WORDS).replaceAll("[\\r\\n\\x00]", "");
    }

    private byte[] spoiled(byte[] body) {
        byte[] copy = body.length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : body.clone();
        switch (random.nextInt(7)) {
            case 0 -> copy = Arrays.copyOf(copy, random.nextInt(copy.length));
            case 1 -> {
                for (int i = random.nextInt(8); i >= 0; i--) {
                    copy[random.nextInt(copy.length)] = (byte) random.nextInt();
                }
            }
            case 2 -> random.nextBytes(copy);
            case 3 -> copy = replaced(copy, "\"[^\"]*\"(?!\\s*:)", '"' + one(WORDS) + '"');
            case 4 -> copy = replaced(copy, "\\b[0-9]+\\b", one(WORDS));
            case 5 -> copy = replaced(copy, "\\{", "{\"" + one(WORDS) + "\": 1, ");
            default -> {
                String text = new String(copy, StandardCharsets.UTF_8);
                copy = (text + text).getBytes(StandardCharsets.UTF_8);
            }
        }
        return copy;
    }

    private static byte[] replaced(byte[] body, String pattern, String by) {
        return new String(body, StandardCharsets.UTF_8)
                .replaceFirst(pattern, Matcher.quoteReplacement(by))
                .getBytes(StandardCharsets.UTF_8);
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
