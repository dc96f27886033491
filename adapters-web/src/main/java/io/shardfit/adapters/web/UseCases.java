package io.shardfit.adapters.web;

import io.micronaut.context.annotation.Factory;
import io.shardfit.application.CheckPlan;
import io.shardfit.application.catalogue.GpuCatalogue;
import io.shardfit.application.catalogue.ModelCatalogue;
import io.shardfit.application.remedy.ProposeRemedies;
import jakarta.inject.Singleton;

/// The wiring of the application, whose classes know no container.
@Factory
final class UseCases {
    @Singleton
    GpuCatalogue gpus() {
        return GpuCatalogue.shipped();
    }

    @Singleton
    ModelCatalogue models() {
        return ModelCatalogue.shipped();
    }

    @Singleton
    CheckPlan checkPlan(GpuCatalogue gpus) {
        return new CheckPlan(gpus);
    }

    @Singleton
    ProposeRemedies proposeRemedies(GpuCatalogue gpus) {
        return new ProposeRemedies(gpus);
    }
}
