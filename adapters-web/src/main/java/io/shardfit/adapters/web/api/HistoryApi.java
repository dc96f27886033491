package io.shardfit.adapters.web.api;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.uri.UriBuilder;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.Problem;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.adapters.web.openapi.Described;
import io.shardfit.application.document.Json;
import io.shardfit.application.event.EventWords;
import io.shardfit.application.format.EntryFormat;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.ReadModels;
import io.shardfit.application.readmodel.HistoryPage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What happened to a deployment, the newest first.
@Controller("/api/v1/plans/{deployment}/history")
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
final class HistoryApi {
    private final ReadModels readModels;
    private final Deployments deployments;
    private final Instants instants;

    HistoryApi(ReadModels readModels, Deployments deployments, Instants instants) {
        this.readModels = readModels;
        this.deployments = deployments;
        this.instants = instants;
    }

    /// @param before the position before which the page begins
    @Get
    @Permitted
    @Described(
            id = "readHistory",
            summary = "Answers what happened to a deployment, the newest first",
            with = {"deployment=moe-30b-ep16-dp4", "limit=2"},
            problems = ProblemKind.NOT_FOUND)
    HttpResponse<String> history(
            String deployment,
            @QueryValue @Nullable Long before,
            @QueryValue(defaultValue = "50") int limit) {
        deployments.known(deployment, instants.now());
        HistoryPage page =
                readModels.history(
                        Optional.of(StreamId.deployment(deployment)),
                        Optional.ofNullable(before),
                        Listing.limit(limit));
        return new Listing(
                        page.entries().stream().<Json>map(HistoryApi::entry).toList(),
                        page.next().map(String::valueOf))
                .answer(
                        "events",
                        UriBuilder.of(Submitted.link(deployment) + "/history")
                                .queryParam("limit", limit),
                        "before");
    }

    /// The entry, and what it says for people; nothing of what this program does not know.
    private static Json entry(Entry entry) {
        Map<String, Json> members = new LinkedHashMap<>(EntryFormat.document(entry).members());
        members.put("words", Json.text(EventWords.of(entry)));
        return new Json.Fields(members);
    }
}
