package io.shardfit.adapters.web;

import io.shardfit.application.event.Role;
import java.io.IOException;
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
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a browser does with pages and forms, without scripts: it gets, posts the fields that a form
/// has, and goes where a 303 points.
public final class Browser {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final String address;
    private final String identity;
    private final String referrer;

    private Browser(String address, String identity, String referrer) {
        this.address = address;
        this.identity = identity;
        this.referrer = referrer;
    }

    /// {@return a browser in which the local person of a role looks at the server}
    public static Browser of(TestServer server, Role role) {
        return new Browser(server.address(), "local-" + role.name().toLowerCase(Locale.ROOT), "");
    }

    /// {@return the same browser, looking at a page}
    public Browser from(String page) {
        return new Browser(address, identity, page);
    }

    public HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    /// @param fields name, value, name, value …
    public HttpResponse<String> post(String path, String... fields) {
        return send(
                request(path)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(encoded(fields))));
    }

    /// {@return the answer to a form with a file, as a browser sends it}
    public HttpResponse<String> upload(String path, String... fields) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            body.append("--edge\r\nContent-Disposition: form-data; name=\"")
                    .append(fields[i])
                    .append("\"\r\n\r\n")
                    .append(fields[i + 1])
                    .append("\r\n");
        }
        return send(
                request(path)
                        .header("Content-Type", "multipart/form-data; boundary=edge")
                        .POST(BodyPublishers.ofString(body + "--edge--\r\n")));
    }

    /// Fills in the form of a page that posts to a path, and sends it.
    ///
    /// @param page as it was answered
    /// @param fields what a person types, beside what the form has already
    public HttpResponse<String> submit(HttpResponse<String> page, String path, String... fields) {
        Matcher form =
                Pattern.compile(
                                "<form[^>]*action=\""
                                        + Pattern.quote(path)
                                        + "\"[^>]*>(.*?)</form>",
                                Pattern.DOTALL)
                        .matcher(page.body());
        if (!form.find()) {
            throw new AssertionError("no form for " + path + " in\n" + page.body());
        }
        List<String> all = new ArrayList<>(List.of(fields));
        Matcher hidden =
                Pattern.compile("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"")
                        .matcher(form.group(1));
        while (hidden.find()) {
            all.add(hidden.group(1));
            all.add(hidden.group(2));
        }
        return post(path, all.toArray(String[]::new));
    }

    /// {@return the page to which an answer points}
    public HttpResponse<String> follow(HttpResponse<String> answer) {
        if (answer.statusCode() != 303) {
            throw new AssertionError(answer.statusCode() + "\n" + answer.body());
        }
        return get(answer.headers().firstValue("location").orElseThrow());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address).resolve(path))
                        .header("Accept", "text/html,*/*;q=0.8")
                        .header("Cookie", "shardfit_identity=" + identity)
                        .header("Sec-Fetch-Site", "same-origin")
                        .timeout(Duration.ofSeconds(60));
        return referrer.isEmpty() ? request : request.header("Referer", referrer);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static String encoded(String... fields) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < fields.length; i += 2) {
            pairs.add(
                    URLEncoder.encode(fields[i], StandardCharsets.UTF_8)
                            + '='
                            + URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        return String.join("&", pairs);
    }
}
