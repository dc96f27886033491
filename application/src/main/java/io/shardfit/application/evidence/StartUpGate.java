package io.shardfit.application.evidence;

import io.shardfit.application.port.EntryTable;
import io.shardfit.application.port.EntryTable.EntryRow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Asked at every start, before anything is written: is this the log that others have seen? After a
/// restore or a failover it may have lost its end, and writing on would make two logs of one
/// (google/trillian#600).
public final class StartUpGate {
    private static final int ROWS = 1_000;

    private final EntryTable entries;
    private final List<VerifyingKey> keys;

    /// @param keys of this log and of those that it continues
    public StartUpGate(EntryTable entries, List<VerifyingKey> keys) {
        this.entries = entries;
        this.keys = List.copyOf(keys);
    }

    /// Whether the log may be written.
    public sealed interface Outcome {
        /// @param origin that the log has last given itself, or that of its first key
        record Open(long size, String origin) implements Outcome {}

        /// Nothing may be written. Either the right database is to be found, or the loss to be
        /// accepted with {@link ContinueLog}.
        record Closed(List<Tampering> found) implements Outcome {
            public Closed {
                found = List.copyOf(found);
            }
        }
    }

    /// Reads the whole log.
    ///
    /// @param known every checkpoint that was kept outside the database
    public Outcome check(List<KnownCheckpoint> known) {
        Claims claims = new Claims(keys);
        known.forEach(one -> claims.add(one.name(), one.note().getBytes(StandardCharsets.UTF_8)));
        PrefixRoots log = new PrefixRoots(claims.sizes());
        Continuations continuations = read(log);
        List<Tampering> found = new ArrayList<>(claims.unsigned());
        found.addAll(claims.against(log, true, continuations).broken());
        return found.isEmpty()
                ? new Outcome.Open(
                        log.size(), continuations.origin().orElse(keys.getFirst().name()))
                : new Outcome.Closed(found);
    }

    private Continuations read(PrefixRoots log) {
        Continuations continuations = new Continuations();
        for (List<EntryRow> rows = entries.rowsAfter(0, ROWS);
                !rows.isEmpty();
                rows = entries.rowsAfter(rows.getLast().position(), ROWS)) {
            for (EntryRow row : rows) {
                log.append(MerkleTree.leaf(row.entry()));
                continuations.read(row);
            }
        }
        return continuations;
    }
}
