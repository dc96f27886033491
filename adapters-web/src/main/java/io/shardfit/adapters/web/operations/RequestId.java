package io.shardfit.adapters.web.operations;

import io.micronaut.http.HttpRequest;
import java.util.UUID;
import java.util.regex.Pattern;

/// The name of a request in every log that it leaves a line in: the client's own, if it looks like
/// one, so that a line here can be found from there.
public final class RequestId {
    public static final String HEADER = "X-Request-Id";

    private static final String ATTRIBUTE = "io.shardfit.request-id";
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");

    private RequestId() {}

    /// {@return always the same for the same request}
    public static String of(HttpRequest<?> request) {
        return request.getAttribute(ATTRIBUTE, String.class).orElseGet(() -> given(request));
    }

    private static String given(HttpRequest<?> request) {
        String id =
                request.getHeaders()
                        .findFirst(HEADER)
                        .filter(text -> FORM.matcher(text).matches())
                        .orElseGet(() -> UUID.randomUUID().toString());
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }
}
