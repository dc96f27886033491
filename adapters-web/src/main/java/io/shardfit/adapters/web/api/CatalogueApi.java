package io.shardfit.adapters.web.api;

import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.Problem;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.adapters.web.openapi.Described;
import io.shardfit.application.FindingPages;
import io.shardfit.application.catalogue.GpuCatalogue;
import io.shardfit.application.catalogue.ModelCatalogue;
import io.shardfit.application.document.Json;
import io.shardfit.application.format.JsonText;

/// What plans may name, and what findings mean.
@Controller("/api/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
final class CatalogueApi {
    private final ModelCatalogue models;
    private final GpuCatalogue gpus;

    CatalogueApi(ModelCatalogue models, GpuCatalogue gpus) {
        this.models = models;
        this.gpus = gpus;
    }

    @Get("/models")
    @Permitted
    @Described(id = "listModels", summary = "Lists the models that plans may name")
    String models() {
        return JsonText.pretty(
                Json.fields()
                        .with("schemaVersion", "1.0")
                        .with(
                                "models",
                                Json.items(
                                        models.entries().stream()
                                                .map(CatalogueDocument::of)
                                                .toList()))
                        .build());
    }

    @Get("/hardware")
    @Permitted
    @Described(id = "listHardware", summary = "Lists the GPUs that plans may name")
    String hardware() {
        return JsonText.pretty(
                Json.fields()
                        .with("schemaVersion", "1.0")
                        .with(
                                "gpus",
                                Json.items(
                                        gpus.gpus().stream().map(CatalogueDocument::of).toList()))
                        .build());
    }

    @Get("/findings/{code}")
    @Permitted
    @Described(
            id = "explainFinding",
            summary = "Says what a finding means and what to do, in Markdown",
            with = "code=MEM003",
            problems = ProblemKind.NOT_FOUND)
    String finding(String code) {
        String page =
                FindingPages.page(code)
                        .orElseThrow(() ->
                                ProblemException.of(
                                        ProblemKind.NOT_FOUND,
                                        "there is no finding of this code; there are "
                                                + String.join(", ", FindingPages.codes())));
        return JsonText.pretty(
                Json.fields()
                        .with("schemaVersion", "1.0")
                        .with("code", code)
                        .with("page", page)
                        .build());
    }
}
