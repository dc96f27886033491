package io.shardfit.adapters.web;

import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.shardfit.adapters.web.access.Public;
import io.shardfit.adapters.web.openapi.Described;

/// Whether the process lives, and whether it should be sent requests.
@Controller("/health")
@Produces(MediaType.APPLICATION_JSON)
final class Health {
    private static final String UP = "{\"status\":\"UP\"}\n";

    @Get("/live")
    @Public
    @Described(id = "readLiveness", summary = "Says that the process lives")
    String live() {
        return UP;
    }

    @Get("/ready")
    @Public
    @Described(id = "readReadiness", summary = "Says whether to send requests here")
    String ready() {
        return UP;
    }
}
