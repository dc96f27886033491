package io.shardfit.adapters.web.page;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Part;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.multipart.CompletedFileUpload;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.Pages;
import io.shardfit.adapters.web.Problem;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.adapters.web.RefusedCommand;
import io.shardfit.adapters.web.access.Identity;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.application.CheckPlan;
import io.shardfit.application.CheckedPlan;
import io.shardfit.application.Overrides;
import io.shardfit.application.deployment.Refusal;
import io.shardfit.application.deployment.SubmitPlan;
import io.shardfit.application.event.Role;
import io.shardfit.application.format.InputError;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.remedy.ProposeRemedies;
import io.shardfit.domain.remedy.Limits;
import io.shardfit.domain.verdict.RuleSet;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A form for a plan, and the answer below it. Nothing is kept until it is submitted as a
/// deployment.
@Controller("/check")
@Produces(MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
final class CheckPage {
    private static final Limits REMEDIES = Limits.of(3, 120);

    private final CheckPlan checkPlan;
    private final ProposeRemedies proposeRemedies;
    private final SubmitPlan submitPlan;
    private final Pages pages;
    private final FoundingExample example;

    CheckPage(
            CheckPlan checkPlan,
            ProposeRemedies proposeRemedies,
            SubmitPlan submitPlan,
            Pages pages,
            FoundingExample example) {
        this.checkPlan = checkPlan;
        this.proposeRemedies = proposeRemedies;
        this.submitPlan = submitPlan;
        this.pages = pages;
        this.example = example;
    }

    @Get
    @Permitted
    String form(Identity identity) {
        return page(identity, BroughtPlan.of(example.plan()), Answer.NONE);
    }

    /// Where a browser comes that loads the page of a refusal again.
    @Get("/submit")
    @Permitted
    HttpResponse<?> again() {
        return HttpResponse.seeOther(URI.create("/check"));
    }

    @Post
    @Permitted
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    HttpResponse<String> check(
            Identity identity,
            @Part("plan") @Nullable String plan,
            @Part("file") @Nullable CompletedFileUpload file,
            @Part("fileName") @Nullable String fileName,
            @Part("deployment") @Nullable String deployment)
            throws IOException {
        BroughtPlan brought = BroughtPlan.of(plan, file, fileName, deployment);
        return switch (checkPlan.check(
                brought.fileName(), brought.bytes(), RuleSet.current(), Overrides.NONE)) {
            case CheckPlan.Outcome.Rejected(List<InputError> errors) ->
                    unreadable(identity, brought, errors);
            case CheckPlan.Outcome.Checked(CheckedPlan checked) ->
                    HttpResponse.ok(
                            page(
                                    identity,
                                    brought,
                                    new Answer(
                                            Optional.of(view(checked)),
                                            List.of(),
                                            Optional.empty())));
        };
    }

    @Post("/submit")
    @Permitted(Role.AUTHOR)
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    HttpResponse<?> submit(
            Identity identity,
            @Part("plan") @Nullable String plan,
            @Part("file") @Nullable CompletedFileUpload file,
            @Part("fileName") @Nullable String fileName,
            @Part("deployment") @Nullable String deployment)
            throws IOException {
        BroughtPlan brought = BroughtPlan.of(plan, file, fileName, deployment);
        return switch (submitPlan.submit(
                identity.sends(brought.command(identity.id())),
                brought.deployment(),
                brought.fileName(),
                brought.bytes())) {
            case SubmitPlan.Outcome.Submitted _ ->
                    HttpResponse.seeOther(URI.create("/plans/" + brought.deployment()));
            case SubmitPlan.Outcome.Rejected(List<InputError> errors) ->
                    unreadable(identity, brought, errors);
            case SubmitPlan.Outcome.Refused(Refusal refusal) ->
                    refused(identity, brought, RefusedCommand.of(refusal).problem());
            case SubmitPlan.Outcome.NotWritten(AppendOutcome why) ->
                    refused(identity, brought, RefusedCommand.of(why).problem());
        };
    }

    private HttpResponse<String> unreadable(
            Identity identity, BroughtPlan brought, List<InputError> errors) {
        return HttpResponse.<String>status(HttpStatus.UNPROCESSABLE_ENTITY)
                .body(
                        page(
                                identity,
                                brought,
                                new Answer(Optional.empty(), errors, Optional.empty())));
    }

    private HttpResponse<String> refused(Identity identity, BroughtPlan brought, Problem problem) {
        ProblemKind kind = problem.kind();
        return HttpResponse.<String>status(kind.status())
                .body(
                        page(
                                identity,
                                brought,
                                new Answer(Optional.empty(), List.of(), Optional.of(problem))));
    }

    private VerdictView view(CheckedPlan checked) {
        return VerdictView.below(checked, proposeRemedies.propose(checked.verdict(), REMEDIES));
    }

    /// What is said of a plan.
    private record Answer(
            Optional<VerdictView> verdict, List<InputError> errors, Optional<Problem> problem) {
        private static final Answer NONE =
                new Answer(Optional.empty(), List.of(), Optional.empty());
    }

    private String page(Identity identity, BroughtPlan brought, Answer answer) {
        return pages.page(
                "check",
                Map.of(
                        "identity",
                        identity,
                        "brought",
                        brought,
                        "verdict",
                        answer.verdict(),
                        "errors",
                        answer.errors(),
                        "problem",
                        answer.problem()));
    }
}
