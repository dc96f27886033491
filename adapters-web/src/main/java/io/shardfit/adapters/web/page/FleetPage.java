package io.shardfit.adapters.web.page;

import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.Pages;
import io.shardfit.adapters.web.access.Identity;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.application.port.ReadModels;
import io.shardfit.application.readmodel.FleetQuestion;

import java.time.InstantSource;
import java.util.Map;

/// What is ready, what is close to the edge.
@Controller
@Produces(MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
final class FleetPage {
    private static final int ROWS = 50;

    private final ReadModels readModels;
    private final InstantSource clock;
    private final Pages pages;

    FleetPage(ReadModels readModels, InstantSource clock, Pages pages) {
        this.readModels = readModels;
        this.clock = clock;
        this.pages = pages;
    }

    @Get("/")
    @Permitted
    String fleet(Identity identity) {
        return pages.page(
                "fleet",
                Map.of(
                        "identity",
                        identity,
                        "rows",
                        readModels.fleet(FleetQuestion.all(clock.instant(), ROWS))));
    }
}
