package io.shardfit.adapters.web.page;

import io.shardfit.application.event.EventWords;
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
        return new AuditRow(entry, EventWords.of(entry), Digest.of(EntryFormat.write(entry)));
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
