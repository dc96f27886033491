package io.shardfit.adapters.web.gate;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.Problem;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.adapters.web.access.Public;
import io.shardfit.adapters.web.openapi.Described;
import io.shardfit.application.deployment.ReadDeployment;
import io.shardfit.application.deployment.ReadDeployment.Outcome;
import io.shardfit.application.document.Json;
import io.shardfit.application.format.JsonText;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.domain.approval.Standing;
import java.time.InstantSource;
import java.util.Optional;

/// How a deployment stands, as a picture for pages elsewhere.
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
final class BadgeApi {
    private static final String SVG = "image/svg+xml";
    private static final String SUFFIX = ".svg";

    private final ReadDeployment read;
    private final InstantSource clock;
    private final BadgeKeys keys;

    BadgeApi(ReadDeployment read, InstantSource clock, BadgeKeys keys) {
        this.read = read;
        this.clock = clock;
        this.keys = keys;
    }

    /// @param file the environment and `.svg`
    @Get("/badge/{deployment}/{file}")
    @Public
    @Produces({SVG, Problem.MEDIA_TYPE})
    @Described(
            id = "readBadge",
            summary = "Shows how a deployment stands in an environment, as a picture",
            with = {"deployment=moe-30b-ep16-dp4", "file=production.svg"},
            problems = ProblemKind.NOT_FOUND)
    HttpResponse<String> badge(
            HttpRequest<?> request,
            String deployment,
            String file,
            @QueryValue @Nullable String key) {
        String environment =
                file.endsWith(SUFFIX) ? file.substring(0, file.length() - SUFFIX.length()) : "";
        if (!StreamId.isName(environment)
                || !StreamId.isName(deployment)
                || !keys.permit(request, deployment, environment, Optional.ofNullable(key))) {
            throw ProblemException.of(
                    ProblemKind.NOT_FOUND,
                    "the address is /badge/{deployment}/{environment}.svg, with the key that"
                            + " /api/v1/badges/{deployment}/{environment} tells");
        }
        return HttpResponse.ok(badge(deployment, environment).svg())
                .header("Cache-Control", "max-age=60")
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .header("Cross-Origin-Resource-Policy", "cross-origin");
    }

    private Badge badge(String deployment, String environment) {
        return switch (read.read(deployment, clock.instant())) {
            case Outcome.Refused _ -> Badge.unknown(environment);
            case Outcome.Read(var history, var standings) ->
                    Badge.of(
                            environment,
                            history,
                            Optional.ofNullable(standings.get(environment))
                                    .orElseGet(Standing.NotRequested::new));
        };
    }

    /// The address of the badge, with its key.
    @Get("/api/v1/badges/{deployment}/{environment}")
    @Permitted
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Described(
            id = "readBadgeLink",
            summary = "Answers the address of a badge, with its key",
            with = {"deployment=moe-30b-ep16-dp4", "environment=production"},
            problems = ProblemKind.BAD_REQUEST)
    HttpResponse<String> link(String deployment, String environment) {
        if (!StreamId.isName(environment) || !StreamId.isName(deployment)) {
            throw ProblemException.of(ProblemKind.BAD_REQUEST, "a name " + StreamId.NAME_RULE);
        }
        String address =
                "/badge/%s/%s.svg%s"
                        .formatted(
                                deployment,
                                environment,
                                keys.of(deployment, environment)
                                        .map(key -> "?key=" + key)
                                        .orElse(""));
        return HttpResponse.ok(
                JsonText.pretty(
                        Json.fields()
                                .with("schemaVersion", "1.0")
                                .with("deployment", deployment)
                                .with("environment", environment)
                                .with("link", address)
                                .build()));
    }
}
