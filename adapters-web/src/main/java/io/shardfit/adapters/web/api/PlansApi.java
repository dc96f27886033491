package io.shardfit.adapters.web.api;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.uri.UriBuilder;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.Problem;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.adapters.web.RefusedCommand;
import io.shardfit.adapters.web.access.Identity;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.adapters.web.openapi.Described;
import io.shardfit.adapters.web.openapi.Needs;
import io.shardfit.application.deployment.Refusal;
import io.shardfit.application.deployment.Sender;
import io.shardfit.application.deployment.SubmitPlan;
import io.shardfit.application.event.Role;
import io.shardfit.application.event.StandingVerdict;
import io.shardfit.application.format.InputError;
import io.shardfit.application.format.JsonText;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Document;
import io.shardfit.application.port.EventLog;
import io.shardfit.application.port.ReadModels;
import io.shardfit.application.readmodel.FleetQuestion;
import io.shardfit.application.readmodel.FleetRow;
import io.shardfit.domain.verdict.Readiness;
import java.util.List;
import java.util.Optional;

/// The plans that are kept.
@Controller("/api/v1/plans")
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
final class PlansApi {
    private final EventLog log;
    private final ReadModels readModels;
    private final SubmitPlan submit;
    private final Deployments deployments;
    private final Instants instants;

    PlansApi(
            EventLog log,
            ReadModels readModels,
            SubmitPlan submit,
            Deployments deployments,
            Instants instants) {
        this.log = log;
        this.readModels = readModels;
        this.submit = submit;
        this.deployments = deployments;
        this.instants = instants;
    }

    @Get
    @Permitted
    @Described(
            id = "listPlans",
            summary = "Lists the deployments with their plans, verdicts and standings",
            with = {"after=moe-30b-old", "limit=2"})
    HttpResponse<String> list(
            @QueryValue @Nullable String verdict,
            @QueryValue @Nullable String environment,
            @QueryValue(defaultValue = "false") boolean archived,
            @QueryValue @Nullable String after,
            @QueryValue(defaultValue = "50") int limit) {
        List<FleetRow> rows =
                readModels.fleet(
                        new FleetQuestion(
                                instants.now(),
                                Optional.ofNullable(verdict).map(PlansApi::readiness),
                                Optional.ofNullable(environment),
                                archived,
                                Optional.ofNullable(after),
                                Listing.limit(limit) + 1));
        UriBuilder page =
                UriBuilder.of("/api/v1/plans")
                        .queryParam("limit", limit)
                        .queryParam("archived", archived);
        Optional.ofNullable(verdict).ifPresent(word -> page.queryParam("verdict", word));
        Optional.ofNullable(environment).ifPresent(name -> page.queryParam("environment", name));
        return Listing.of(rows, limit, FleetRow::deployment, PlanRow::of)
                .answer("plans", page, "after");
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
    @Described(
            id = "submitPlan",
            summary = "Submits a plan as the next version of a deployment",
            with = {"deployment=moe-30b-new", "name=plan.yaml"},
            body = "@examples/ep16-dp4.yaml",
            status = 201,
            also = 200,
            needs = Needs.IDEMPOTENCY_KEY,
            problems = {
                ProblemKind.UNREADABLE_PLAN,
                ProblemKind.STALE,
                ProblemKind.CONFLICT,
                ProblemKind.NOT_ALLOWED,
            })
    HttpResponse<String> submit(
            HttpRequest<?> request,
            Identity identity,
            String deployment,
            @QueryValue(defaultValue = "plan.yaml") String name,
            @Body byte[] plan) {
        Optional<Digest> seen = Conditions.planIfAny(request);
        return Writes.answer(
                request,
                identity,
                write -> {
                    Sender sender = seen.map(write.sender()::seeing).orElse(write.sender());
                    return switch (submit.submit(sender, deployment, name, plan)) {
                        case SubmitPlan.Outcome.Submitted(StandingVerdict verdict, boolean known) ->
                                Submitted.answer(deployment, verdict, known);
                        case SubmitPlan.Outcome.Rejected(List<InputError> errors) ->
                                throw new ProblemException(Problem.unreadable(errors));
                        case SubmitPlan.Outcome.Refused(Refusal refusal) ->
                                throw RefusedCommand.of(refusal);
                        case SubmitPlan.Outcome.NotWritten(AppendOutcome why) ->
                                throw RefusedCommand.of(why);
                    };
                });
    }

    /// @param asOf for which instant; now if there is none
    @Get("/{deployment}")
    @Permitted
    @Described(
            id = "readPlan",
            summary = "Answers the plan of a deployment, what is said of it and how it stands",
            with = "deployment=moe-30b-ep16-dp4",
            problems = ProblemKind.NOT_FOUND)
    HttpResponse<String> read(String deployment, @QueryValue @Nullable String asOf) {
        Deployments.Known known = deployments.known(deployment, instants.of("asOf", asOf));
        return HttpResponse.ok(JsonText.pretty(DeploymentDocument.of(known)))
                .header(HttpHeaders.ETAG, Conditions.tag(known.plan().submitted().plan()));
    }

    /// The bytes as they were submitted, or as the program rewrote them.
    @Get("/{deployment}/file")
    @Produces({"application/yaml", Problem.MEDIA_TYPE})
    @Permitted
    @Described(
            id = "readPlanFile",
            summary =
                    "Answers the file of a plan as it was submitted, or as the program rewrote it",
            with = "deployment=moe-30b-ep16-dp4",
            problems = ProblemKind.NOT_FOUND)
    HttpResponse<byte[]> file(String deployment, @QueryValue @Nullable String asOf) {
        Deployments.Known known = deployments.known(deployment, instants.of("asOf", asOf));
        Document file = log.document(known.plan().submitted().raw()).orElseThrow();
        return HttpResponse.ok(file.bytes())
                .header(HttpHeaders.ETAG, Conditions.tag(known.plan().submitted().plan()));
    }
}
