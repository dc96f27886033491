package io.shardfit.application.evidence;

import io.shardfit.application.event.UnreadableEvent;
import io.shardfit.application.ledger.Checkpoint;
import io.shardfit.application.ledger.SignedCheckpoint;
import io.shardfit.application.port.CheckpointLog;
import io.shardfit.application.port.EntryTable;
import io.shardfit.application.port.EntryTable.EntryRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Signs what the log is, after it has read it: entries since the last time, their leaves from
/// their bytes, and that everything signed before is still a prefix. What does not agree is never
/// signed.
///
/// The first time it reads the whole log and all checkpoints, later only what was added; damage
/// behind it is for {@link CheckLedger} to find. One thread at a time.
public final class Signer {
    private static final int ROWS = 1_000;

    private final EntryTable entries;
    private final CheckpointLog checkpoints;
    private final SigningKey key;
    private MerkleFrontier frontier = new MerkleFrontier();
    private final Set<Checkpoint> proven = new HashSet<>();
    private final CanonicalScanner scanner = new CanonicalScanner();
    private final Set<Checkpoint> givenUp = new HashSet<>();
    private Continuations continuations = new Continuations();
    private Optional<Checkpoint> last = Optional.empty();
    private Optional<Outcome.Refused> refused = Optional.empty();

    public Signer(EntryTable entries, CheckpointLog checkpoints, SigningKey key) {
        this.entries = entries;
        this.checkpoints = checkpoints;
        this.key = key;
    }

    /// What became of it.
    public sealed interface Outcome {
        record Published(SignedCheckpoint signed) implements Outcome {}

        /// The last checkpoint covers the whole log already.
        record UpToDate(SignedCheckpoint signed) implements Outcome {}

        /// The log is not the one that was signed before, or not sound. Nothing is signed until
        /// someone has looked and started the signer anew.
        ///
        /// @param position of the entry, or the size of the checkpoint, that does not agree
        record Refused(long position, String reason) implements Outcome {}
    }

    /// Reads to the end of the log, signs it and publishes.
    public Outcome sign() {
        if (refused.isEmpty()) {
            List<SignedCheckpoint> known = last.map(checkpoints::since).orElseGet(checkpoints::all);
            refused =
                    checkSignatures(known)
                            .or(() -> readOn(byOthers(known)))
                            .or(() -> behind(known));
            if (refused.isEmpty()) {
                return signed(known);
            }
        }
        return refused.orElseThrow();
    }

    private Outcome signed(List<SignedCheckpoint> known) {
        String origin = key.verifyingKey().name();
        Checkpoint now = new Checkpoint(origin, frontier.size(), frontier.root());
        last = Optional.of(now);
        for (SignedCheckpoint one : known) {
            if (one.checkpoint().equals(now)) {
                return new Outcome.UpToDate(one);
            }
        }
        SignedCheckpoint signed = key.sign(now);
        checkpoints.publish(signed);
        proven.add(now);
        return new Outcome.Published(signed);
    }

    /// What another process published behind our back is proven by reading all of it once more.
    private Map<Long, List<Checkpoint>> byOthers(List<SignedCheckpoint> known) {
        Map<Long, List<Checkpoint>> others = new HashMap<>();
        for (SignedCheckpoint signed : known) {
            if (!proven.contains(signed.checkpoint()) && !givenUp.contains(signed.checkpoint())) {
                others.computeIfAbsent(signed.checkpoint().size(), _ -> new ArrayList<>())
                        .add(signed.checkpoint());
            }
        }
        if (others.keySet().stream().anyMatch(size -> size < frontier.size())) {
            frontier = new MerkleFrontier();
            continuations = new Continuations();
        }
        return others;
    }

    /// A checkpoint of another origin is of a log that this one continues: the gate judges who
    /// signed it.
    private Optional<Outcome.Refused> checkSignatures(List<SignedCheckpoint> known) {
        for (SignedCheckpoint signed : known) {
            String fault = fault(signed);
            if (!fault.isEmpty()) {
                return refuse(signed.checkpoint().size(), fault);
            }
        }
        return Optional.empty();
    }

    private String fault(SignedCheckpoint signed) {
        if (!isOurs(signed)) {
            return "";
        }
        try {
            SignedNote note = SignedNote.read(signed.note());
            boolean right = key.verifyingKey().check(note) == SignatureCheck.RIGHT;
            boolean same = CheckpointNote.read(note).equals(signed.checkpoint());
            return right && same
                    ? ""
                    : "the published checkpoint is not what %s signed".formatted(key);
        } catch (IllegalArgumentException malformed) {
            return "the published checkpoint is " + malformed.getMessage();
        }
    }

    private boolean isOurs(SignedCheckpoint signed) {
        return signed.checkpoint().origin().equals(key.verifyingKey().name());
    }

    private Optional<Outcome.Refused> readOn(Map<Long, List<Checkpoint>> unproven) {
        Optional<Outcome.Refused> fault = compare(unproven);
        List<EntryRow> rows = entries.rowsAfter(frontier.size(), ROWS);
        while (fault.isEmpty() && !rows.isEmpty()) {
            for (EntryRow row : rows) {
                fault = append(row).or(() -> compare(unproven));
                if (fault.isPresent()) {
                    return fault;
                }
            }
            rows = entries.rowsAfter(frontier.size(), ROWS);
        }
        return fault;
    }

    private Optional<Outcome.Refused> append(EntryRow row) {
        long position = frontier.size() + 1;
        byte[] leaf = MerkleTree.leaf(row.entry());
        try {
            scanner.scan(row.entry());
            continuations.read(row);
        } catch (IllegalArgumentException | UnreadableEvent malformed) {
            return refuse(position, "the entry is no entry: " + malformed.getMessage());
        }
        if (row.position() != position || scanner.position() != position) {
            return refuse(
                    position,
                    "row %d holds an entry that says position %d"
                            .formatted(row.position(), scanner.position()));
        }
        if (!Arrays.equals(leaf, row.leafHash())) {
            return refuse(position, "the entry's bytes do not have the leaf hash stored with them");
        }
        frontier.append(leaf);
        return Optional.empty();
    }

    private Optional<Outcome.Refused> compare(Map<Long, List<Checkpoint>> unproven) {
        for (Checkpoint signed : unproven.getOrDefault(frontier.size(), List.of())) {
            if (signed.root().equals(frontier.root())) {
                proven.add(signed);
            } else if (continuations.thatGaveUp(signed).isPresent()) {
                givenUp.add(signed);
            } else {
                return refuse(
                        signed.size(),
                        "the entries up to here are not those that were signed; up to %d they are"
                                .formatted(lastProven()));
            }
        }
        return Optional.empty();
    }

    private long lastProven() {
        return proven.stream().mapToLong(Checkpoint::size).max().orElse(0);
    }

    private Optional<Outcome.Refused> behind(List<SignedCheckpoint> known) {
        return known.stream()
                .filter(this::isOurs)
                .map(SignedCheckpoint::checkpoint)
                .filter(checkpoint -> checkpoint.size() > frontier.size())
                .findFirst()
                .flatMap(larger ->
                        refuse(
                                larger.size(),
                                "signed up to here, but the log ends after %d"
                                        .formatted(frontier.size())));
    }

    private static Optional<Outcome.Refused> refuse(long position, String reason) {
        return Optional.of(new Outcome.Refused(position, reason));
    }
}
