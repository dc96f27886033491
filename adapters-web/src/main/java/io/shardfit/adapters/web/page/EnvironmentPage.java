package io.shardfit.adapters.web.page;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
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
import io.shardfit.adapters.web.Problem;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.RefusedCommand;
import io.shardfit.adapters.web.access.Identity;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.application.deployment.ChangePolicy;
import io.shardfit.application.deployment.ReadEnvironment;
import io.shardfit.application.deployment.Refusal;
import io.shardfit.application.event.EnvironmentEvent.PolicyChanged;
import io.shardfit.application.event.EnvironmentHistory;
import io.shardfit.application.event.Recorded;
import io.shardfit.application.event.Role;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import io.shardfit.domain.approval.EnvironmentPolicy;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What an environment asks of plans, since when, and what it lets pass.
@Controller("/environments")
@Produces(MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
final class EnvironmentPage {
    private final ReadEnvironment environments;
    private final ChangePolicy change;
    private final EventLog log;
    private final InstantSource clock;
    private final Pages pages;

    EnvironmentPage(
            ReadEnvironment environments,
            ChangePolicy change,
            EventLog log,
            InstantSource clock,
            Pages pages) {
        this.environments = environments;
        this.change = change;
        this.log = log;
        this.clock = clock;
        this.pages = pages;
    }

    /// A name that was typed becomes an address.
    @Get
    @Permitted
    HttpResponse<?> find(@QueryValue(defaultValue = "") String name) {
        String wanted = name.strip();
        return HttpResponse.seeOther(
                URI.create(StreamId.isName(wanted) ? "/environments/" + wanted : "/rules"));
    }

    @Get("/{environment}")
    @Permitted
    String show(Identity identity, String environment) {
        EnvironmentHistory history = history(environment);
        return page(
                identity,
                environment,
                history,
                PolicyForm.now(history.policy()),
                UUID.randomUUID(),
                Optional.empty());
    }

    /// A change that is refused leaves the form as it was filled in.
    @Post("/{environment}")
    @Permitted(Role.ADMIN)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    HttpResponse<?> change(
            Identity identity, String environment, @Body Map<String, Object> fields) {
        FormFields form = new FormFields(fields);
        PolicyForm typed = PolicyForm.of(form);
        EnvironmentPolicy policy;
        try {
            policy = typed.policy();
        } catch (IllegalArgumentException wrong) {
            return again(
                    HttpStatus.UNPROCESSABLE_ENTITY,
                    identity,
                    environment,
                    typed,
                    String.valueOf(wrong.getMessage()));
        }
        return switch (change.change(
                identity.sends(form.command()), environment, policy, typed.reason())) {
            case ChangePolicy.Outcome.Changed _ ->
                    HttpResponse.seeOther(URI.create("/environments/" + environment));
            case ChangePolicy.Outcome.Refused(Refusal refusal) -> {
                Problem problem = RefusedCommand.of(refusal).problem();
                yield again(
                        problem.kind().status(), identity, environment, typed, problem.detail());
            }
            case ChangePolicy.Outcome.NotWritten(AppendOutcome why) -> throw RefusedCommand.of(why);
        };
    }

    private HttpResponse<?> again(
            HttpStatus status,
            Identity identity,
            String environment,
            PolicyForm typed,
            String problem) {
        return HttpResponse.status(status)
                .body(
                        page(
                                identity,
                                environment,
                                history(environment),
                                typed,
                                UUID.randomUUID(),
                                Optional.of(problem)));
    }

    /// @throws ProblemException if there can be no environment of that name
    private EnvironmentHistory history(String environment) {
        return switch (environments.read(environment, clock.instant())) {
            case ReadEnvironment.Outcome.Refused(Refusal refusal) ->
                    throw RefusedCommand.of(refusal);
            case ReadEnvironment.Outcome.Read(EnvironmentHistory history) -> history;
        };
    }

    private String page(
            Identity identity,
            String environment,
            EnvironmentHistory history,
            PolicyForm form,
            UUID command,
            Optional<String> problem) {
        List<Recorded> changes =
                Recorded.all(log.stream(StreamId.environment(environment))).stream()
                        .filter(recorded -> recorded.event() instanceof PolicyChanged)
                        .toList()
                        .reversed();
        return pages.page(
                "environment",
                Map.of(
                        "identity",
                        identity,
                        "environment",
                        environment,
                        "history",
                        history,
                        "changes",
                        changes,
                        "form",
                        form,
                        "command",
                        command,
                        "problem",
                        problem,
                        "now",
                        clock.instant()));
    }
}
