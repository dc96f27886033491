package io.shardfit.application;

import io.shardfit.application.catalogue.GpuCatalogue;
import io.shardfit.application.format.InputError;
import io.shardfit.application.format.PlanFile;
import io.shardfit.application.format.PlanFormat;
import io.shardfit.application.format.PlanReading;
import java.util.List;
import java.util.function.LongConsumer;

/// Judges every lawful strategy around a plan, ranks what passes and says what the rest fails on.
public final class SearchStrategies {
    private final PlanFormat format;
    private final StrategySearch search;

    public SearchStrategies(GpuCatalogue catalogue) {
        this.format = new PlanFormat(catalogue);
        this.search = new StrategySearch(catalogue);
    }

    /// What became of it.
    public sealed interface Outcome {
        record Searched(SearchedPlan plan) implements Outcome {}

        record Rejected(List<InputError> errors) implements Outcome {
            public Rejected {
                errors = List.copyOf(errors);
            }
        }
    }

    /// @param progress is told how many candidates are done, from any thread
    public Outcome search(
            String fileName, byte[] bytes, SearchRequest request, LongConsumer progress) {
        return switch (format.read(fileName, bytes)) {
            case PlanReading.Rejected(List<InputError> errors) -> new Outcome.Rejected(errors);
            case PlanReading.Read(PlanFile file) ->
                    search(new Overrides(request.margin()).apply(file), request, progress);
        };
    }

    private Outcome search(PlanFile file, SearchRequest request, LongConsumer progress) {
        try {
            return new Outcome.Searched(search.around(file, request, progress));
        } catch (ArithmeticException overflow) {
            return new Outcome.Rejected(List.of(CheckPlan.tooLarge(file.name())));
        }
    }
}
