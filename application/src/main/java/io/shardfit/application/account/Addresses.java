package io.shardfit.application.account;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where a server can be reached.
public final class Addresses {
    private static final Pattern LOOPBACK = Pattern.compile("127(\\.[0-9]{1,3}){3}");

    private Addresses() {}

    /// {@return whether only this machine can mean this host; a name is not looked up}
    ///
    /// @param host a name or an address, IPv6 in brackets or not
    public static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || name.equals("::1")
                || name.equals("[::1]")
                || LOOPBACK.matcher(name).matches();
    }

    /// @throws IllegalArgumentException if it is no address, or one on whose way others can read
    public static void requireSafe(String name, URI address) {
        String host = Optional.ofNullable(address.getHost()).orElse("");
        boolean encrypted = "https".equals(address.getScheme());
        boolean here = "http".equals(address.getScheme()) && isLoopback(host);
        if (host.isEmpty() || !encrypted && !here || address.getRawQuery() != null) {
            throw new IllegalArgumentException(
                    "%s is %s; it must be an https address, as in https://shardfit.example.org"
                            .formatted(name, address));
        }
    }
}
