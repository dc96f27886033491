package io.shardfit.application.evidence;

import io.shardfit.application.ledger.Checkpoint;
import io.shardfit.application.ledger.SignedCheckpoint;
import io.shardfit.application.port.EventLog;
import io.shardfit.application.port.LedgerTables;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Proves that an entry stands in the log that the newest checkpoint signs, to whoever has the
/// entry and the checkpoint and nothing else. No proof leaves here that does not hold.
///
/// The first proof reads the leaf hashes of the whole log, every later one a few thousand.
public final class ProveEntry {
    private static final int BLOCK = 1_024;

    private final EventLog log;
    private final NewestCheckpoint newest;
    private final Supplier<LedgerTables> tables;
    private final AuditPaths paths = new AuditPaths(BLOCK);

    /// @param tables opens them as they are now
    public ProveEntry(EventLog log, NewestCheckpoint newest, Supplier<LedgerTables> tables) {
        this.log = log;
        this.newest = newest;
        this.tables = tables;
    }

    /// What became of it.
    public sealed interface Outcome {
        record Proven(InclusionProof proof) implements Outcome {}

        /// @param last position of the last entry
        record Missing(long last) implements Outcome {}

        /// @param size entries that are signed
        record NotYetSigned(long size) implements Outcome {}

        /// The log is not the one that was signed.
        record Disagrees(Checkpoint checkpoint) implements Outcome {}
    }

    /// @param position from 1
    public Outcome prove(long position) {
        List<byte[]> entry = position < 1 ? List.of() : log.bytesAfter(position - 1, 1);
        if (entry.isEmpty()) {
            return new Outcome.Missing(log.head().position());
        }
        Optional<SignedCheckpoint> found = newest.find();
        return found.filter(signed -> signed.checkpoint().size() >= position)
                .map(signed -> prove(position, MerkleTree.leaf(entry.getFirst()), signed))
                .orElseGet(() ->
                        new Outcome.NotYetSigned(
                                found.map(signed -> signed.checkpoint().size()).orElse(0L)));
    }

    private Outcome prove(long position, byte[] leaf, SignedCheckpoint signed) {
        Checkpoint tree = signed.checkpoint();
        try (LedgerTables now = tables.get()) {
            InclusionProof proof =
                    new InclusionProof(
                            position, leaf, paths.path(now, position - 1, tree.size()), signed);
            if (MerkleProof.includes(
                    tree,
                    position - 1,
                    leaf,
                    proof.path().stream().map(InclusionProof.Step::hash).toList())) {
                return new Outcome.Proven(proof);
            }
        } catch (AuditPaths.ShortLog cut) {
            // it is not the log that was signed, either
        }
        paths.forget();
        return new Outcome.Disagrees(tree);
    }
}
