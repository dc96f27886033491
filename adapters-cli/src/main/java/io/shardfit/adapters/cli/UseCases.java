package io.shardfit.adapters.cli;

import io.shardfit.application.CheckPlan;
import io.shardfit.application.CompareConventions;
import io.shardfit.application.CompareMeasurements;
import io.shardfit.application.FixPlan;
import io.shardfit.application.ReportPlans;
import io.shardfit.application.catalogue.GpuCatalogue;
import io.shardfit.application.remedy.ProposeRemedies;

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

    static ProposeRemedies proposeRemedies() {
        return new ProposeRemedies(GpuCatalogue.shipped());
    }

    static FixPlan fixPlan() {
        return new FixPlan(checkPlan(), proposeRemedies());
    }

    static ReportPlans reportPlans() {
        return new ReportPlans(checkPlan(), proposeRemedies());
    }
}
