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
import io.shardfit.application.deployment.AskVerdict;
import io.shardfit.application.deployment.AskVerdict.JudgedBy;
import io.shardfit.application.deployment.Refusal;
import io.shardfit.application.deployment.ValidatePlan;
import io.shardfit.application.event.Role;
import io.shardfit.application.event.StandingVerdict;
import io.shardfit.application.format.InputError;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.domain.quantity.Share;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is said of a kept plan, and was said of it.
@Controller("/api/v1/plans/{deployment}")
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
final class VerdictsApi {
    private final AskVerdict ask;
    private final ValidatePlan validate;
    private final Deployments deployments;
    private final Instants instants;

    VerdictsApi(AskVerdict ask, ValidatePlan validate, Deployments deployments, Instants instants) {
        this.ask = ask;
        this.validate = validate;
        this.deployments = deployments;
        this.instants = instants;
    }

    /// The verdict document; a recorded one in the bytes that its digest is of.
    ///
    /// @param judgedBy `recorded` for what was said then, `latest` for what the rules of now say of
    ///   the plan of then
    /// @param environment under whose margin; the plan's own if there is none
    @Get("/verdict")
    @Permitted
    @Described(
            id = "readVerdict",
            summary =
                    "Answers the whole verdict on a plan: what was said then, or what is said now",
            with = {"deployment=moe-30b-ep16-dp4", "judgedBy=recorded"},
            problems = {ProblemKind.NOT_FOUND, ProblemKind.UNREADABLE_PLAN})
    HttpResponse<byte[]> verdict(
            String deployment,
            @QueryValue @Nullable String asOf,
            @QueryValue(defaultValue = "recorded") String judgedBy,
            @QueryValue @Nullable String environment) {
        Instant instant = instants.of("asOf", asOf);
        Optional<Share> margin =
                Optional.ofNullable(environment)
                        .flatMap(name ->
                                deployments.environment(name, instant).policy().safetyMargin());
        return switch (ask.ask(
                new AskVerdict.Question(deployment, instant, judge(judgedBy), margin))) {
            case AskVerdict.Outcome.Answered answered ->
                    HttpResponse.ok(answered.document().bytes())
                            .header(HttpHeaders.ETAG, Conditions.tag(answered.verdict().plan()));
            case AskVerdict.Outcome.Rejected(List<InputError> errors) ->
                    throw new ProblemException(Problem.unreadable(errors));
            case AskVerdict.Outcome.Refused(Refusal refusal) -> throw RefusedCommand.of(refusal);
        };
    }

    private static JudgedBy judge(String word) {
        return switch (word) {
            case "recorded" -> JudgedBy.AS_RECORDED;
            case "latest" -> JudgedBy.LATEST;
            default ->
                    throw ProblemException.of(
                            ProblemKind.BAD_REQUEST, "judgedBy is recorded or latest");
        };
    }

    @Post("/verdicts")
    @Consumes(MediaType.APPLICATION_JSON)
    @Permitted(Role.AUTHOR)
    @Described(
            id = "judgePlan",
            summary =
                    "Judges a plan again, by the rules of now and under the margin of an"
                            + " environment",
            with = "deployment=moe-30b-waiting",
            body = "{\"environment\": \"production\"}",
            status = 201,
            needs = Needs.IDEMPOTENCY_KEY,
            problems = {ProblemKind.NOT_FOUND, ProblemKind.UNREADABLE_PLAN, ProblemKind.CONFLICT},
            after = "changePolicy")
    HttpResponse<String> validate(
            HttpRequest<?> request, Identity identity, String deployment, @Body byte[] body) {
        String environment = RequestBody.only("environment", body);
        return Writes.answer(
                request,
                identity,
                write ->
                        switch (validate.validate(write.sender(), deployment, environment)) {
                            case ValidatePlan.Outcome.Validated(
                                            StandingVerdict verdict,
                                            boolean known) ->
                                    Submitted.answer(deployment, verdict, known);
                            case ValidatePlan.Outcome.Rejected(List<InputError> errors) ->
                                    throw new ProblemException(Problem.unreadable(errors));
                            case ValidatePlan.Outcome.Refused(Refusal refusal) ->
                                    throw RefusedCommand.of(refusal);
                            case ValidatePlan.Outcome.NotWritten(AppendOutcome why) ->
                                    throw RefusedCommand.of(why);
                        });
    }
}
