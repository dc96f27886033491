package io.shardfit.adapters.web;

import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;

/// What every answer tells a browser: no script but our own files, no frame, no guessing of types.
@ServerFilter("/**")
final class SecurityHeaders {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'";

    @ResponseFilter
    void protect(MutableHttpResponse<?> response) {
        response.header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "same-origin")
                .header("Cross-Origin-Opener-Policy", "same-origin");
        usually(response, "Content-Security-Policy", POLICY);
        usually(response, "Cross-Origin-Resource-Policy", "same-origin");
        usually(response, "Cache-Control", "no-store");
    }

    private static void usually(MutableHttpResponse<?> response, String name, String value) {
        if (!response.getHeaders().contains(name)) {
            response.header(name, value);
        }
    }
}
