package io.shardfit.domain.time;

import static io.shardfit.domain.quantity.Derivation.term;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Derivation.Term;
import io.shardfit.domain.workload.Workload.Inference;

/// The sequences that an engine works on at the same time; the others wait until one is done.
///
/// @param all of all replicas
/// @param ofReplica of the fullest replica
/// @param tokens the arithmetic of a token for each
record Batch(int all, int ofReplica, Term tokens) {
    private static final String MEANING = "a token of each sequence that is worked on";

    /// {@return all that are asked for, where a cache was set aside for each}
    static Batch ofAsked(DeploymentPlan plan, Inference inference) {
        return new Batch(
                inference.concurrentSequences(),
                asked(plan, inference),
                term(
                        "tokens",
                        inference.concurrentSequences(),
                        MEANING,
                        "workload.inference.concurrentSequences"));
    }

    /// {@return those that the caches hold at full length}
    ///
    /// @param held sequences that the cache of one replica holds
    static Batch ofHeld(DeploymentPlan plan, Inference inference, Derivation held) {
        int replicas = plan.groups().replicas();
        int ofReplica = Math.min(asked(plan, inference), held.value().intValue());
        int all = Math.min(inference.concurrentSequences(), ofReplica * replicas);
        Derivation how =
                Derivation.of(
                        all,
                        "sequences",
                        "min(asked, replicas × floor(held))",
                        KnownTime.SOURCE,
                        term(
                                "asked",
                                inference.concurrentSequences(),
                                "sequences that are asked for at once",
                                "workload.inference.concurrentSequences"),
                        term("replicas", replicas, "replicas", "strategy"),
                        term("held", "sequences of full length that a cache holds", held));
        return new Batch(all, ofReplica, term("tokens", MEANING, how));
    }

    private static int asked(DeploymentPlan plan, Inference inference) {
        return Math.ceilDiv(inference.concurrentSequences(), plan.groups().replicas());
    }
}
