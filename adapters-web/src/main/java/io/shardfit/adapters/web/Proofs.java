package io.shardfit.adapters.web;

import io.shardfit.application.evidence.InclusionProof;
import io.shardfit.application.evidence.ProveEntry;
import jakarta.inject.Singleton;

/// Proofs, or the problem why there is none.
@Singleton
public final class Proofs {
    private final ProveEntry prove;

    Proofs(ProveEntry prove) {
        this.prove = prove;
    }

    /// @throws ProblemException if the entry is missing or not signed, or the log is not the one
    ///   that was signed
    public InclusionProof of(long position) {
        return switch (prove.prove(position)) {
            case ProveEntry.Outcome.Proven(InclusionProof proof) -> proof;
            case ProveEntry.Outcome.Missing(long last) ->
                    throw ProblemException.of(
                            ProblemKind.NOT_FOUND,
                            "the ledger has no entry at position %d; its last is %d"
                                    .formatted(position, last));
            case ProveEntry.Outcome.NotYetSigned(long size) ->
                    throw ProblemException.of(
                            ProblemKind.NOT_FOUND,
                            "entry %d is not signed yet, %d are: ask again in ten seconds"
                                    .formatted(position, size));
            case ProveEntry.Outcome.Disagrees(var checkpoint) ->
                    throw ProblemException.of(
                            ProblemKind.CONFLICT,
                            "the log is not the one that the checkpoint over %d entries signs: run `shardfit audit fsck`"
                                    .formatted(checkpoint.size()));
        };
    }
}
