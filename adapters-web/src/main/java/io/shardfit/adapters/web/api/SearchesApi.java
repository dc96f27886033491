package io.shardfit.adapters.web.api;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.Problem;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.adapters.web.access.Identity;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.adapters.web.openapi.Described;
import io.shardfit.adapters.web.search.Search;
import io.shardfit.adapters.web.search.Searches;
import io.shardfit.adapters.web.stream.ServerSentEvents;
import io.shardfit.application.CheckPlan;
import io.shardfit.application.Overrides;
import io.shardfit.application.event.Role;
import io.shardfit.application.format.JsonText;
import io.shardfit.domain.verdict.RuleSet;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.reactivestreams.Publisher;

/// Searches for strategies around a plan that is sent. They take seconds, so they are asked for
/// first and read later; nothing of them is recorded.
@Controller("/api/v1/searches")
@ExecuteOn(TaskExecutors.BLOCKING)
final class SearchesApi {
    private static final Duration RETRY = Duration.ofSeconds(10);

    private final Searches searches;
    private final CheckPlan checkPlan;
    private final ServerSentEvents streams;

    SearchesApi(Searches searches, CheckPlan checkPlan, ServerSentEvents streams) {
        this.searches = searches;
        this.checkPlan = checkPlan;
        this.streams = streams;
    }

    @Post
    @Permitted(Role.AUTHOR)
    @Consumes({"application/yaml", MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Described(
            id = "beginSearch",
            summary = "Begins a search for strategies around a plan",
            with = {"name=plan.yaml", "gpus=16", "objective=step-time", "top=3"},
            body = "@examples/ep16-dp4.yaml",
            status = 202,
            problems = ProblemKind.UNREADABLE_PLAN)
    HttpResponse<String> begin(
            Identity identity,
            @Body byte[] plan,
            @QueryValue(defaultValue = "plan") String name,
            @QueryValue @Nullable Integer gpus,
            @QueryValue @Nullable Integer maxGpus,
            @QueryValue(defaultValue = "step-time") String objective,
            @QueryValue(defaultValue = "5") int top,
            @QueryValue(defaultValue = "false") boolean minimum,
            @QueryValue @Nullable Double margin) {
        SearchQuestion question =
                new SearchQuestion(
                        Optional.ofNullable(gpus),
                        Optional.ofNullable(maxGpus),
                        objective,
                        top,
                        minimum,
                        Optional.ofNullable(margin));
        if (checkPlan.check(name, plan, RuleSet.current(), Overrides.NONE)
                instanceof CheckPlan.Outcome.Rejected(var errors)) {
            throw new ProblemException(Problem.unreadable(errors));
        }
        return switch (searches.begin(identity.id(), name, plan, question.request())) {
            case Searches.Outcome.Begun(Search search) ->
                    HttpResponse.<String>accepted()
                            .header(HttpHeaders.LOCATION, "/api/v1/searches/" + search.id())
                            .body(JsonText.pretty(SearchView.of(search)));
            case Searches.Outcome.TooMany(int running) ->
                    throw new ProblemException(
                            new Problem(
                                    ProblemKind.RATE_LIMITED,
                                    "%d of your searches run: wait for one, or cancel it"
                                            .formatted(running),
                                    List.of(),
                                    Optional.of(RETRY)));
            case Searches.Outcome.Full _ ->
                    throw new ProblemException(
                            Problem.unavailable("too many searches wait: ask again later", RETRY));
        };
    }

    @Get("/{id}")
    @Permitted(Role.AUTHOR)
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Described(
            id = "readSearch",
            summary = "Says how far a search of yours is, and what it found",
            with = "id=$beginSearch.body#/id",
            after = "followSearch",
            problems = ProblemKind.NOT_FOUND)
    String read(Identity identity, String id) {
        return JsonText.pretty(SearchView.of(found(identity, id)));
    }

    @Get("/{id}/events")
    @Permitted(Role.AUTHOR)
    @Produces({MediaType.TEXT_EVENT_STREAM, Problem.MEDIA_TYPE})
    @Described(
            id = "followSearch",
            summary = "Sends how far a search of yours is until it ends, as server-sent events",
            with = "id=$beginSearch.body#/id",
            problems = {ProblemKind.NOT_FOUND, ProblemKind.RATE_LIMITED})
    HttpResponse<Publisher<byte[]>> follow(Identity identity, String id) {
        return streams.stream(identity, new SearchSource(found(identity, id)));
    }

    @Delete("/{id}")
    @Permitted(Role.AUTHOR)
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Described(
            id = "cancelSearch",
            summary = "Ends a search of yours, or forgets one that has ended",
            with = "id=$beginSearch.body#/id",
            after = "readSearch",
            status = 204,
            problems = ProblemKind.NOT_FOUND)
    HttpResponse<?> cancel(Identity identity, String id) {
        searches.cancel(found(identity, id));
        return HttpResponse.noContent();
    }

    private Search found(Identity identity, String id) {
        return searches.find(id, identity.id())
                .orElseThrow(() ->
                        ProblemException.of(
                                ProblemKind.NOT_FOUND,
                                "you have no search of this id; one that has ended is kept for an"
                                        + " hour"));
    }
}
