package io.shardfit.adapters.web.openapi;

import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.shardfit.adapters.web.access.Public;

/// What the server offers to programs, written from its own routes.
@Controller
final class OpenApi {
    private final OpenApiDocument document;

    OpenApi(Operations operations) {
        this.document = new OpenApiDocument(operations.all());
    }

    @Get("/openapi.json")
    @Public
    @Produces(MediaType.APPLICATION_JSON)
    @Described(id = "readContract", summary = "Says in OpenAPI 3.1 what the server offers")
    String contract() {
        return document.text();
    }
}
