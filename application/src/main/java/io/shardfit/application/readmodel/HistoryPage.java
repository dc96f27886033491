package io.shardfit.application.readmodel;

import io.shardfit.application.format.EntryFormat;
import io.shardfit.application.ledger.Entry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Some of what happened, in the order that was asked for.
///
/// @param rows as they are stored, readable or not
/// @param next what to ask for the page that follows; empty when there is none
public record HistoryPage(List<Row> rows, Optional<Long> next) {
    public HistoryPage {
        rows = List.copyOf(rows);
    }

    /// An entry as it is hashed and signed.
    ///
    /// @param text its bytes, which are UTF-8
    public record Row(long position, String text) {
        public static Row of(Entry entry) {
            return of(entry.position(), EntryFormat.write(entry));
        }

        public static Row of(long position, byte[] bytes) {
            return new Row(position, new String(bytes, StandardCharsets.UTF_8));
        }
    }

    /// {@return a page of the first `limit` of some entries}
    ///
    /// @param found one more than fit, if there are more
    public static HistoryPage of(List<Row> found, int limit) {
        List<Row> shown = found.subList(0, Math.min(limit, found.size()));
        return new HistoryPage(
                shown,
                found.size() > limit ? Optional.of(shown.getLast().position()) : Optional.empty());
    }

    /// {@return what the rows say}
    public List<Entry> entries() {
        return rows.stream()
                .map(row -> EntryFormat.read(row.text().getBytes(StandardCharsets.UTF_8)))
                .toList();
    }
}
