package io.shardfit.adapters.web.page;

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
import io.shardfit.application.format.EntryFormat;
import io.shardfit.application.format.JsonText;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.port.EventLog;

import java.util.List;
import java.util.Map;

/// What happened, in order, from the bytes that are signed. There is nothing here to change it
/// with.
@Controller
@Produces(MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
public final class AuditPage {
    private static final int ROWS = 50;

    private final EventLog log;
    private final Pages pages;

    AuditPage(EventLog log, Pages pages) {
        this.log = log;
        this.pages = pages;
    }

    /// An entry as a row.
    ///
    /// @param data as it was recorded
    /// @param digest of the entry's bytes
    public record Row(
            long position,
            String recordedAt,
            String actor,
            String type,
            String stream,
            String data,
            String digest) {}

    @Get("/audit")
    @Permitted
    String events(Identity identity, @QueryValue(defaultValue = "0") long after) {
        long from = Math.max(0, after);
        List<Row> rows = log.bytesAfter(from, ROWS).stream().map(AuditPage::row).toList();
        return pages.page(
                "audit",
                Map.of(
                        "identity",
                        identity,
                        "rows",
                        rows,
                        "head",
                        log.head().position(),
                        "next",
                        rows.size() == ROWS ? rows.getLast().position() : 0L));
    }

    private static Row row(byte[] bytes) {
        Entry entry = EntryFormat.read(bytes);
        return new Row(
                entry.position(),
                EntryFormat.time(entry.recordedAt()),
                entry.actor().id(),
                entry.type(),
                entry.stream().text(),
                JsonText.pretty(entry.data()),
                Digest.of(bytes).hex().substring(0, 12));
    }
}
