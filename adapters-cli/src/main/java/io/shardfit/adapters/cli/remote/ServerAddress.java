package io.shardfit.adapters.cli.remote;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/// Where a server is: `https://host`, with a port and a path if it has them.
///
/// @param base without a slash at its end
public record ServerAddress(URI base) {
    /// Where `shardfit serve` listens unless told otherwise.
    public static final String LOCAL = "http://127.0.0.1:8080";

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]", "::1");

    /// @throws IllegalArgumentException if the text is no such address; what it says never holds a
    ///   password
    public static ServerAddress of(String text) {
        URI uri = parsed(text.strip().replaceAll("/+$", ""));
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!Set.of("http", "https").contains(scheme) || uri.getHost() == null) {
            throw new IllegalArgumentException("is no address of a server");
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("has a user or a password in it");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("has more than a path after the host");
        }
        return new ServerAddress(uri);
    }

    private static URI parsed(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException malformed) {
            throw new IllegalArgumentException("is no address of a server", malformed);
        }
    }

    /// {@return whether only this machine can be meant}
    public boolean isLoopback() {
        return LOOPBACK.contains(base.getHost().toLowerCase(Locale.ROOT));
    }

    /// {@return whether others on the way can read what is sent}
    public boolean isReadableOnTheWay() {
        return !isLoopback() && "http".equalsIgnoreCase(base.getScheme());
    }

    URI at(String target) {
        return URI.create(base + target);
    }

    @Override
    public String toString() {
        return base.toString();
    }
}
