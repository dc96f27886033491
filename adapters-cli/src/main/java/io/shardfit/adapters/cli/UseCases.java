package io.shardfit.adapters.cli;

import io.shardfit.application.CheckPlan;
import io.shardfit.application.CompareConventions;
import io.shardfit.application.CompareMeasurements;
import io.shardfit.application.ReportPlans;
import io.shardfit.application.SearchStrategies;
import io.shardfit.application.catalogue.GpuCatalogue;

/// The offline use cases, wired by hand: no container, no connection.
final class UseCases {
    private UseCases() {}

    static CheckPlan checkPlan() {
        return new CheckPlan(GpuCatalogue.shipped());
    }

    static CompareMeasurements compareMeasurements() {
        return new CompareMeasurements(GpuCatalogue.shipped());
    }

    static CompareConventions compareConventions() {
        return new CompareConventions(GpuCatalogue.shipped());
    }

    static SearchStrategies searchStrategies() {
        return new SearchStrategies(GpuCatalogue.shipped());
    }

    static ReportPlans reportPlans() {
        return new ReportPlans(checkPlan());
    }
}
