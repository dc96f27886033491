package io.shardfit.adapters.web.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Finds the addresses of a host, once for each attempt: what is checked is what is connected to.
@FunctionalInterface
interface Resolver {
    List<InetAddress> resolve(String host) throws UnknownHostException;
}
