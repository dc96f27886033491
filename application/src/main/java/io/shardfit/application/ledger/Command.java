package io.shardfit.application.ledger;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Everything that one request appends; all of it, or nothing.
///
/// @param id the request's own key: the same principal sending it again changes nothing and gets
///   the first answer
/// @param request the digest of what was asked, so that one key cannot mean two requests
/// @param causation the event that made the system act
/// @param documents what the events name by digest; kept in the same transaction
public record Command(
        Actor actor,
        UUID id,
        Digest request,
        Optional<UUID> causation,
        List<StreamAppend> appends,
        List<Document> documents) {
    public Command {
        appends = List.copyOf(appends);
        documents = List.copyOf(documents);
        if (appends.stream().map(StreamAppend::stream).distinct().count() != appends.size()) {
            throw new IllegalArgumentException("a command names each stream once");
        }
        if (appends.stream().allMatch(append -> append.events().isEmpty())) {
            throw new IllegalArgumentException("a command appends something");
        }
    }
}
