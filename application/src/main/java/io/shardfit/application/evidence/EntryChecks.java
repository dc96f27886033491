package io.shardfit.application.evidence;

import io.shardfit.application.event.UnreadableEvent;
import io.shardfit.application.format.EntryFormat;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.port.EntryTable.EntryRow;
import io.shardfit.application.port.LedgerTables.StreamRow;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/// What each entry must be, by itself and after those before it. Keeps the version of every stream.
final class EntryChecks {
    private final Set<Digest> documents;
    private final Function<Entry, Set<Digest>> references;
    private final Consumer<Damage> found;
    private final DutyChecks duties;
    private final CanonicalScanner scanner = new CanonicalScanner();
    private final Map<String, Long> versions = new HashMap<>();
    private Instant lastTime = Instant.MIN;
    private long lastPosition;

    EntryChecks(
            Set<Digest> documents,
            Function<Entry, Set<Digest>> references,
            Consumer<Damage> found) {
        this.documents = documents;
        this.references = references;
        this.found = found;
        this.duties = new DutyChecks(found);
    }

    /// {@return what the entries say of authors and votes}
    DutyChecks duties() {
        return duties;
    }

    void check(EntryRow row) {
        if (row.position() != lastPosition + 1) {
            report(row, "the row before it is %d".formatted(lastPosition));
        }
        lastPosition = row.position();
        if (!Arrays.equals(MerkleTree.leaf(row.entry()), row.leafHash())) {
            report(row, "its bytes do not have the leaf hash beside them");
        }
        try {
            scanner.scan(row.entry());
            check(row, EntryFormat.read(row.entry()));
        } catch (IllegalArgumentException | UnreadableEvent malformed) {
            report(row, "its bytes are no entry: " + malformed.getMessage());
        }
    }

    private void check(EntryRow row, Entry entry) {
        same(row, "position", row.position(), entry.position());
        same(row, "event_id", row.eventId(), entry.eventId());
        same(row, "stream_id", row.stream(), entry.stream().text());
        same(row, "stream_version", row.streamVersion(), entry.streamVersion());
        same(row, "type", row.type(), entry.type());
        same(row, "schema_version", row.schemaVersion(), entry.event().schemaVersion());
        same(row, "recorded_at", row.recordedAt(), entry.recordedAt());
        same(row, "actor_id", row.actor(), entry.actor().id());
        same(row, "command_id", row.commandId(), entry.commandId());
        if (entry.recordedAt().isBefore(lastTime)) {
            report(row, "its time is before that of the entry before");
        }
        lastTime = entry.recordedAt();
        duties.read(entry);
        long version = versions.merge(entry.stream().text(), 1L, Long::sum);
        if (entry.streamVersion() != version) {
            report(
                    row,
                    "expected version %d of %s, found %d"
                            .formatted(version, entry.stream().text(), entry.streamVersion()));
        }
        for (Digest digest : references.apply(entry)) {
            if (!documents.contains(digest)) {
                report(row, "names the document %s, which is not there".formatted(digest.text()));
            }
        }
    }

    private void same(EntryRow row, String column, Object copy, Object truth) {
        if (!copy.equals(truth)) {
            report(row, "the column %s says %s, the entry %s".formatted(column, copy, truth));
        }
    }

    private void report(EntryRow row, String what) {
        found.accept(new Damage("event " + row.position(), what));
    }

    /// {@return the position of the last entry checked}
    long lastPosition() {
        return lastPosition;
    }

    Instant lastTime() {
        return lastTime;
    }

    void check(StreamRow row) {
        Long version = versions.remove(row.stream());
        if (version == null || version != row.version()) {
            found.accept(
                    new Damage(
                            "stream " + row.stream(),
                            "says version %d, the log has %d entries of it"
                                    .formatted(row.version(), version == null ? 0 : version)));
        }
    }

    /// Once all rows of streams are checked.
    void checkNoStreamIsMissing() {
        versions.forEach((stream, version) ->
                found.accept(
                        new Damage(
                                "stream " + stream,
                                "has no row, the log has %d entries of it".formatted(version))));
    }
}
