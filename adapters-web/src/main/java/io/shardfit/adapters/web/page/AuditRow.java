package io.shardfit.adapters.web.page;

import io.shardfit.application.event.UnreadableEvent;
import io.shardfit.application.format.EntryFormat;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.StreamId;
import java.util.Optional;

/// An entry in a list.
///
/// @param words what happened; that this program does not know it, where it does not
public record AuditRow(Entry entry, String words, Digest digest) {
    private static final int SHORT = 8;

    static AuditRow of(Entry entry) {
        return new AuditRow(entry, words(entry), Digest.of(EntryFormat.write(entry)));
    }

    static String words(Entry entry) {
        try {
            return Happening.of(entry).words();
        } catch (UnreadableEvent newer) {
            return "not known to this program";
        }
    }

    public String time() {
        return EntryFormat.time(entry.recordedAt());
    }

    public String shortDigest() {
        return digest.hex().substring(0, SHORT);
    }

    /// {@return the page of what it happened to, where there is one}
    public Optional<String> page() {
        return page(entry.stream());
    }

    static Optional<String> page(StreamId stream) {
        if (stream.isDeployment()) {
            return Optional.of("/plans/" + stream.name());
        }
        if (stream.isEnvironment()) {
            return Optional.of("/environments/" + stream.name());
        }
        return stream.isRuleSet() ? Optional.of("/rules") : Optional.empty();
    }
}
