package io.shardfit.adapters.web.access;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/// Lets no other site's page change anything with the cookies of whoever looks at it. Every browser
/// says where a request comes from: by `Sec-Fetch-Site` (Fetch Metadata, W3C), older ones by
/// `Origin` (RFC 6454). A request that says neither was not sent by a page.
@ServerFilter("/**")
final class CrossOriginGuard implements Ordered {
    private static final Set<HttpMethod> SAFE =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final Refuser refuser;

    CrossOriginGuard(Refuser refuser) {
        this.refuser = refuser;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @RequestFilter
    @Nullable
    HttpResponse<?> guard(HttpRequest<?> request) {
        return SAFE.contains(request.getMethod()) || isOurOwn(request)
                ? null
                : refuser.crossOrigin(request);
    }

    private static boolean isOurOwn(HttpRequest<?> request) {
        Optional<String> site = request.getHeaders().findFirst("Sec-Fetch-Site");
        if (site.isPresent()) {
            return site.orElseThrow().equals("same-origin") || site.orElseThrow().equals("none");
        }
        return request.getHeaders()
                .getOrigin()
                .map(origin ->
                        Optional.ofNullable(authority(origin))
                                .equals(request.getHeaders().findFirst(HttpHeaders.HOST)))
                .orElse(true);
    }

    private static @Nullable String authority(String origin) {
        try {
            return URI.create(origin).getAuthority();
        } catch (IllegalArgumentException none) {
            return null;
        }
    }
}
