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
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.adapters.web.RefusedCommand;
import io.shardfit.adapters.web.access.Identity;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.application.deployment.ApprovePlan;
import io.shardfit.application.deployment.GrantWaiver;
import io.shardfit.application.deployment.Refusal;
import io.shardfit.application.deployment.RejectApproval;
import io.shardfit.application.deployment.RevokeApproval;
import io.shardfit.application.deployment.RevokeWaiver;
import io.shardfit.application.deployment.Sender;
import io.shardfit.application.event.ApprovalEvent.Basis;
import io.shardfit.application.event.Role;
import io.shardfit.application.ledger.AppendOutcome;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/// Decisions, each on what was shown: the plan, the verdict and the policy that the page named.
@Controller("/reviews/{deployment}/{environment}")
@Produces(MediaType.TEXT_HTML)
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
@ExecuteOn(TaskExecutors.BLOCKING)
final class ReviewActions {
    private final ApprovePlan approve;
    private final RejectApproval reject;
    private final RevokeApproval revoke;
    private final GrantWaiver waive;
    private final RevokeWaiver unwaive;
    private final ReviewPage page;

    ReviewActions(
            ApprovePlan approve,
            RejectApproval reject,
            RevokeApproval revoke,
            GrantWaiver waive,
            RevokeWaiver unwaive,
            ReviewPage page) {
        this.approve = approve;
        this.reject = reject;
        this.revoke = revoke;
        this.waive = waive;
        this.unwaive = unwaive;
        this.page = page;
    }

    @Post("/approve")
    @Permitted(Role.APPROVER)
    HttpResponse<?> approve(
            Identity identity,
            String deployment,
            String environment,
            @Body Map<String, Object> fields) {
        FormFields form = new FormFields(fields);
        return answered(
                identity,
                deployment,
                environment,
                form,
                () -> {
                    ApprovePlan.Approval approval =
                            new ApprovePlan.Approval(
                                    deployment,
                                    environment,
                                    form.optional("comment"),
                                    Optional.of(shown(form)));
                    switch (approve.approve(sender(identity, form), approval)) {
                        case ApprovePlan.Outcome.Approved _ -> {}
                        case ApprovePlan.Outcome.Refused(Refusal refusal) ->
                                throw RefusedCommand.of(refusal);
                        case ApprovePlan.Outcome.NotWritten(AppendOutcome why) ->
                                throw RefusedCommand.of(why);
                    }
                });
    }

    @Post("/reject")
    @Permitted(Role.APPROVER)
    HttpResponse<?> reject(
            Identity identity,
            String deployment,
            String environment,
            @Body Map<String, Object> fields) {
        FormFields form = new FormFields(fields);
        return answered(
                identity,
                deployment,
                environment,
                form,
                () -> {
                    switch (reject.reject(
                            sender(identity, form),
                            deployment,
                            environment,
                            form.text("comment"))) {
                        case RejectApproval.Outcome.Rejected _ -> {}
                        case RejectApproval.Outcome.Refused(Refusal refusal) ->
                                throw RefusedCommand.of(refusal);
                        case RejectApproval.Outcome.NotWritten(AppendOutcome why) ->
                                throw RefusedCommand.of(why);
                    }
                });
    }

    @Post("/revoke")
    @Permitted({Role.AUTHOR, Role.APPROVER, Role.ADMIN})
    HttpResponse<?> revoke(
            Identity identity,
            String deployment,
            String environment,
            @Body Map<String, Object> fields) {
        FormFields form = new FormFields(fields);
        return answered(
                identity,
                deployment,
                environment,
                form,
                () -> {
                    switch (revoke.revoke(
                            sender(identity, form), deployment, environment, form.text("why"))) {
                        case RevokeApproval.Outcome.Revoked _ -> {}
                        case RevokeApproval.Outcome.Refused(Refusal refusal) ->
                                throw RefusedCommand.of(refusal);
                        case RevokeApproval.Outcome.NotWritten(AppendOutcome why) ->
                                throw RefusedCommand.of(why);
                    }
                });
    }

    @Post("/waive")
    @Permitted(Role.APPROVER)
    HttpResponse<?> waive(
            Identity identity,
            String deployment,
            String environment,
            @Body Map<String, Object> fields) {
        FormFields form = new FormFields(fields);
        return answered(
                identity,
                deployment,
                environment,
                form,
                () -> {
                    GrantWaiver.Terms terms =
                            new GrantWaiver.Terms(
                                    environment,
                                    form.text("finding"),
                                    form.optional("everyPlan").isPresent()
                                            ? Optional.empty()
                                            : Optional.of(form.digest("plan")),
                                    form.text("reason"),
                                    end(form.text("until")),
                                    form.text("requester"),
                                    form.optional("ticket"));
                    switch (waive.grant(identity.sends(form.command()), terms)) {
                        case GrantWaiver.Outcome.Granted _ -> {}
                        case GrantWaiver.Outcome.Refused(Refusal refusal) ->
                                throw RefusedCommand.of(refusal);
                        case GrantWaiver.Outcome.NotWritten(AppendOutcome why) ->
                                throw RefusedCommand.of(why);
                    }
                });
    }

    @Post("/unwaive")
    @Permitted({Role.APPROVER, Role.ADMIN})
    HttpResponse<?> unwaive(
            Identity identity,
            String deployment,
            String environment,
            @Body Map<String, Object> fields) {
        FormFields form = new FormFields(fields);
        return answered(
                identity,
                deployment,
                environment,
                form,
                () -> {
                    switch (unwaive.revoke(
                            identity.sends(form.command()),
                            environment,
                            form.text("waiver"),
                            form.text("because"))) {
                        case RevokeWaiver.Outcome.Revoked _ -> {}
                        case RevokeWaiver.Outcome.Refused(Refusal refusal) ->
                                throw RefusedCommand.of(refusal);
                        case RevokeWaiver.Outcome.NotWritten(AppendOutcome why) ->
                                throw RefusedCommand.of(why);
                    }
                });
    }

    private static Sender sender(Identity identity, FormFields form) {
        return identity.sends(form.command()).seeing(form.digest("plan"));
    }

    private static Basis shown(FormFields form) {
        return new Basis(
                form.digest("plan"),
                form.number("verdictPosition").orElse(0),
                form.number("policyVersion").orElse(0));
    }

    /// {@return the first instant after a day in UTC}
    private static Instant end(String day) {
        try {
            return LocalDate.parse(day).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException none) {
            throw ProblemException.of(
                    ProblemKind.BAD_REQUEST, "the last day is a date such as 2027-01-31");
        }
    }

    private HttpResponse<?> answered(
            Identity identity,
            String deployment,
            String environment,
            FormFields form,
            Runnable work) {
        try {
            work.run();
            return HttpResponse.seeOther(
                    URI.create("/reviews/%s/%s".formatted(deployment, environment)));
        } catch (ProblemException refused) {
            return HttpResponse.status(refused.problem().kind().status())
                    .body(
                            page.page(
                                    identity,
                                    deployment,
                                    environment,
                                    Optional.of(refused.problem()),
                                    form));
        }
    }
}
