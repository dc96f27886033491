package io.shardfit.application.evidence;

import io.shardfit.application.document.Json;
import io.shardfit.application.ledger.Digest;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// The digests that a value names, wherever they stand in it.
final class Digests {
    private Digests() {}

    static Set<Digest> in(Json json) {
        Set<Digest> found = new LinkedHashSet<>();
        collect(json, found);
        return found;
    }

    private static void collect(Json json, Set<Digest> found) {
        switch (json) {
            case Json.Fields(Map<String, Json> members) ->
                    members.values().forEach(member -> collect(member, found));
            case Json.Items items -> items.values().forEach(item -> collect(item, found));
            case Json.Text(String text) -> {
                if (Digest.isDigest(text)) {
                    found.add(new Digest(text));
                }
            }
            case Json.Flag _, Json.Nothing _, Json.Figure _ -> {}
        }
    }
}
