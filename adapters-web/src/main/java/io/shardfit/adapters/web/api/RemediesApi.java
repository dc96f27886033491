package io.shardfit.adapters.web.api;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
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
import io.shardfit.application.CheckedPlan;
import io.shardfit.application.deployment.ApplyRemedy;
import io.shardfit.application.deployment.AskRemedies;
import io.shardfit.application.deployment.ChooseStrategy;
import io.shardfit.application.deployment.Refusal;
import io.shardfit.application.deployment.Sender;
import io.shardfit.application.document.RemediesDocument;
import io.shardfit.application.document.VerdictDocument;
import io.shardfit.application.event.Role;
import io.shardfit.application.format.InputError;
import io.shardfit.application.format.JsonText;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.remedy.Proposals;
import io.shardfit.domain.remedy.Limits;
import java.util.List;

/// What would make a kept plan pass, and making it.
@Controller("/api/v1/plans/{deployment}")
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
final class RemediesApi {
    private static final int WANTED = 3;
    private static final int MOST_WANTED = 100;

    /// As many as `shardfit check` judges, so that both number the same remedies.
    private static final int EVALUATIONS = 120;

    private final AskRemedies ask;
    private final ApplyRemedy apply;
    private final ChooseStrategy choose;

    RemediesApi(AskRemedies ask, ApplyRemedy apply, ChooseStrategy choose) {
        this.ask = ask;
        this.apply = apply;
        this.choose = choose;
    }

    private static Limits limits(int wanted) {
        if (wanted < 1 || wanted > MOST_WANTED) {
            throw ProblemException.of(ProblemKind.BAD_REQUEST, "wanted is 1 to " + MOST_WANTED);
        }
        return Limits.of(wanted, EVALUATIONS);
    }

    /// The document that `shardfit check` gives.
    @Get("/remedies")
    @Permitted
    @Described(
            id = "findRemedies",
            summary = "Looks for what would make a plan pass",
            with = {"deployment=moe-30b-ep16-dp4", "wanted=1"},
            problems = {ProblemKind.NOT_FOUND, ProblemKind.UNREADABLE_PLAN, ProblemKind.CONFLICT})
    HttpResponse<String> remedies(String deployment, @QueryValue(defaultValue = "3") int wanted) {
        return switch (ask.ask(deployment, limits(wanted))) {
            case AskRemedies.Outcome.Proposed(CheckedPlan plan, Proposals proposals) ->
                    HttpResponse.ok(
                                    JsonText.pretty(
                                            RemediesDocument.in(
                                                    VerdictDocument.of(plan), proposals)))
                            .header(HttpHeaders.ETAG, Conditions.tag(new Digest(plan.digest())));
            case AskRemedies.Outcome.Rejected(List<InputError> errors) ->
                    throw new ProblemException(Problem.unreadable(errors));
            case AskRemedies.Outcome.Refused(Refusal refusal) -> throw RefusedCommand.of(refusal);
        };
    }

    /// Makes one of them, as they were numbered with the same `wanted`.
    @Post("/remedies")
    @Consumes(MediaType.APPLICATION_JSON)
    @Permitted(Role.AUTHOR)
    @Described(
            id = "applyRemedy",
            summary = "Makes one of the remedies; the plan that it gives becomes the next version",
            with = {"deployment=moe-30b-new", "If-Match=$chooseStrategy.header.ETag"},
            body = "{\"number\": 1}",
            status = 201,
            needs = {Needs.IDEMPOTENCY_KEY, Needs.IF_MATCH},
            problems = {ProblemKind.NOT_FOUND, ProblemKind.UNREADABLE_PLAN, ProblemKind.CONFLICT})
    HttpResponse<String> apply(
            HttpRequest<?> request, Identity identity, String deployment, @Body byte[] body) {
        RequestBody members = RequestBody.of(body);
        int number = members.number("number");
        Limits limits = limits(members.optionalNumber("wanted").orElse(WANTED));
        members.end();
        ApplyRemedy.Choice choice =
                new ApplyRemedy.Choice(deployment, Conditions.plan(request), number, limits);
        return Writes.answer(request, identity, write -> apply(write.sender(), choice));
    }

    private MutableHttpResponse<String> apply(Sender sender, ApplyRemedy.Choice choice) {
        return switch (apply.apply(sender, choice)) {
            case ApplyRemedy.Outcome.Applied(var _, var verdict) ->
                    Submitted.answer(choice.deployment(), verdict, false);
            case ApplyRemedy.Outcome.Rejected(List<InputError> errors) ->
                    throw new ProblemException(Problem.unreadable(errors));
            case ApplyRemedy.Outcome.Refused(Refusal refusal) -> throw RefusedCommand.of(refusal);
            case ApplyRemedy.Outcome.NotWritten(AppendOutcome why) -> throw RefusedCommand.of(why);
        };
    }

    @Post("/strategies")
    @Consumes(MediaType.APPLICATION_JSON)
    @Permitted(Role.AUTHOR)
    @Described(
            id = "chooseStrategy",
            summary = "Gives a plan another strategy, as its next version",
            with = {"deployment=moe-30b-new", "If-Match=$submitPlan.header.ETag"},
            body = "{\"strategy\": \"EP16_TP1_PP1_DP1\"}",
            status = 201,
            needs = {Needs.IDEMPOTENCY_KEY, Needs.IF_MATCH},
            problems = {ProblemKind.NOT_FOUND, ProblemKind.UNREADABLE_PLAN, ProblemKind.CONFLICT},
            after = "askGate")
    HttpResponse<String> choose(
            HttpRequest<?> request, Identity identity, String deployment, @Body byte[] body) {
        String strategy = RequestBody.only("strategy", body);
        ChooseStrategy.Choice choice =
                new ChooseStrategy.Choice(deployment, Conditions.plan(request), strategy);
        return Writes.answer(request, identity, write -> choose(write.sender(), choice));
    }

    private MutableHttpResponse<String> choose(Sender sender, ChooseStrategy.Choice choice) {
        return switch (choose.choose(sender, choice)) {
            case ChooseStrategy.Outcome.Chosen(var _, var verdict) ->
                    Submitted.answer(choice.deployment(), verdict, false);
            case ChooseStrategy.Outcome.Rejected(List<InputError> errors) ->
                    throw new ProblemException(Problem.unreadable(errors));
            case ChooseStrategy.Outcome.Refused(Refusal refusal) ->
                    throw RefusedCommand.of(refusal);
            case ChooseStrategy.Outcome.NotWritten(AppendOutcome why) ->
                    throw RefusedCommand.of(why);
        };
    }
}
