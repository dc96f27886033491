package io.shardfit.adapters.web.api;

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
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.Problem;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.adapters.web.RefusedCommand;
import io.shardfit.adapters.web.access.Identity;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.adapters.web.api.Writes.Write;
import io.shardfit.adapters.web.limits.Impacts;
import io.shardfit.adapters.web.openapi.Described;
import io.shardfit.adapters.web.openapi.Needs;
import io.shardfit.application.deployment.PublishRuleSet;
import io.shardfit.application.deployment.ReadRuleSets;
import io.shardfit.application.deployment.Refusal;
import io.shardfit.application.deployment.ShowImpact;
import io.shardfit.application.deployment.WithdrawRuleSet;
import io.shardfit.application.document.Json;
import io.shardfit.application.event.LedgerEvent;
import io.shardfit.application.event.Role;
import io.shardfit.application.event.RuleSetEvent.ReevaluationCompleted;
import io.shardfit.application.format.JsonText;
import io.shardfit.application.ledger.AppendOutcome;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The editions of the rules, each of which replaces the one before.
@Controller("/api/v1/rule-sets")
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
final class RuleSetsApi {
    private final ReadRuleSets read;
    private final Impacts impact;
    private final PublishRuleSet publish;
    private final WithdrawRuleSet withdraw;

    RuleSetsApi(
            ReadRuleSets read, Impacts impact, PublishRuleSet publish, WithdrawRuleSet withdraw) {
        this.read = read;
        this.impact = impact;
        this.publish = publish;
        this.withdraw = withdraw;
    }

    @Get
    @Permitted
    @Described(id = "listRuleSets", summary = "Lists the editions of the rules")
    HttpResponse<String> list() {
        return HttpResponse.ok(
                JsonText.pretty(
                        Json.fields()
                                .with("schemaVersion", "1.0")
                                .with(
                                        "ruleSets",
                                        Json.items(
                                                read.read().stream()
                                                        .map(RuleSetDocument::of)
                                                        .toList()))
                                .build()));
    }

    @Get("/{number}")
    @Permitted
    @Described(
            id = "readRuleSet",
            summary = "Answers one edition of the rules",
            with = "number=2",
            problems = ProblemKind.NOT_FOUND)
    HttpResponse<String> one(int number) {
        return read.read().stream()
                .filter(edition -> edition.number() == number)
                .findFirst()
                .map(edition ->
                        HttpResponse.ok(JsonText.pretty(versioned(RuleSetDocument.of(edition)))))
                .orElseThrow(() -> notThere(number));
    }

    private static Json versioned(Json.Fields document) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("schemaVersion", Json.text("1.0"));
        members.putAll(document.members());
        return new Json.Fields(members);
    }

    private static ProblemException notThere(int number) {
        return ProblemException.of(
                ProblemKind.NOT_FOUND, "there is no rule-set %d".formatted(number));
    }

    /// What publishing it would change now. Changes nothing.
    @Get("/{number}/impact")
    @Permitted
    @Described(
            id = "showImpact",
            summary = "Says what publishing an edition would change, and changes nothing",
            with = "number=1",
            problems = {ProblemKind.NOT_FOUND, ProblemKind.UNAVAILABLE},
            after = "revokeApproval")
    HttpResponse<String> impact(int number) {
        return switch (impact.show(number)) {
            case ShowImpact.Outcome.Impact found ->
                    HttpResponse.ok(JsonText.pretty(RuleSetDocument.impact(number, found)));
            case ShowImpact.Outcome.Refused(Refusal.UnknownRuleSet _) -> throw notThere(number);
            case ShowImpact.Outcome.Refused(Refusal refusal) -> throw RefusedCommand.of(refusal);
        };
    }

    /// Judges every live plan anew; sent again, it finishes what was interrupted.
    @Post("/{number}/publish")
    @Permitted(Role.ADMIN)
    @Described(
            id = "publishRuleSet",
            summary = "Puts an edition into force and judges every live plan by it",
            with = "number=2",
            needs = Needs.IDEMPOTENCY_KEY,
            problems = {
                ProblemKind.NOT_FOUND,
                ProblemKind.SEPARATION_OF_DUTIES,
                ProblemKind.CONFLICT
            })
    HttpResponse<String> publish(HttpRequest<?> request, Identity identity, int number) {
        return Writes.answer(
                request,
                identity,
                write ->
                        switch (publish.publish(write.sender(), number)) {
                            case PublishRuleSet.Outcome.Published(var edition, var summary) ->
                                    changed(write, edition, summary);
                            case PublishRuleSet.Outcome.Refused(Refusal.UnknownRuleSet _) ->
                                    throw notThere(number);
                            case PublishRuleSet.Outcome.Refused(Refusal refusal) ->
                                    throw RefusedCommand.of(refusal);
                            case PublishRuleSet.Outcome.NotWritten(AppendOutcome why) ->
                                    throw RefusedCommand.of(why);
                        });
    }

    @Post("/{number}/withdraw")
    @Consumes(MediaType.APPLICATION_JSON)
    @Permitted(Role.ADMIN)
    @Described(
            id = "withdrawRuleSet",
            summary = "Takes the edition in force away for good; the one before judges again",
            with = "number=2",
            body = "{\"reason\": \"counts experts twice\"}",
            needs = Needs.IDEMPOTENCY_KEY,
            problems = {ProblemKind.NOT_FOUND, ProblemKind.NEEDS_TEXT, ProblemKind.CONFLICT},
            after = {
                "readPlan",
                "readVerdict",
                "readHistory",
                "findRemedies",
                "comparePlans",
                "showImpact",
                "publishRuleSet",
                "listRuleSets",
                "readRuleSet",
                "listPlans",
                "readPlanFile",
                "judgePlan",
                "listMeasurements",
                "rejectApproval",
                "archivePlan",
                "revokeWaiver"
            })
    HttpResponse<String> withdraw(
            HttpRequest<?> request, Identity identity, int number, @Body byte[] body) {
        String reason = RequestBody.only("reason", body);
        return Writes.answer(
                request,
                identity,
                write ->
                        switch (withdraw.withdraw(write.sender(), number, reason)) {
                            case WithdrawRuleSet.Outcome.Withdrawn(var event, var summary) ->
                                    changed(write, event, summary);
                            case WithdrawRuleSet.Outcome.Refused(Refusal refusal) ->
                                    throw RefusedCommand.of(refusal);
                            case WithdrawRuleSet.Outcome.NotWritten(AppendOutcome why) ->
                                    throw RefusedCommand.of(why);
                        });
    }

    private static MutableHttpResponse<String> changed(
            Write write, LedgerEvent event, Optional<ReevaluationCompleted> summary) {
        Json.Builder about = Json.fields();
        summary.ifPresent(one -> about.with("reevaluation", one.data()));
        return Written.ok(write, about, event);
    }
}
