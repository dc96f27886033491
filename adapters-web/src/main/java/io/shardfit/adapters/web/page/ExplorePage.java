package io.shardfit.adapters.web.page;

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
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.Pages;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.adapters.web.RefusedCommand;
import io.shardfit.adapters.web.access.Identity;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.application.ExploreStrategies;
import io.shardfit.application.deployment.ChooseStrategy;
import io.shardfit.application.deployment.ReadDeployment;
import io.shardfit.application.deployment.Refusal;
import io.shardfit.application.event.CurrentPlan;
import io.shardfit.application.event.Role;
import io.shardfit.application.format.InputError;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Document;
import io.shardfit.application.port.EventLog;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What becomes of a plan under other degrees: of a deployment's plan, whose strategy can be chosen
/// here, or of one that is pasted, of which nothing is kept.
@Controller("/explore")
@Produces(MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
final class ExplorePage {
    private static final String PASTED = "pasted plan";

    private final ExploreStrategies explore;
    private final ChooseStrategy choose;
    private final ReadDeployment deployments;
    private final EventLog log;
    private final InstantSource clock;
    private final FoundingExample example;
    private final Pages pages;

    ExplorePage(
            ExploreStrategies explore,
            ChooseStrategy choose,
            ReadDeployment deployments,
            EventLog log,
            InstantSource clock,
            FoundingExample example,
            Pages pages) {
        this.explore = explore;
        this.choose = choose;
        this.deployments = deployments;
        this.log = log;
        this.clock = clock;
        this.example = example;
        this.pages = pages;
    }

    /// The form, with the founding example in it.
    @Get
    @Permitted
    String form(Identity identity) {
        return pasted(identity, example.plan(), Optional.empty(), List.of());
    }

    @Post
    @Permitted
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    HttpResponse<String> pasted(Identity identity, @Body Map<String, Object> fields) {
        FormFields form = new FormFields(fields);
        String plan = form.text("plan");
        ExploreQuestion question = ExploreQuestion.of(form);
        return switch (explore.explore(
                PASTED,
                plan.getBytes(StandardCharsets.UTF_8),
                question.selection(),
                question.choice())) {
            case ExploreStrategies.Outcome.Rejected(List<InputError> errors) ->
                    HttpResponse.<String>status(HttpStatus.UNPROCESSABLE_ENTITY)
                            .body(pasted(identity, plan, Optional.empty(), errors));
            case ExploreStrategies.Outcome.Explored explored ->
                    HttpResponse.ok(
                            pasted(
                                    identity,
                                    plan,
                                    Optional.of(new RegionView(explored, question, "/explore")),
                                    List.of()));
        };
    }

    private String pasted(
            Identity identity, String plan, Optional<RegionView> view, List<InputError> errors) {
        return pages.page(
                "explore-pasted",
                Map.of("identity", identity, "plan", plan, "view", view, "errors", errors));
    }

    @Get("/{deployment}")
    @Permitted
    String deployment(HttpRequest<?> request, Identity identity, String deployment) {
        CurrentPlan plan = plan(deployment);
        ExploreQuestion question = ExploreQuestion.of(request.getParameters());
        String path = "/explore/" + deployment;
        return switch (explore.explore(
                plan.submitted().fileName(), file(plan), question.selection(), question.choice())) {
            case ExploreStrategies.Outcome.Rejected(List<InputError> errors) ->
                    throw unreadable(errors);
            case ExploreStrategies.Outcome.Explored explored ->
                    pages.page(
                            "explore",
                            Map.of(
                                    "identity",
                                    identity,
                                    "deployment",
                                    deployment,
                                    "plan",
                                    plan.submitted().plan(),
                                    "command",
                                    UUID.randomUUID(),
                                    "view",
                                    new RegionView(explored, question, path)));
        };
    }

    private CurrentPlan plan(String deployment) {
        return switch (deployments.read(deployment, clock.instant())) {
            case ReadDeployment.Outcome.Refused(Refusal refusal) ->
                    throw RefusedCommand.of(refusal);
            case ReadDeployment.Outcome.Read(var history, var _) -> history.plan().orElseThrow();
        };
    }

    private byte[] file(CurrentPlan plan) {
        return log.document(plan.submitted().raw()).map(Document::bytes).orElseThrow();
    }

    private static ProblemException unreadable(List<InputError> errors) {
        return ProblemException.of(
                ProblemKind.CONFLICT,
                "this program no longer reads the plan: " + errors.getFirst());
    }

    /// Makes the strategy the deployment's, for the plan that was looked at and no other.
    @Post("/{deployment}/strategy")
    @Permitted(Role.AUTHOR)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    HttpResponse<?> choose(Identity identity, String deployment, @Body Map<String, Object> fields) {
        FormFields form = new FormFields(fields);
        String plan = form.text("plan");
        if (!Digest.isDigest(plan)) {
            throw ProblemException.of(
                    ProblemKind.BAD_REQUEST, "load the page again, then send the form");
        }
        return switch (choose.choose(
                identity.sends(form.command()),
                new ChooseStrategy.Choice(deployment, new Digest(plan), form.text("strategy")))) {
            case ChooseStrategy.Outcome.Chosen _ ->
                    HttpResponse.seeOther(URI.create("/plans/" + deployment));
            case ChooseStrategy.Outcome.Refused(Refusal refusal) ->
                    throw RefusedCommand.of(refusal);
            case ChooseStrategy.Outcome.Rejected(List<InputError> errors) ->
                    throw ProblemException.of(ProblemKind.CONFLICT, errors.getFirst().toString());
            case ChooseStrategy.Outcome.NotWritten(AppendOutcome why) ->
                    throw RefusedCommand.of(why);
        };
    }
}
