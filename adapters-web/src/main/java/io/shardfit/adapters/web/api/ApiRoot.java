package io.shardfit.adapters.web.api;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.Problem;
import io.shardfit.adapters.web.access.Identity;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.adapters.web.openapi.Described;
import io.shardfit.application.Engine;
import io.shardfit.application.document.Json;
import io.shardfit.application.event.Role;
import io.shardfit.application.format.JsonText;
import io.shardfit.application.port.Server;
import java.util.List;

/// Where one is, as whom, and where to go from here.
@Controller("/api/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
final class ApiRoot {
    private static final String VERSION = "1.0";
    private static final List<String> COLLECTIONS =
            List.of(
                    "plans",
                    "approvals",
                    "waivers",
                    "rule-sets",
                    "environments",
                    "roles",
                    "models",
                    "hardware",
                    "events");

    private final Server.Settings settings;

    ApiRoot(Server.Settings settings) {
        this.settings = settings;
    }

    @Get
    @Permitted
    @Described(id = "readRoot", summary = "Says who you are and where to go from here")
    HttpResponse<String> root(Identity identity) {
        Json.Builder links = Json.fields();
        COLLECTIONS.forEach(name -> links.with(name, "/api/v1/" + name));
        return HttpResponse.ok(
                JsonText.pretty(
                        Json.fields()
                                .with("schemaVersion", VERSION)
                                .with("version", VERSION)
                                .with("engineVersion", Engine.version())
                                .with("identity", identity(identity))
                                .with(
                                        "mode",
                                        settings.access() instanceof Server.Access.Local
                                                ? "local"
                                                : "team")
                                .with("links", links.build())
                                .build()));
    }

    private static Json identity(Identity identity) {
        return Json.fields()
                .with("id", identity.id())
                .with("name", identity.name())
                .with(
                        "roles",
                        Json.items(
                                identity.roles().stream().map(Role::word).map(Json::text).toList()))
                .build();
    }
}
