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
        record Sound(long events, int documents, int checkpoints, Digest root) implements Outcome {}

        /// @param found the first of them in each table, in order
        record Damaged(List<Damage> found) implements Outcome {
            public Damaged {
                found = List.copyOf(found);
            }
        }
    }

    public Outcome check() {
        try (LedgerTables opened = tables.get()) {
            return new Run(opened).outcome();
        }
    }

    private final class Run {
        private final LedgerTables database;
        private final List<Damage> found = new ArrayList<>();
        private final Claims claims = new Claims(keys);
        private final Set<Digest> documents = new HashSet<>();
        private final Continuations continuations = new Continuations();

        Run(LedgerTables database) {
            this.database = database;
        }

        Outcome outcome() {
            database.documents(this::document);
            database.checkpoints(this::checkpoint);
            PrefixRoots log = new PrefixRoots(claims.sizes());
            EntryChecks entries = entries(log);
            head(database.head(), entries);
            claims.unsigned().forEach(one -> report("checkpoint", one.message()));
            claims.against(log, true, continuations)
                    .broken()
                    .forEach(one -> report("checkpoint", one.message()));
            NodeChecks nodes = new NodeChecks(new EntryRows(database), this::report);
            database.nodes(nodes::check);
            return found.isEmpty()
                    ? new Outcome.Sound(log.size(), documents.size(), claims.count(), log.root())
                    : new Outcome.Damaged(found);
        }

        private void document(DocumentRow row) {
            if (Digest.of(row.bytes()).equals(row.digest())) {
                documents.add(row.digest());
            } else {
                report("document " + row.digest().hex(), "its bytes have another digest");
            }
        }

        private void checkpoint(CheckpointRow row) {
            String name = "size %d".formatted(row.size());
            claims.add(name, row.note().getBytes(StandardCharsets.UTF_8));
            String copied = "\n%d\n".formatted(row.size());
            if (!row.note().contains(copied + CheckpointNote.base64(row.root()) + "\n")) {
                report("checkpoint " + name, "its columns are not what its note says");
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
