package io.shardfit.adapters.web.api;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.Problem;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.application.port.EventLog;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// The ledger as it is: one entry a line, in the exact bytes that are hashed and signed.
@Controller("/api/v1/events")
@ExecuteOn(TaskExecutors.BLOCKING)
final class EventsApi {
    private static final String LINES = "application/jsonl";
    private static final int MOST = 1_000;

    private final EventLog log;

    EventsApi(EventLog log) {
        this.log = log;
    }

    /// @param after the position of the last entry that the client has
    @Get
    @Permitted
    @Produces({LINES, Problem.MEDIA_TYPE})
    HttpResponse<String> events(
            @QueryValue(defaultValue = "0") long after,
            @QueryValue(defaultValue = "100") int limit) {
        if (after < 0 || limit < 1 || limit > MOST) {
            throw ProblemException.of(
                    ProblemKind.BAD_REQUEST, "after is a position from 0, limit is 1 to " + MOST);
        }
        List<byte[]> entries = log.bytesAfter(after, limit);
        StringBuilder lines = new StringBuilder();
        entries.forEach(
                entry -> lines.append(new String(entry, StandardCharsets.UTF_8)).append('\n'));
        HttpResponse<String> answer = HttpResponse.ok(lines.toString());
        return entries.size() < limit
                ? answer
                : HttpResponse.ok(lines.toString())
                        .header(
                                "Link",
                                "</api/v1/events?after=%d&limit=%d>; rel=\"next\""
                                        .formatted(after + entries.size(), limit));
    }
}
