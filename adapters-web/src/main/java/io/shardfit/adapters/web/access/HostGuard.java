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
import java.util.regex.Pattern;

/// Where nobody signs in, the name in the address bar is what tells our own pages from another
/// site's whose name was made to mean this machine (DNS rebinding): only names that always mean
/// this machine are answered.
@ServerFilter("/**")
@Requires(property = Modes.PROPERTY, value = Modes.LOCAL)
final class HostGuard implements Ordered {
    private static final Pattern PORT = Pattern.compile(":[0-9]{1,5}$");

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
        return PORT.matcher(host).replaceFirst("");
    }
}
