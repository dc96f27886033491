package io.shardfit.adapters.web.api;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.Problem;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.adapters.web.openapi.Described;
import io.shardfit.application.CheckPlan;
import io.shardfit.application.CheckedPlan;
import io.shardfit.application.Overrides;
import io.shardfit.application.document.RemediesDocument;
import io.shardfit.application.document.VerdictDocument;
import io.shardfit.application.format.InputError;
import io.shardfit.application.format.JsonText;
import io.shardfit.application.remedy.ProposeRemedies;
import io.shardfit.domain.remedy.Limits;
import io.shardfit.domain.verdict.RuleSet;
import java.util.List;

/// Judges a plan that is sent, and keeps nothing.
@Controller("/api/v1/validations")
@ExecuteOn(TaskExecutors.BLOCKING)
final class Validations {
    private static final Limits REMEDIES = Limits.of(3, 120);

    private final CheckPlan checkPlan;
    private final ProposeRemedies proposeRemedies;

    Validations(CheckPlan checkPlan, ProposeRemedies proposeRemedies) {
        this.checkPlan = checkPlan;
        this.proposeRemedies = proposeRemedies;
    }

    /// @param name what to call the plan in messages
    @Post
    @Permitted
    @Described(
            id = "validatePlan",
            summary = "Judges a plan and keeps nothing",
            with = "name=plan.yaml",
            body = "@examples/ep16-dp4.yaml",
            problems = ProblemKind.UNREADABLE_PLAN)
    @Consumes({"application/yaml", MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    HttpResponse<String> validate(
            @Body byte[] plan, @QueryValue(defaultValue = "plan") String name) {
        return switch (checkPlan.check(name, plan, RuleSet.current(), Overrides.NONE)) {
            case CheckPlan.Outcome.Rejected(List<InputError> errors) ->
                    throw new ProblemException(Problem.unreadable(errors));
            case CheckPlan.Outcome.Checked(CheckedPlan checked) ->
                    HttpResponse.ok(document(checked)).header("ETag", '"' + checked.digest() + '"');
        };
    }

    private String document(CheckedPlan checked) {
        return JsonText.pretty(
                RemediesDocument.in(
                        VerdictDocument.of(checked),
                        proposeRemedies.propose(checked.verdict(), REMEDIES)));
    }
}
