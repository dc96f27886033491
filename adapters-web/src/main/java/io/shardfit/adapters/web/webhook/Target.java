package io.shardfit.adapters.web.webhook;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where a webhook goes.
///
/// @param host a name, or an address without brackets
/// @param path with its query
record Target(String host, int port, String path) {
    private static final int HTTPS = 443;
    private static final int MOST_PORT = 65_535;
    private static final int LONGEST = 2_000;
    private static final Pattern NAME =
            Pattern.compile(
                    "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*");

    /// Four decimal numbers without leading zeros: every other way to write an address with digits
    /// means different things to different programs.
    private static final Pattern V4 =
            Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

    private static final Pattern LOOKS_NUMERIC = Pattern.compile("(.*\\.)?(0x[0-9a-f]*|[0-9]+)");
    private static final List<String> INSIDE =
            List.of("localhost", "local", "internal", "intranet", "lan", "home", "corp", "arpa");

    /// @throws IllegalArgumentException saying what is wrong with the address
    static Target of(String url) {
        if (url.length() > LONGEST) {
            throw new IllegalArgumentException("url has %d characters at most".formatted(LONGEST));
        }
        URI uri = parsed(url);
        if (!"https".equalsIgnoreCase(uri.getScheme())) {
            throw new IllegalArgumentException("url must begin with https://");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("url has no user, password or fragment");
        }
        String host =
                Optional.ofNullable(uri.getHost())
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .orElseThrow(() -> new IllegalArgumentException("url names no host"));
        return new Target(host(host), port(uri), path(uri));
    }

    private static int port(URI uri) {
        int port = uri.getPort() == -1 ? HTTPS : uri.getPort();
        if (port < 1 || port > MOST_PORT) {
            throw new IllegalArgumentException(
                    "url names a port that is none: %d; a port is 1 to %d"
                            .formatted(port, MOST_PORT));
        }
        return port;
    }

    /// {@return the address that the host is written as; empty for a name}
    Optional<InetAddress> literal() {
        return host.contains(":") || V4.matcher(host).matches()
                ? Optional.of(InetAddress.ofLiteral(host))
                : Optional.empty();
    }

    private static String literal(String text) {
        try {
            InetAddress.ofLiteral(text);
            return text;
        } catch (IllegalArgumentException none) {
            throw new IllegalArgumentException("url names an address that is none: " + text, none);
        }
    }

    private static URI parsed(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException malformed) {
            throw new IllegalArgumentException("url is none: " + malformed.getReason());
        }
    }

    private static String host(String host) {
        if (host.startsWith("[") && host.endsWith("]")) {
            return literal(host.substring(1, host.length() - 1));
        }
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (V4.matcher(name).matches()) {
            return literal(name);
        }
        if (!NAME.matcher(name).matches() || LOOKS_NUMERIC.matcher(name).matches()) {
            throw new IllegalArgumentException("url names a host that is no name: " + host);
        }
        String last = name.substring(name.lastIndexOf('.') + 1);
        if (INSIDE.contains(last) || !name.contains(".")) {
            throw new IllegalArgumentException("url names a host that is not public: " + host);
        }
        return name;
    }

    private static String path(URI uri) {
        String path =
                Optional.ofNullable(uri.getRawPath()).filter(text -> !text.isEmpty()).orElse("/");
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    /// {@return as the `Host` header says it}
    String authority() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return port == HTTPS ? name : name + ":" + port;
    }
}
