package io.shardfit.application.evidence;

import io.shardfit.application.ledger.Digest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Notes the roots of the sizes that someone asks for while a tree grows past them.
final class PrefixRoots {
    private final MerkleFrontier frontier = new MerkleFrontier();
    private final Set<Long> sizes;
    private final Map<Long, Digest> roots = new HashMap<>();

    PrefixRoots(Set<Long> sizes) {
        this.sizes = Set.copyOf(sizes);
        note();
    }

    void append(byte[] leaf) {
        frontier.append(leaf);
        note();
    }

    private void note() {
        if (sizes.contains(frontier.size())) {
            roots.put(frontier.size(), frontier.root());
        }
    }

    long size() {
        return frontier.size();
    }

    Digest root() {
        return frontier.root();
    }

    /// {@return the root over the first leaves, if there were that many}
    Optional<Digest> root(long asked) {
        return Optional.ofNullable(roots.get(asked));
    }
}
