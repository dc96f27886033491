package io.shardfit.adapters.cli;

import io.shardfit.application.CheckPlan;
import io.shardfit.application.CompareConventions;
import io.shardfit.application.CompareMeasurements;
import io.shardfit.application.FixPlan;
import io.shardfit.application.ReportPlans;
import io.shardfit.application.SearchStrategies;
import io.shardfit.application.StrategySearch;
import io.shardfit.application.catalogue.GpuCatalogue;
import io.shardfit.application.remedy.ProposeRemedies;

/// The offline use cases, wired by hand: no container, no connection.
final class UseCases {
    /// Read once, because reading it is a good part of a short command.
    private static final GpuCatalogue CATALOGUE = GpuCatalogue.shipped();

    private UseCases() {}

    static CheckPlan checkPlan() {
        return new CheckPlan(CATALOGUE);
    }

    static CompareMeasurements compareMeasurements() {
        return new CompareMeasurements(CATALOGUE);
    }

    static CompareConventions compareConventions() {
        return new CompareConventions(CATALOGUE);
    }

    static ProposeRemedies proposeRemedies() {
        return new ProposeRemedies(CATALOGUE);
    }

    static FixPlan fixPlan() {
        return new FixPlan(checkPlan(), proposeRemedies());
    }

    static SearchStrategies searchStrategies() {
        return new SearchStrategies(CATALOGUE);
    }

    static ReportPlans reportPlans() {
        return new ReportPlans(checkPlan(), proposeRemedies(), new StrategySearch(CATALOGUE));
    }
}
