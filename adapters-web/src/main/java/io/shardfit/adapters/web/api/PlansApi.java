package io.shardfit.adapters.web.api;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.Problem;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.adapters.web.RefusedCommand;
import io.shardfit.adapters.web.access.Identity;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.application.deployment.Refusal;
import io.shardfit.application.deployment.SubmitPlan;
import io.shardfit.application.document.Json;
import io.shardfit.application.event.Role;
import io.shardfit.application.event.StandingVerdict;
import io.shardfit.application.format.InputError;
import io.shardfit.application.format.JsonText;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.port.ReadModels;
import io.shardfit.application.readmodel.FleetQuestion;
import io.shardfit.application.readmodel.FleetRow;
import io.shardfit.domain.verdict.Readiness;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The plans that are kept.
@Controller("/api/v1/plans")
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
final class PlansApi {
    private static final int MOST = 200;

    private final SubmitPlan submit;
    private final ReadModels readModels;
    private final InstantSource clock;

    PlansApi(SubmitPlan submit, ReadModels readModels, InstantSource clock) {
        this.submit = submit;
        this.readModels = readModels;
        this.clock = clock;
    }

    @Get
    @Permitted
    HttpResponse<String> list(
            @QueryValue @Nullable String verdict,
            @QueryValue @Nullable String environment,
            @QueryValue(defaultValue = "false") boolean archived,
            @QueryValue @Nullable String after,
            @QueryValue(defaultValue = "50") int limit) {
        if (limit < 1 || limit > MOST) {
            throw ProblemException.of(ProblemKind.BAD_REQUEST, "limit is 1 to " + MOST);
        }
        FleetQuestion question =
                new FleetQuestion(
                        clock.instant(),
                        Optional.ofNullable(verdict).map(PlansApi::readiness),
                        Optional.ofNullable(environment),
                        archived,
                        Optional.ofNullable(after),
                        limit);
        List<FleetRow> rows = readModels.fleet(question);
        return HttpResponse.ok(
                JsonText.pretty(
                        Json.fields()
                                .with("schemaVersion", "1.0")
                                .with("plans", Json.items(rows.stream().map(PlanRow::of).toList()))
                                .build()));
    }

    private static Readiness readiness(String word) {
        try {
            return Readiness.valueOf(word);
        } catch (IllegalArgumentException none) {
            throw ProblemException.of(
                    ProblemKind.BAD_REQUEST, "verdict is one of " + List.of(Readiness.values()));
        }
    }

    /// @param name as findings should name the file
    @Post("/{deployment}")
    @Consumes({"application/yaml", MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
    @Permitted(Role.AUTHOR)
    HttpResponse<String> submit(
            HttpRequest<?> request,
            Identity identity,
            String deployment,
            @QueryValue(defaultValue = "plan.yaml") String name,
            @Body byte[] plan) {
        return switch (submit.submit(
                identity.sends(Conditions.command(request, identity)), deployment, name, plan)) {
            case SubmitPlan.Outcome.Submitted(StandingVerdict verdict, boolean known) ->
                    submitted(deployment, verdict, known);
            case SubmitPlan.Outcome.Rejected(List<InputError> errors) ->
                    throw new ProblemException(Problem.unreadable(errors));
            case SubmitPlan.Outcome.Refused(Refusal refusal) -> throw RefusedCommand.of(refusal);
            case SubmitPlan.Outcome.NotWritten(AppendOutcome why) -> throw RefusedCommand.of(why);
        };
    }

    private static HttpResponse<String> submitted(
            String deployment, StandingVerdict verdict, boolean known) {
        String link = "/api/v1/plans/" + deployment;
        Json document =
                Json.fields()
                        .with("schemaVersion", "1.0")
                        .with("deployment", deployment)
                        .with("planDigest", verdict.verdict().plan().text())
                        .with("known", new Json.Flag(known))
                        .with("verdict", verdict.verdict().result().name())
                        .with(
                                "findings",
                                Json.items(
                                        verdict.verdict().findings().stream()
                                                .map(finding -> Json.text(finding.code()))
                                                .toList()))
                        .with("ruleSet", Numbers.count(verdict.verdict().ruleSet()))
                        .with("position", Numbers.position(verdict.position()))
                        .with("link", link)
                        .build();
        return HttpResponse.<String>status(known ? HttpStatus.OK : HttpStatus.CREATED)
                .header(HttpHeaders.ETAG, Conditions.tag(verdict.verdict().plan()))
                .header(HttpHeaders.LOCATION, link)
                .body(JsonText.pretty(document));
    }
}
