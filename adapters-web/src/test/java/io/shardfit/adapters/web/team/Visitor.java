package io.shardfit.adapters.web.team;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A browser with cookies of its own, at a server where people sign in.
final class Visitor {
    private final CookieManager cookies = new CookieManager();
    private final HttpClient client = HttpClient.newBuilder().cookieHandler(cookies).build();
    private final String address;

    Visitor(String address) {
        this.address = address;
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    /// @param fields name, value, name, value …
    HttpResponse<String> post(String path, String... fields) {
        return postFrom("same-origin", path, fields);
    }

    /// @param site as `Sec-Fetch-Site` says where the form was
    HttpResponse<String> postFrom(String site, String path, String... fields) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < fields.length; i += 2) {
            pairs.add(encoded(fields[i]) + '=' + encoded(fields[i + 1]));
        }
        return send(
                request(path, "Sec-Fetch-Site", site)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(String.join("&", pairs))));
    }

    /// {@return the answer to what the provider sends back after it was asked}
    ///
    /// @param login `/login`, with what it is asked for
    HttpResponse<String> signIn(String login) {
        return get(back(login));
    }

    /// {@return the path below this server to which the provider sends the visitor back}
    String back(String login) {
        URI question = location(get(login));
        URI answer = location(send(HttpRequest.newBuilder(question).GET()));
        return answer.getRawPath() + '?' + answer.getRawQuery();
    }

    static URI location(HttpResponse<String> answer) {
        return URI.create(
                answer.headers()
                        .firstValue("location")
                        .orElseThrow(() ->
                                new AssertionError(answer.statusCode() + "\n" + answer.body())));
    }

    List<HttpCookie> cookies() {
        return cookies.getCookieStore().getCookies();
    }

    void forgetCookies() {
        cookies.getCookieStore().removeAll();
    }

    String session() {
        return cookies().stream()
                .filter(cookie -> cookie.getName().equals("shardfit_session"))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse("");
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofSeconds(60));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
