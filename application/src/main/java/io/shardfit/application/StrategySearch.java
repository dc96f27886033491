package io.shardfit.application;

import io.shardfit.application.catalogue.GpuCatalogue;
import io.shardfit.application.document.PlanDocument;
import io.shardfit.application.format.PlanFile;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.search.Found;
import io.shardfit.domain.search.MinimumCluster;
import io.shardfit.domain.search.MinimumCluster.Step;
import io.shardfit.domain.search.SearchSpace;
import java.util.Optional;
import java.util.function.LongConsumer;

/// The search around a plan that was read before.
public final class StrategySearch {
    /// The smallest cluster is looked for up to so many times the GPUs that are there.
    private static final int GROWTH = 16;

    /// Up to so many GPUs it is looked for unasked when nothing passes: that takes no time.
    private static final int FEW_GPUS = 64;

    private static final int MOST_GPUS = 65_536;

    private final GpuCatalogue catalogue;

    public StrategySearch(GpuCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /// Searches around a plan that was read before.
    ///
    /// @throws ArithmeticException when the plan multiplies beyond what can be counted
    public SearchedPlan around(PlanFile file, SearchRequest request, LongConsumer progress) {
        try (ParallelSearch parallel =
                new ParallelSearch(
                        request.threads(), request.ruleSet(), request.ranking(), progress)) {
            SearchSpace space = space(file.plan(), request);
            Found found = parallel.search(space);
            Optional<MinimumCluster> minimum =
                    request.minimum() || !found.passes() && isSmall(space)
                            ? Optional.of(minimum(file.plan(), request, parallel))
                            : Optional.empty();
            return new SearchedPlan(
                    file,
                    PlanDocument.digest(file.plan(), catalogue),
                    request,
                    space,
                    found,
                    minimum);
        }
    }

    private static SearchSpace space(DeploymentPlan plan, SearchRequest request) {
        return request.maxGpus().isPresent()
                ? SearchSpace.upTo(plan, request.maxGpus().getAsInt())
                : SearchSpace.exactly(plan, request.gpus().orElse(plan.cluster().gpus()));
    }

    private static boolean isSmall(SearchSpace space) {
        return space.clusterSizes().getLast() <= FEW_GPUS;
    }

    /// From the smallest size up, so that every smaller one is known to fail.
    private static MinimumCluster minimum(
            DeploymentPlan plan, SearchRequest request, ParallelSearch parallel) {
        int wanted = request.gpus().orElse(plan.cluster().gpus());
        int most = request.maxGpus().orElse(Math.min(MOST_GPUS, wanted * GROWTH));
        Optional<Step> before = Optional.empty();
        int tried = 0;
        for (int gpus : SearchSpace.sizesUpTo(plan.cluster().gpusPerNode(), most)) {
            Step step = new Step(gpus, parallel.search(SearchSpace.exactly(plan, gpus)));
            tried++;
            if (step.found().passes()) {
                return new MinimumCluster(tried, most, Optional.of(step), before);
            }
            before = Optional.of(step);
        }
        return new MinimumCluster(tried, most, Optional.empty(), before);
    }
}
