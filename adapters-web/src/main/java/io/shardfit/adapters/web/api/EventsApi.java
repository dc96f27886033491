package io.shardfit.adapters.web.api;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.uri.UriBuilder;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.EventFilter;
import io.shardfit.adapters.web.Problem;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.adapters.web.RefusedCommand;
import io.shardfit.adapters.web.access.Identity;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.adapters.web.live.RecentEntries;
import io.shardfit.adapters.web.openapi.Described;
import io.shardfit.adapters.web.stream.ServerSentEvents;
import io.shardfit.application.deployment.ReplayVerdict;
import io.shardfit.application.format.JsonText;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.port.EventLog;
import io.shardfit.application.port.ReadModels;
import io.shardfit.application.readmodel.HistoryPage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.reactivestreams.Publisher;

/// The ledger as it is: one entry a line, in the exact bytes that are hashed and signed.
@Controller("/api/v1/events")
@ExecuteOn(TaskExecutors.BLOCKING)
final class EventsApi {
    private static final String LINES = "application/jsonl";
    private static final int MOST = 1_000;

    private final EventLog log;
    private final ReadModels readModels;
    private final ReplayVerdict replay;
    private final RecentEntries recent;
    private final ServerSentEvents streams;

    EventsApi(
            EventLog log,
            ReadModels readModels,
            ReplayVerdict replay,
            RecentEntries recent,
            ServerSentEvents streams) {
        this.log = log;
        this.readModels = readModels;
        this.replay = replay;
        this.recent = recent;
        this.streams = streams;
    }

    /// @param after the position of the last entry that the client has
    @Get
    @Permitted
    @Produces({LINES, Problem.MEDIA_TYPE})
    @Described(
            id = "listEvents",
            summary = "Answers entries of the ledger, one a line, in the bytes that are signed",
            with = {"after=0", "limit=2", "type=VerdictComputed", "from=2026-01-01"})
    HttpResponse<String> events(
            @QueryValue(defaultValue = "0") long after,
            @QueryValue(defaultValue = "100") int limit,
            @QueryValue @Nullable String from,
            @QueryValue @Nullable String to,
            @QueryValue @Nullable String actor,
            @QueryValue @Nullable String type,
            @QueryValue @Nullable String deployment,
            @QueryValue @Nullable String stream) {
        if (after < 0 || limit < 1 || limit > MOST) {
            throw ProblemException.of(
                    ProblemKind.BAD_REQUEST, "after is a position from 0, limit is 1 to " + MOST);
        }
        EventFilter filter =
                new EventFilter(
                        Optional.ofNullable(from),
                        Optional.ofNullable(to),
                        Optional.ofNullable(actor),
                        Optional.ofNullable(type),
                        Optional.ofNullable(deployment),
                        Optional.ofNullable(stream));
        Lines page = filter.isEmpty() ? all(after, limit) : found(filter, after, limit);
        MutableHttpResponse<String> answer = HttpResponse.ok(page.text());
        page.next().ifPresent(last -> answer.header(HttpHeaders.LINK, next(filter, limit, last)));
        return answer;
    }

    /// @param next behind which there is or may be more
    private record Lines(String text, Optional<Long> next) {
        static Lines of(Stream<String> entries, Optional<Long> next) {
            return new Lines(
                    entries.map(entry -> entry + '\n').collect(Collectors.joining()), next);
        }
    }

    /// Whoever takes everything away takes it as it is stored, readable or not.
    private Lines all(long after, int limit) {
        List<byte[]> entries = log.bytesAfter(after, limit);
        return Lines.of(
                entries.stream().map(entry -> new String(entry, StandardCharsets.UTF_8)),
                Optional.of(after + entries.size()).filter(_ -> entries.size() == limit));
    }

    private Lines found(EventFilter filter, long after, int limit) {
        HistoryPage page = readModels.eventsAfter(filter.question(Optional.empty(), limit), after);
        return Lines.of(page.rows().stream().map(HistoryPage.Row::text), page.next());
    }

    private static String next(EventFilter filter, int limit, long after) {
        UriBuilder page =
                UriBuilder.of("/api/v1/events")
                        .queryParam("after", after)
                        .queryParam("limit", limit);
        filter.given().forEach(page::queryParam);
        return "<%s>; rel=\"next\"".formatted(page.build());
    }

    /// Its ETag is the digest that `audit verify` computes from it.
    @Get("/{position}")
    @Permitted
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Described(
            id = "readEvent",
            summary = "Answers one entry of the ledger in the bytes that are signed",
            with = "position=1",
            problems = ProblemKind.NOT_FOUND)
    HttpResponse<byte[]> event(long position) {
        List<byte[]> found = position < 1 ? List.of() : log.bytesAfter(position - 1, 1);
        if (found.isEmpty()) {
            throw ProblemException.of(
                    ProblemKind.NOT_FOUND,
                    "the ledger has no entry at position %d; its last is %d"
                            .formatted(position, log.head().position()));
        }
        return HttpResponse.ok(found.getFirst())
                .header(HttpHeaders.ETAG, Conditions.tag(Digest.of(found.getFirst())));
    }

    @Get("/{position}/replay")
    @Permitted
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Described(
            id = "replayVerdict",
            summary = "Computes a recorded verdict again and says whether the bytes are the same",
            with = "position=3",
            problems = {ProblemKind.NOT_FOUND, ProblemKind.CONFLICT})
    String replay(long position) {
        return switch (replay.replay(position)) {
            case ReplayVerdict.Outcome.Identical same ->
                    JsonText.pretty(Replayed.identical(same.verdict()));
            case ReplayVerdict.Outcome.Differs differs ->
                    JsonText.pretty(Replayed.differing(differs));
            case ReplayVerdict.Outcome.Refused(var refusal) -> throw RefusedCommand.of(refusal);
        };
    }

    /// @param lastEventId as a browser sends it when it comes again; it wins over `after`
    @Get("/stream")
    @Permitted
    @Produces({MediaType.TEXT_EVENT_STREAM, Problem.MEDIA_TYPE})
    @Described(
            id = "followEvents",
            summary = "Sends every entry when it is committed, as server-sent events",
            with = "after=0",
            problems = ProblemKind.RATE_LIMITED)
    HttpResponse<Publisher<byte[]>> stream(
            Identity identity,
            @QueryValue @Nullable Long after,
            @Header("Last-Event-ID") @Nullable String lastEventId) {
        long from =
                Optional.ofNullable(lastEventId)
                        .map(EventsApi::position)
                        .or(() -> Optional.ofNullable(after))
                        .orElseGet(recent::head);
        if (from < 0) {
            throw badPosition();
        }
        return streams.stream(identity, new EntrySource(recent, from));
    }

    private static long position(String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException none) {
            throw badPosition();
        }
    }

    private static ProblemException badPosition() {
        return ProblemException.of(
                ProblemKind.BAD_REQUEST, "after and Last-Event-ID are positions from 0");
    }
}
