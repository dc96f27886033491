package io.shardfit.domain.time;

/// One kind of collective as it lies on the nodes.
///
/// @param calls collectives that follow one another in a unit
/// @param linkBytes bytes that a GPU sends over links of the node in one call
/// @param networkBytes bytes that it sends between nodes in one call
/// @param pattern the part of a ring's rate that this collective reaches
/// @param exposed the part of the time that is not hidden behind work
record Exchange(int calls, double linkBytes, double networkBytes, Factor pattern, Factor exposed) {
    static final Factor ALL_EXPOSED = new Factor(1, 1, 1, "nothing is overlapped");
    private static final Factor RING = new Factor(1, 1, 1, "a ring is what was measured");
    static final Exchange NONE = new Exchange(0, 0, 0, RING, ALL_EXPOSED);

    /// An all-gather or a reduce-scatter of a payload.
    static Exchange gather(int calls, Group group, double payload, Factor exposed) {
        return group.isAlone() || payload == 0
                ? NONE
                : new Exchange(
                        calls,
                        payload * group.linkPart(),
                        payload * group.networkPart(),
                        RING,
                        exposed);
    }

    static Exchange allToAll(Group group, double payload, Factor pattern, Factor exposed) {
        return group.isAlone() || payload == 0
                ? NONE
                : new Exchange(
                        1,
                        payload * group.linkPartOfAll(),
                        payload * group.networkPartOfAll(),
                        pattern,
                        exposed);
    }

    /// A neighbour's send: in a ring that leaves the node some rank always sends between nodes.
    static Exchange send(int calls, boolean leaves, double payload, Factor exposed) {
        return calls == 0 || payload == 0
                ? NONE
                : new Exchange(calls, leaves ? 0 : payload, leaves ? payload : 0, RING, exposed);
    }

    boolean isKnown(Wiring wiring) {
        return (linkBytes == 0 || wiring.link().value().isPresent())
                && (networkBytes == 0 || wiring.network().value().isPresent());
    }

    Latencies latencies() {
        return networkBytes > 0 ? Latencies.BETWEEN_NODES : Latencies.INSIDE_A_NODE;
    }

    /// {@return seconds of the bytes of one call at the rates that are reached}
    double wire(Rates rates, Pace pace) {
        double links = linkBytes > 0 ? linkBytes / rates.linkRate(pace) : 0;
        double network = networkBytes > 0 ? networkBytes / rates.networkRate(pace) : 0;
        return (links + network) / pattern.at(pace);
    }

    /// {@return seconds of all calls, hidden or not}
    double seconds(Rates rates, Pace pace) {
        if (calls == 0) {
            return 0;
        }
        double wire = wire(rates, pace);
        return calls * (wire + latencies().seconds(wire, pace));
    }

    double exposedSeconds(Rates rates, Pace pace) {
        return calls == 0 ? 0 : seconds(rates, pace) * exposed.at(pace);
    }
}
