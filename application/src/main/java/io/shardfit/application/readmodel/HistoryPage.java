package io.shardfit.application.readmodel;

import io.shardfit.application.ledger.Entry;
import java.util.List;
import java.util.Optional;

/// Some of what happened, in the order that was asked for.
///
/// @param next what to ask for the page that follows; empty when there is none
public record HistoryPage(List<Entry> entries, Optional<Long> next) {
    public HistoryPage {
        entries = List.copyOf(entries);
    }

    /// {@return a page of the first `limit` of some entries}
    ///
    /// @param found one more than fit, if there are more
    public static HistoryPage of(List<Entry> found, int limit) {
        List<Entry> shown = found.subList(0, Math.min(limit, found.size()));
        return new HistoryPage(
                shown,
                found.size() > limit ? Optional.of(shown.getLast().position()) : Optional.empty());
    }
}
