package io.shardfit.adapters.web.page;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.shardfit.adapters.web.Pages;
import io.shardfit.adapters.web.access.Identity;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.application.event.LedgerEvents;
import io.shardfit.application.port.EventLog;
import io.shardfit.application.port.ReadModels;
import io.shardfit.application.readmodel.HistoryPage;
import java.util.Map;

/// What happened, the newest first. There is nothing here to change it with.
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
final class AuditPage {
    private static final int ROWS = 50;

    private final EventLog log;
    private final ReadModels readModels;
    private final Pages pages;

    AuditPage(EventLog log, ReadModels readModels, Pages pages) {
        this.log = log;
        this.readModels = readModels;
        this.pages = pages;
    }

    @Get("/audit")
    @Permitted
    @Produces(MediaType.TEXT_HTML)
    String events(HttpRequest<?> request, Identity identity) {
        AuditFilter filter = AuditFilter.of(request.getParameters());
        HistoryPage page = readModels.events(filter.question(ROWS));
        return pages.page(
                "audit",
                Map.of(
                        "identity",
                        identity,
                        "filter",
                        filter,
                        "types",
                        LedgerEvents.TYPES,
                        "rows",
                        page.entries().stream().map(AuditRow::of).toList(),
                        "older",
                        page.next().map(position -> filter.before(page.next()).at("/audit")),
                        "head",
                        log.head().position()));
    }

    @Get("/audit.csv")
    @Permitted
    @Produces("text/csv")
    HttpResponse<String> csv(HttpRequest<?> request) {
        return download(request, "/audit.csv", AuditFiles::csv);
    }

    /// The entries themselves, in the bytes that are signed.
    @Get("/audit.jsonl")
    @Permitted
    @Produces("application/jsonl")
    HttpResponse<String> lines(HttpRequest<?> request) {
        return download(request, "/audit.jsonl", AuditFiles::lines);
    }

    private HttpResponse<String> download(
            HttpRequest<?> request, String path, AuditFiles.Form form) {
        AuditFilter filter = AuditFilter.of(request.getParameters());
        HistoryPage page = AuditFiles.read(readModels, filter.question(AuditFiles.PAGE));
        var answer =
                HttpResponse.ok(form.write(page))
                        .header(
                                "Content-Disposition",
                                "attachment; filename=\"%s\"".formatted(path.substring(1)));
        page.next()
                .ifPresent(_ ->
                        answer.header(
                                "Link",
                                "<%s>; rel=\"next\""
                                        .formatted(filter.before(page.next()).at(path))));
        return answer;
    }
}
