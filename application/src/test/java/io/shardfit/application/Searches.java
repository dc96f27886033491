package io.shardfit.application;

import io.shardfit.application.SearchStrategies.Outcome;
import io.shardfit.application.format.InputError;
import io.shardfit.domain.search.Objective;
import io.shardfit.domain.verdict.RuleSet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Searches as vocabulary.
final class Searches {
    static final SearchRequest USUAL =
            new SearchRequest(
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    Objective.STEP_TIME,
                    5,
                    false,
                    2,
                    RuleSet.current(),
                    Optional.empty());
    private static final SearchStrategies SEARCH = new SearchStrategies(PlanFiles.CATALOGUE);

    private Searches() {}

    static SearchRequest on(int gpus) {
        return new SearchRequest(
                OptionalInt.of(gpus),
                USUAL.maxGpus(),
                USUAL.objective(),
                USUAL.top(),
                false,
                USUAL.threads(),
                USUAL.ruleSet(),
                USUAL.margin());
    }

    static SearchRequest withTop(SearchRequest request, int top) {
        return new SearchRequest(
                request.gpus(),
                request.maxGpus(),
                request.objective(),
                top,
                request.minimum(),
                request.threads(),
                request.ruleSet(),
                request.margin());
    }

    static SearchRequest withThreads(SearchRequest request, int threads) {
        return new SearchRequest(
                request.gpus(),
                request.maxGpus(),
                request.objective(),
                request.top(),
                request.minimum(),
                threads,
                request.ruleSet(),
                request.margin());
    }

    static SearchRequest by(SearchRequest request, Objective objective) {
        return new SearchRequest(
                request.gpus(),
                request.maxGpus(),
                objective,
                request.top(),
                request.minimum(),
                request.threads(),
                request.ruleSet(),
                request.margin());
    }

    static SearchRequest minimumUpTo(int gpus) {
        return new SearchRequest(
                OptionalInt.empty(),
                OptionalInt.of(gpus),
                USUAL.objective(),
                USUAL.top(),
                true,
                USUAL.threads(),
                USUAL.ruleSet(),
                USUAL.margin());
    }

    static SearchedPlan searched(String plan, SearchRequest request) {
        return switch (SEARCH.search(
                "plan.yaml", plan.getBytes(StandardCharsets.UTF_8), request, _ -> {})) {
            case Outcome.Searched(SearchedPlan searched) -> searched;
            case Outcome.Rejected(List<InputError> errors) -> throw new AssertionError(errors);
        };
    }
}
