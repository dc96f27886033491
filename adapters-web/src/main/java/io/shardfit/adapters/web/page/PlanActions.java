package io.shardfit.adapters.web.page;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.Pages;
import io.shardfit.adapters.web.Problem;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.RefusedCommand;
import io.shardfit.adapters.web.access.Identity;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.application.deployment.ApplyRemedy;
import io.shardfit.application.deployment.ArchiveDeployment;
import io.shardfit.application.deployment.Refusal;
import io.shardfit.application.deployment.RequestApproval;
import io.shardfit.application.event.Role;
import io.shardfit.application.format.InputError;
import io.shardfit.application.ledger.AppendOutcome;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What the page of a plan can send. Whoever is refused gets the page again with the reason and
/// with what they typed.
@Controller("/plans/{deployment}")
@Produces(MediaType.TEXT_HTML)
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
@ExecuteOn(TaskExecutors.BLOCKING)
final class PlanActions {
    private final ApplyRemedy remedy;
    private final RequestApproval request;
    private final ArchiveDeployment archive;
    private final PlanViews views;
    private final Pages pages;

    PlanActions(
            ApplyRemedy remedy,
            RequestApproval request,
            ArchiveDeployment archive,
            PlanViews views,
            Pages pages) {
        this.remedy = remedy;
        this.request = request;
        this.archive = archive;
        this.views = views;
        this.pages = pages;
    }

    @Post("/remedies")
    @Permitted(Role.AUTHOR)
    HttpResponse<?> remedy(Identity identity, String deployment, @Body Map<String, Object> fields) {
        FormFields form = new FormFields(fields);
        return answered(
                identity,
                deployment,
                form,
                () -> {
                    ApplyRemedy.Choice choice =
                            new ApplyRemedy.Choice(
                                    deployment,
                                    form.digest("plan"),
                                    form.number("number").orElse(0),
                                    PlanViews.REMEDIES);
                    return switch (remedy.apply(identity.sends(form.command()), choice)) {
                        case ApplyRemedy.Outcome.Applied _ -> "/plans/" + deployment;
                        case ApplyRemedy.Outcome.Refused(Refusal refusal) ->
                                throw RefusedCommand.of(refusal);
                        case ApplyRemedy.Outcome.Rejected(List<InputError> errors) ->
                                throw new ProblemException(Problem.unreadable(errors));
                        case ApplyRemedy.Outcome.NotWritten(AppendOutcome why) ->
                                throw RefusedCommand.of(why);
                    };
                });
    }

    @Post("/request")
    @Permitted(Role.AUTHOR)
    HttpResponse<?> request(
            Identity identity, String deployment, @Body Map<String, Object> fields) {
        FormFields form = new FormFields(fields);
        String environment = form.text("environment");
        return answered(
                identity,
                deployment,
                form,
                () ->
                        switch (request.request(
                                identity.sends(form.command()).seeing(form.digest("plan")),
                                RequestApproval.Wish.of(deployment, environment).renewing())) {
                            case RequestApproval.Outcome.Requested _,
                                    RequestApproval.Outcome.Known _ ->
                                    "/reviews/%s/%s".formatted(deployment, environment);
                            case RequestApproval.Outcome.Refused(Refusal refusal) ->
                                    throw RefusedCommand.of(refusal);
                            case RequestApproval.Outcome.Rejected(List<InputError> errors) ->
                                    throw new ProblemException(Problem.unreadable(errors));
                            case RequestApproval.Outcome.NotWritten(AppendOutcome why) ->
                                    throw RefusedCommand.of(why);
                        });
    }

    @Post("/archive")
    @Permitted({Role.AUTHOR, Role.APPROVER, Role.ADMIN})
    HttpResponse<?> archive(
            Identity identity, String deployment, @Body Map<String, Object> fields) {
        FormFields form = new FormFields(fields);
        return answered(
                identity,
                deployment,
                form,
                () ->
                        switch (archive.archive(
                                identity.sends(form.command()).seeing(form.digest("plan")),
                                deployment,
                                form.text("reason"))) {
                            case ArchiveDeployment.Outcome.Archived _ -> "/plans/" + deployment;
                            case ArchiveDeployment.Outcome.Refused(Refusal refusal) ->
                                    throw RefusedCommand.of(refusal);
                            case ArchiveDeployment.Outcome.NotWritten(AppendOutcome why) ->
                                    throw RefusedCommand.of(why);
                        });
    }

    /// @param work gives the page that shows the result
    private HttpResponse<?> answered(
            Identity identity, String deployment, FormFields form, Supplier<String> work) {
        try {
            return HttpResponse.seeOther(URI.create(work.get()));
        } catch (ProblemException refused) {
            PlanView view =
                    views.of(deployment, Optional.empty(), Optional.of(refused.problem()), form);
            return HttpResponse.status(refused.problem().kind().status())
                    .body(pages.page("plan", Map.of("identity", identity, "view", view)));
        }
    }
}
