package io.shardfit.adapters.web.page;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.Pages;
import io.shardfit.adapters.web.access.Identity;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.application.deployment.StartLedger;
import io.shardfit.application.event.ReadinessDay;
import io.shardfit.application.event.Role;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import io.shardfit.application.port.ReadModels;
import io.shardfit.application.readmodel.FleetQuestion;
import io.shardfit.application.readmodel.FleetRow;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is ready, what is close to the edge, what waits for me.
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
final class FleetPage {
    private static final int ROWS = 50;
    private static final int UPDATES = 500;
    private static final int HISTORY = 20;

    private final ReadModels readModels;
    private final EventLog log;
    private final InstantSource clock;
    private final Pages pages;

    FleetPage(ReadModels readModels, EventLog log, InstantSource clock, Pages pages) {
        this.readModels = readModels;
        this.log = log;
        this.clock = clock;
        this.pages = pages;
    }

    @Get("/")
    @Permitted
    @Produces(MediaType.TEXT_HTML)
    String fleet(HttpRequest<?> request, Identity identity) {
        FleetFilter filter = FleetFilter.of(request.getParameters());
        return pages.page("fleet", Map.of("identity", identity, "view", view(filter, identity)));
    }

    private FleetView view(FleetFilter filter, Identity identity) {
        Instant now = clock.instant();
        long position = readModels.position();
        List<FleetRow> found = readModels.fleet(filter.question(now, ROWS + 1));
        List<FleetRow> shown = found.subList(0, Math.min(ROWS, found.size()));
        Map<String, List<ReadinessDay>> trends =
                readModels.trends(shown.stream().map(FleetRow::deployment).toList());
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return new FleetView(
                filter,
                readModels.counts(filter.question(now, ROWS)),
                waiting(identity, now),
                readModels.knownEnvironments(),
                shown.stream().map(row -> FleetView.Row.of(row, trends, today)).toList(),
                position,
                found.size() > ROWS,
                isNew(filter, shown) ? founding() : List.of());
    }

    /// Whoever asked does not decide; who else may not, the page of the request says.
    private long waiting(Identity identity, Instant now) {
        return identity.roles().contains(Role.APPROVER)
                ? readModels.pending(now).stream()
                        .filter(request -> !request.by().equals(identity.id()))
                        .count()
                : 0;
    }

    private static boolean isNew(FleetFilter filter, List<FleetRow> rows) {
        return filter.isFirst()
                && rows.stream()
                        .allMatch(row -> row.deployment().equals(StartLedger.FOUNDING_CASE));
    }

    private List<Happening> founding() {
        List<Entry> entries =
                readModels
                        .history(
                                Optional.of(StreamId.deployment(StartLedger.FOUNDING_CASE)),
                                Optional.empty(),
                                HISTORY)
                        .entries();
        return entries.reversed().stream().map(Happening::of).toList();
    }

    /// @param since up to where the page tells
    /// @param shown how many updates it says there are
    @Get("/fleet/updates")
    @Permitted
    @Produces(MediaType.TEXT_HTML)
    HttpResponse<String> updates(
            HttpRequest<?> request,
            @QueryValue long since,
            @QueryValue(defaultValue = "0") long shown) {
        long updates =
                log.after(Math.max(0, since), UPDATES).stream()
                        .map(Entry::stream)
                        .filter(StreamId::isDeployment)
                        .distinct()
                        .count();
        return updates == shown
                ? HttpResponse.noContent()
                : HttpResponse.ok(
                        pages.page(
                                "updates",
                                Map.of(
                                        "updates",
                                        updates,
                                        "since",
                                        since,
                                        "filter",
                                        FleetFilter.of(request.getParameters()))));
    }

    @Get("/fleet.csv")
    @Permitted
    @Produces("text/csv")
    HttpResponse<String> csv(HttpRequest<?> request) {
        FleetFilter filter = FleetFilter.of(request.getParameters());
        FleetQuestion question = filter.question(clock.instant(), FleetCsv.PAGE);
        return HttpResponse.ok(FleetCsv.of(readModels, question))
                .header("Content-Disposition", "attachment; filename=\"fleet.csv\"");
    }
}
