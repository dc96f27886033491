package io.shardfit.adapters.web.team;

import io.micronaut.http.HttpMethod;
import io.micronaut.http.MediaType;
import io.micronaut.web.router.UriRouteInfo;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.adapters.web.access.Public;
import io.shardfit.adapters.web.access.StepUp;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A route of the running server, and how to call it with something that does no harm.
record Operation(UriRouteInfo<?, ?> route) {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final int ENOUGH = 4_096;

    /// A part of the path that is one of several words; the first will do.
    private static final Pattern CHOICE = Pattern.compile("\\{(\\w+):\\(?(\\w+)\\|");

    /// @param text the beginning of the body, if it is a refusal
    record Answer(int status, String text) {}

    HttpMethod method() {
        return route.getHttpMethod();
    }

    String template() {
        return route.getUriMatchTemplate().toString();
    }

    /// {@return its method and template}
    String name() {
        return method() + " " + template();
    }

    boolean isPublic() {
        return route.getAnnotationMetadata().hasAnnotation(Public.class);
    }

    boolean isDecided() {
        return isPublic() || route.getAnnotationMetadata().hasAnnotation(Permitted.class);
    }

    boolean isDecision() {
        return StepUp.isDecision(method(), route.getAnnotationMetadata());
    }

    boolean changes() {
        return method() != HttpMethod.GET && method() != HttpMethod.HEAD;
    }

    boolean isOfADeployment() {
        return route.getUriMatchTemplate().getVariableNames().contains("deployment");
    }

    Answer call(String address, String deployment, String... headers) {
        MediaType type =
                route.getConsumes().stream()
                        .filter(one -> !one.equals(MediaType.ALL_TYPE))
                        .findFirst()
                        .orElse(MediaType.APPLICATION_JSON_TYPE);
        String name = type.toString();
        return callWith(
                address,
                deployment,
                name.equals(MediaType.MULTIPART_FORM_DATA) ? name + "; boundary=edge" : name,
                body(type),
                headers);
    }

    Answer callWith(
            String address, String deployment, String type, String body, String... headers) {
        Map<String, Object> variables = new HashMap<>();
        route.getUriMatchTemplate().getVariableNames().forEach(name -> variables.put(name, "7"));
        Matcher choices = CHOICE.matcher(template());
        while (choices.find()) {
            variables.put(choices.group(1), choices.group(2));
        }
        variables.put("deployment", deployment);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                                URI.create(address + route.getUriMatchTemplate().expand(variables)))
                        .timeout(Duration.ofSeconds(60));
        if (headers.length > 0) {
            request.headers(headers);
        }
        if (!changes()) {
            request.GET();
        } else if (type.isEmpty()) {
            request.method(method().name(), BodyPublishers.ofString(body));
        } else {
            request.header("Content-Type", type)
                    .method(method().name(), BodyPublishers.ofString(body));
        }
        return send(request.build());
    }

    /// A stream of events is not read to its end.
    private static Answer send(HttpRequest request) {
        try {
            HttpResponse<InputStream> answer = CLIENT.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                return new Answer(
                        answer.statusCode(),
                        answer.statusCode() < 400
                                ? ""
                                : new String(body.readNBytes(ENOUGH), StandardCharsets.UTF_8));
            }
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(request.toString(), failed);
        }
    }

    private static String body(MediaType type) {
        return switch (type.toString()) {
            case "application/json" -> "{}";
            case "application/x-www-form-urlencoded" -> "nothing=known";
            case "multipart/form-data" -> "--edge--\r\n";
            default -> "nothing: known";
        };
    }
}
