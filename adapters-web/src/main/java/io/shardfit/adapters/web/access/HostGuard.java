package io.shardfit.adapters.web.access;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.shardfit.application.account.Addresses;

/// Where nobody signs in, the name in the address bar is what tells our own pages from another
/// site's whose name was made to mean this machine (DNS rebinding): only names that always mean
/// this machine are answered.
@ServerFilter("/**")
@Requires(property = Modes.PROPERTY, value = Modes.LOCAL)
final class HostGuard implements Ordered {
    private final Refuser refuser;

    HostGuard(Refuser refuser) {
        this.refuser = refuser;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @RequestFilter
    @Nullable
    HttpResponse<?> guard(HttpRequest<?> request) {
        String host = request.getHeaders().findFirst(HttpHeaders.HOST).orElse("");
        return Addresses.isLoopback(withoutPort(host)) ? null : refuser.wrongHost(request);
    }

    private static String withoutPort(String host) {
        int port = host.lastIndexOf(':');
        return port < 0 || host.endsWith("]") ? host : host.substring(0, port);
    }
}
