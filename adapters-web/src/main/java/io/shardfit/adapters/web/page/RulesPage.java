package io.shardfit.adapters.web.page;

import io.micronaut.core.annotation.Nullable;
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
import io.shardfit.adapters.web.Pages;
import io.shardfit.adapters.web.RefusedCommand;
import io.shardfit.adapters.web.access.Identity;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.adapters.web.limits.Impacts;
import io.shardfit.application.deployment.PublishRuleSet;
import io.shardfit.application.deployment.Refusal;
import io.shardfit.application.deployment.ShowImpact;
import io.shardfit.application.deployment.WithdrawRuleSet;
import io.shardfit.application.event.Role;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import io.shardfit.application.port.ReadModels;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The editions of the rules, what each would change, and the policies of environments.
@Controller("/rules")
@Produces(MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
final class RulesPage {
    private final EventLog log;
    private final ReadModels readModels;
    private final Impacts impacts;
    private final PublishRuleSet publish;
    private final WithdrawRuleSet withdraw;
    private final Pages pages;

    RulesPage(
            EventLog log,
            ReadModels readModels,
            Impacts impacts,
            PublishRuleSet publish,
            WithdrawRuleSet withdraw,
            Pages pages) {
        this.log = log;
        this.readModels = readModels;
        this.impacts = impacts;
        this.publish = publish;
        this.withdraw = withdraw;
        this.pages = pages;
    }

    @Get
    @Permitted
    String rules(Identity identity) {
        return pages.page(
                "rules",
                Map.of(
                        "identity",
                        identity,
                        "view",
                        RulesView.of(log.stream(StreamId.ruleSet())),
                        "environments",
                        readModels.knownEnvironments(),
                        "command",
                        UUID.randomUUID()));
    }

    @Get("/{number:[0-9]+}/impact")
    @Permitted
    String impact(Identity identity, int number, @QueryValue @Nullable String after) {
        return switch (impacts.show(number)) {
            case ShowImpact.Outcome.Refused(Refusal refusal) -> throw RefusedCommand.of(refusal);
            case ShowImpact.Outcome.Impact found ->
                    pages.page(
                            "impact",
                            Map.of(
                                    "identity",
                                    identity,
                                    "view",
                                    ImpactView.of(number, found, Optional.ofNullable(after))));
        };
    }

    @Post("/{number:[0-9]+}/publish")
    @Permitted(Role.ADMIN)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    HttpResponse<?> publish(Identity identity, int number, @Body Map<String, Object> fields) {
        FormFields form = new FormFields(fields);
        return switch (publish.publish(identity.sends(form.command()), number)) {
            case PublishRuleSet.Outcome.Published _ -> back(number);
            case PublishRuleSet.Outcome.Refused(Refusal refusal) ->
                    throw RefusedCommand.of(refusal);
            case PublishRuleSet.Outcome.NotWritten(AppendOutcome why) ->
                    throw RefusedCommand.of(why);
        };
    }

    @Post("/{number:[0-9]+}/withdraw")
    @Permitted(Role.ADMIN)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    HttpResponse<?> withdraw(Identity identity, int number, @Body Map<String, Object> fields) {
        FormFields form = new FormFields(fields);
        return switch (withdraw.withdraw(
                identity.sends(form.command()), number, form.text("reason"))) {
            case WithdrawRuleSet.Outcome.Withdrawn _ -> back(number);
            case WithdrawRuleSet.Outcome.Refused(Refusal refusal) ->
                    throw RefusedCommand.of(refusal);
            case WithdrawRuleSet.Outcome.NotWritten(AppendOutcome why) ->
                    throw RefusedCommand.of(why);
        };
    }

    private static HttpResponse<?> back(int number) {
        return HttpResponse.seeOther(URI.create("/rules#rule-set-" + number));
    }
}
