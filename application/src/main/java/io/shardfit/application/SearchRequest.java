package io.shardfit.application;

import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.search.Objective;
import io.shardfit.domain.search.Ranking;
import io.shardfit.domain.verdict.RuleSet;
import java.util.Optional;
import java.util.OptionalInt;

/// What a search is asked for.
///
/// @param gpus use exactly so many; empty: as many as the plan has
/// @param maxGpus use at most so many, parts of a node or whole nodes
/// @param top strategies that are kept
/// @param minimum whether the smallest cluster is wanted, too
/// @param threads that search at the same time; the answer does not depend on it
/// @param margin part of the allocatable memory that READY leaves free, instead of the plan's
public record SearchRequest(
        OptionalInt gpus,
        OptionalInt maxGpus,
        Objective objective,
        int top,
        boolean minimum,
        int threads,
        RuleSet ruleSet,
        Optional<Share> margin) {
    /// {@return what is kept of the candidates that pass}
    public Ranking ranking() {
        return new Ranking(objective, top);
    }
}
