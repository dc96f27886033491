package io.shardfit.adapters.web.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/// Which addresses a webhook may reach: those of the public internet, and what an administrator
/// named. All else could be a service that trusts whoever can reach it.
///
/// The blocks are those that the IANA special-purpose address registries (RFC 6890) do not call
/// globally reachable, multicast, and those that carry an IPv4 address inside.
///
/// @param permitted by configuration, whatever else is said of them
public record AddressRules(List<Block> permitted) {
    private static final List<Block> NOT_PUBLIC_V4 =
            blocks(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4");
    private static final Block PUBLIC_V6 = Block.of("2000::/3");
    private static final List<Block> NOT_PUBLIC_V6 =
            blocks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    public AddressRules {
        permitted = List.copyOf(permitted);
    }

    /// @param networks of `SHARDFIT_WEBHOOK_ALLOW`
    /// @throws IllegalArgumentException naming the variable and the text that is no network
    public static AddressRules permitting(List<String> networks) {
        try {
            return new AddressRules(networks.stream().map(Block::of).toList());
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "SHARDFIT_WEBHOOK_ALLOW: " + wrong.getMessage(), wrong);
        }
    }

    private static List<Block> blocks(String... texts) {
        return Stream.of(texts).map(Block::of).toList();
    }

    boolean permit(InetAddress address) {
        return contains(permitted, address) || isPublic(address);
    }

    private static boolean isPublic(InetAddress address) {
        return address instanceof Inet4Address
                ? !contains(NOT_PUBLIC_V4, address)
                : PUBLIC_V6.contains(address) && !contains(NOT_PUBLIC_V6, address);
    }

    private static boolean contains(List<Block> blocks, InetAddress address) {
        return blocks.stream().anyMatch(block -> block.contains(address));
    }
}
