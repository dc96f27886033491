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
import io.shardfit.application.deployment.GrantWaiver;
import io.shardfit.application.deployment.Refusal;
import io.shardfit.application.deployment.RevokeWaiver;
import io.shardfit.application.event.Role;
import io.shardfit.application.ledger.AppendOutcome;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/// Sets findings aside from the page of a review, and takes that back.
@Controller("/reviews/{deployment}/{environment}")
@Produces(MediaType.TEXT_HTML)
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
@ExecuteOn(TaskExecutors.BLOCKING)
final class WaiverActions {
    private final GrantWaiver waive;
    private final RevokeWaiver unwaive;
    private final ReviewPage page;

    WaiverActions(GrantWaiver waive, RevokeWaiver unwaive, ReviewPage page) {
        this.waive = waive;
        this.unwaive = unwaive;
        this.page = page;
    }

    @Post("/waive")
    @Permitted(Role.APPROVER)
    HttpResponse<?> waive(
            Identity identity,
            String deployment,
            String environment,
            @Body Map<String, Object> fields) {
        return page.answered(
                new ReviewForm(identity, deployment, environment, fields), this::waive);
    }

    private void waive(ReviewForm sent) {
        GrantWaiver.Terms terms =
                new GrantWaiver.Terms(
                        sent.environment(),
                        sent.text("finding"),
                        sent.fields().optional("everyPlan").isPresent()
                                ? Optional.empty()
                                : Optional.of(sent.fields().digest("plan")),
                        sent.text("reason"),
                        end(sent.text("until")),
                        sent.text("requester"),
                        sent.fields().optional("ticket"));
        switch (waive.grant(sent.sender(), terms)) {
            case GrantWaiver.Outcome.Granted _ -> {}
            case GrantWaiver.Outcome.Refused(Refusal refusal) -> throw RefusedCommand.of(refusal);
            case GrantWaiver.Outcome.NotWritten(AppendOutcome why) -> throw RefusedCommand.of(why);
        }
    }

    @Post("/unwaive")
    @Permitted({Role.APPROVER, Role.ADMIN})
    HttpResponse<?> unwaive(
            Identity identity,
            String deployment,
            String environment,
            @Body Map<String, Object> fields) {
        return page.answered(
                new ReviewForm(identity, deployment, environment, fields), this::unwaive);
    }

    private void unwaive(ReviewForm sent) {
        switch (unwaive.revoke(
                sent.sender(), sent.environment(), sent.text("waiver"), sent.text("because"))) {
            case RevokeWaiver.Outcome.Revoked _ -> {}
            case RevokeWaiver.Outcome.Refused(Refusal refusal) -> throw RefusedCommand.of(refusal);
            case RevokeWaiver.Outcome.NotWritten(AppendOutcome why) -> throw RefusedCommand.of(why);
        }
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
}
