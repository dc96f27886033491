package io.shardfit.application.port;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// The entries as they are stored: bytes, and what was stored beside them. Whoever must not trust
/// the store reads here and compares.
public interface EntryTable {
    /// {@return at most `limit` rows beyond a position, in order; fewer only at the end}
    List<EntryRow> rowsAfter(long position, int limit);

    /// @param entry the only truth; all else is a copy
    /// @param leafHash 32 bytes
    record EntryRow(
            long position,
            UUID eventId,
            String stream,
            long streamVersion,
            String type,
            int schemaVersion,
            Instant recordedAt,
            String actor,
            UUID commandId,
            byte[] entry,
            byte[] leafHash) {}
}
