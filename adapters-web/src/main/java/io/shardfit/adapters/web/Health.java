package io.shardfit.adapters.web;

import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.shardfit.adapters.web.access.Public;

/// Whether the process lives, and whether it should be sent requests.
@Controller("/health")
@Produces(MediaType.APPLICATION_JSON)
final class Health {
    private static final String UP = "{\"status\":\"UP\"}\n";

    @Get("/live")
    @Public
    String live() {
        return UP;
    }

    @Get("/ready")
    @Public
    String ready() {
        return UP;
    }
}
