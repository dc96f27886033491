package io.shardfit.adapters.web;

import io.shardfit.application.evidence.InclusionProof;
import io.shardfit.application.evidence.ProveEntry;
import io.shardfit.application.ledger.Checkpoint;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// Proofs, or the problem why there is none. One is worked on at a time: the first reads all leaf
/// hashes, over a connection that whoever signs the log needs, too.
@Singleton
public final class Proofs {
    private static final Duration BUSY = Duration.ofSeconds(2);

    /// In which the next checkpoint is signed.
    private static final Duration SIGNED = Duration.ofSeconds(10);

    /// For which a log that is not the signed one is not read again.
    private static final Duration KEPT = Duration.ofMinutes(1);

    private final ProveEntry prove;
    private final InstantSource instants;
    private final Semaphore working = new Semaphore(1);
    private volatile Optional<Disagreement> disagreement = Optional.empty();

    Proofs(ProveEntry prove, InstantSource instants) {
        this.prove = prove;
        this.instants = instants;
    }

    /// @param since when that was seen
    private record Disagreement(Checkpoint checkpoint, Instant since) {
        boolean holds(long position, Instant now) {
            return position >= 1 && position <= checkpoint.size() && now.isBefore(since.plus(KEPT));
        }

        ProblemException problem() {
            return ProblemException.of(
                    ProblemKind.CONFLICT,
                    "the log is not the one that the checkpoint over %d entries signs: run `shardfit audit fsck`"
                            .formatted(checkpoint.size()));
        }
    }

    /// @throws ProblemException if the entry is missing or not signed, the log is not the one that
    ///   was signed, or another proof is being worked on
    public InclusionProof of(long position) {
        Optional<Disagreement> seen =
                disagreement.filter(one -> one.holds(position, instants.instant()));
        if (seen.isPresent()) {
            throw seen.get().problem();
        }
        if (!working.tryAcquire()) {
            throw new ProblemException(
                    Problem.unavailable("another proof is being worked on: ask again", BUSY));
        }
        try {
            return proven(position);
        } finally {
            working.release();
        }
    }

    private InclusionProof proven(long position) {
        return switch (prove.prove(position)) {
            case ProveEntry.Outcome.Proven(InclusionProof proof) -> proof;
            case ProveEntry.Outcome.Missing(long last) ->
                    throw ProblemException.of(
                            ProblemKind.NOT_FOUND,
                            "the ledger has no entry at position %d; its last is %d"
                                    .formatted(position, last));
            case ProveEntry.Outcome.NotYetSigned(long size) ->
                    throw new ProblemException(
                            Problem.unavailable(
                                    "entry %d is not signed yet, %d are: ask again in ten seconds"
                                            .formatted(position, size),
                                    SIGNED));
            case ProveEntry.Outcome.Disagrees(Checkpoint checkpoint) -> {
                Disagreement found = new Disagreement(checkpoint, instants.instant());
                disagreement = Optional.of(found);
                throw found.problem();
            }
        };
    }
}
