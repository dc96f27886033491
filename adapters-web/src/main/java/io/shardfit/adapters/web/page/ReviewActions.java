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
import io.shardfit.adapters.web.RefusedCommand;
import io.shardfit.adapters.web.access.Identity;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.application.deployment.ApprovePlan;
import io.shardfit.application.deployment.Refusal;
import io.shardfit.application.deployment.RejectApproval;
import io.shardfit.application.deployment.RevokeApproval;
import io.shardfit.application.event.ApprovalEvent.Basis;
import io.shardfit.application.event.Role;
import io.shardfit.application.ledger.AppendOutcome;
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
    private final ReviewPage page;

    ReviewActions(
            ApprovePlan approve, RejectApproval reject, RevokeApproval revoke, ReviewPage page) {
        this.approve = approve;
        this.reject = reject;
        this.revoke = revoke;
        this.page = page;
    }

    @Post("/approve")
    @Permitted(Role.APPROVER)
    HttpResponse<?> approve(
            Identity identity,
            String deployment,
            String environment,
            @Body Map<String, Object> fields) {
        return page.answered(
                new ReviewForm(identity, deployment, environment, fields), this::approve);
    }

    private void approve(ReviewForm sent) {
        ApprovePlan.Approval approval =
                new ApprovePlan.Approval(
                        sent.deployment(),
                        sent.environment(),
                        sent.fields().optional("comment"),
                        Optional.of(shown(sent.fields())));
        switch (approve.approve(sent.seeing(), approval)) {
            case ApprovePlan.Outcome.Approved _ -> {}
            case ApprovePlan.Outcome.Refused(Refusal refusal) -> throw RefusedCommand.of(refusal);
            case ApprovePlan.Outcome.NotWritten(AppendOutcome why) -> throw RefusedCommand.of(why);
        }
    }

    @Post("/reject")
    @Permitted(Role.APPROVER)
    HttpResponse<?> reject(
            Identity identity,
            String deployment,
            String environment,
            @Body Map<String, Object> fields) {
        return page.answered(
                new ReviewForm(identity, deployment, environment, fields), this::reject);
    }

    private void reject(ReviewForm sent) {
        switch (reject.reject(
                sent.seeing(), sent.deployment(), sent.environment(), sent.text("comment"))) {
            case RejectApproval.Outcome.Rejected _ -> {}
            case RejectApproval.Outcome.Refused(Refusal refusal) ->
                    throw RefusedCommand.of(refusal);
            case RejectApproval.Outcome.NotWritten(AppendOutcome why) ->
                    throw RefusedCommand.of(why);
        }
    }

    @Post("/revoke")
    @Permitted({Role.AUTHOR, Role.APPROVER, Role.ADMIN})
    HttpResponse<?> revoke(
            Identity identity,
            String deployment,
            String environment,
            @Body Map<String, Object> fields) {
        return page.answered(
                new ReviewForm(identity, deployment, environment, fields), this::revoke);
    }

    private void revoke(ReviewForm sent) {
        switch (revoke.revoke(
                sent.seeing(), sent.deployment(), sent.environment(), sent.text("why"))) {
            case RevokeApproval.Outcome.Revoked _ -> {}
            case RevokeApproval.Outcome.Refused(Refusal refusal) ->
                    throw RefusedCommand.of(refusal);
            case RevokeApproval.Outcome.NotWritten(AppendOutcome why) ->
                    throw RefusedCommand.of(why);
        }
    }

    private static Basis shown(FormFields form) {
        return new Basis(
                form.digest("plan"),
                form.number("verdictPosition").orElse(0),
                form.number("policyVersion").orElse(0));
    }
}
