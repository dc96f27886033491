package io.shardfit.application.evidence;

import io.shardfit.application.event.UnreadableEvent;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.Head;
import io.shardfit.application.port.EntryTable.EntryRow;
import io.shardfit.application.port.LedgerTables;
import io.shardfit.application.port.LedgerTables.CheckpointRow;
import io.shardfit.application.port.LedgerTables.DocumentRow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/// The self-check inside a database (`fsck`): reads every row anew and holds it against the
/// entries' bytes. It finds damage and what someone changed here; who rewrites all of it,
/// checkpoints and all, is found by a checkpoint that was kept elsewhere.
public final class CheckLedger {
    /// More say nothing new.
    private static final int MOST_FOUND = 1_000;

    private static final String OTHER_HASH = "its columns do not have the hash beside them";

    private final Supplier<LedgerTables> tables;
    private final List<VerifyingKey> keys;
    private final Function<Entry, Set<Digest>> references;

    /// @param references the documents that an entry names and that must be kept
    public CheckLedger(
            Supplier<LedgerTables> tables,
            List<VerifyingKey> keys,
            Function<Entry, Set<Digest>> references) {
        this.tables = tables;
        this.keys = List.copyOf(keys);
        this.references = references;
    }

    /// What became of it.
    public sealed interface Outcome {
        /// @param checkpoints that hold, stored ones and kept ones
        /// @param lost those that do not, because the log says itself what it lost
        record Sound(long events, int documents, int checkpoints, Digest root, List<Loss> lost)
                implements Outcome {
            public Sound {
                lost = List.copyOf(lost);
            }
        }

        /// @param found the first of them in each table, in order
        record Damaged(List<Damage> found) implements Outcome {
            public Damaged {
                found = List.copyOf(found);
            }
        }
    }

    /// @param kept checkpoints from outside the database: it may have lost its own
    public Outcome check(List<KnownCheckpoint> kept) {
        try (LedgerTables opened = tables.get()) {
            return new Run(opened).outcome(kept);
        }
    }

    private final class Run {
        private final LedgerTables database;
        private final List<Damage> found = new ArrayList<>();
        private final Claims claims = new Claims(keys);
        private final Set<Digest> documents = new HashSet<>();
        private final Continuations continuations = new Continuations();
        private int stored;

        Run(LedgerTables database) {
            this.database = database;
        }

        Outcome outcome(List<KnownCheckpoint> kept) {
            database.documents(this::document);
            database.checkpoints(this::checkpoint);
            kept.forEach(
                    one -> claims.add(one.name(), one.note().getBytes(StandardCharsets.UTF_8)));
            PrefixRoots log = new PrefixRoots(claims.sizes());
            EntryChecks entries = entries(log);
            head(database.head(), entries);
            if (stored == 0 && log.size() > 0) {
                report(
                        "checkpoint",
                        "none is stored, and the log has %d entries: they were deleted, or it was never signed"
                                .formatted(log.size()));
            }
            claims.unsigned().forEach(one -> report("checkpoint", one.message()));
            Claims.Judgement judgement = claims.against(log, true, continuations);
            judgement.broken().forEach(one -> report("checkpoint", one.message()));
            NodeChecks nodes = new NodeChecks(new EntryRows(database), this::report);
            database.nodes(nodes::check);
            return found.isEmpty()
                    ? new Outcome.Sound(
                            log.size(),
                            documents.size(),
                            claims.count() - judgement.lost().size(),
                            log.root(),
                            judgement.lost())
                    : new Outcome.Damaged(found);
        }

        private void document(DocumentRow row) {
            String place = "document " + row.digest().hex();
            if (Digest.of(row.bytes()).equals(row.digest())) {
                documents.add(row.digest());
            } else {
                report(place, "its bytes have another digest");
            }
            byte[] hash = RowHash.document(row.digest().hash(), row.mediaType(), row.storedAt());
            if (!Arrays.equals(hash, row.rowHash())) {
                report(place, OTHER_HASH);
            }
        }

        private void checkpoint(CheckpointRow row) {
            stored++;
            String name = "size %d".formatted(row.size());
            claims.add(name, row.note().getBytes(StandardCharsets.UTF_8));
            String copied =
                    "%s\n%d\n%s\n"
                            .formatted(row.origin(), row.size(), CheckpointNote.base64(row.root()));
            if (!row.note().startsWith(copied)) {
                report("checkpoint " + name, "its columns are not what its note says");
            }
            byte[] hash =
                    RowHash.checkpoint(
                            row.size(), row.root(), row.createdAt(), row.origin(), row.note());
            if (!Arrays.equals(hash, row.rowHash())) {
                report("checkpoint " + name, OTHER_HASH);
            }
        }

        private EntryChecks entries(PrefixRoots log) {
            EntryChecks checks = new EntryChecks(documents, references, this::report);
            CommandChecks commands =
                    new CommandChecks(
                            new EntryRows(database), row -> entry(row, checks, log), this::report);
            database.commands(commands::check);
            commands.finish();
            database.streams(checks::check);
            checks.checkNoStreamIsMissing();
            database.authors(checks.duties()::check);
            database.votes(checks.duties()::check);
            checks.duties().checkNoneIsMissing();
            return checks;
        }

        private void entry(EntryRow row, EntryChecks checks, PrefixRoots log) {
            checks.check(row);
            log.append(MerkleTree.leaf(row.entry()));
            try {
                continuations.read(row);
            } catch (IllegalArgumentException | UnreadableEvent malformed) {
                report("event " + row.position(), String.valueOf(malformed.getMessage()));
            }
        }

        private void head(Head head, EntryChecks entries) {
            if (head.position() != entries.lastPosition()) {
                report(
                        "log_head",
                        "says position %d, the log ends after %d"
                                .formatted(head.position(), entries.lastPosition()));
            } else if (head.position() > 0
                    && !head.recordedAt().equals(Optional.of(entries.lastTime()))) {
                report("log_head", "its time is not that of the last entry");
            }
        }

        private void report(String place, String what) {
            report(new Damage(place, what));
        }

        private void report(Damage damage) {
            if (found.size() < MOST_FOUND) {
                found.add(damage);
            }
        }
    }
}
