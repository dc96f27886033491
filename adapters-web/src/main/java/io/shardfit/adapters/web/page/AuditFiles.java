package io.shardfit.adapters.web.page;

import io.shardfit.application.format.EntryFormat;
import io.shardfit.application.format.JsonText;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.port.ReadModels;
import io.shardfit.application.readmodel.EventsQuestion;
import io.shardfit.application.readmodel.HistoryPage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A list of events to take away. A file has an end, so that nobody fills the server's memory: the
/// whole log is had by an export.
final class AuditFiles {
    /// Events of a file.
    static final int MOST = 5_000;

    /// Events that are read at once.
    static final int PAGE = 1_000;

    private AuditFiles() {}

    /// A file's form.
    @FunctionalInterface
    interface Form {
        String write(List<Entry> entries);
    }

    static HistoryPage read(ReadModels readModels, EventsQuestion question) {
        HistoryPage page = readModels.events(question);
        List<Entry> entries = new ArrayList<>(page.entries());
        while (page.next().isPresent() && entries.size() < MOST) {
            page = readModels.events(question.before(page.next().orElseThrow()));
            entries.addAll(page.entries());
        }
        return new HistoryPage(entries, page.next());
    }

    static String csv(List<Entry> entries) {
        Csv csv =
                new Csv(
                        "position",
                        "recorded_at",
                        "actor",
                        "kind",
                        "type",
                        "stream",
                        "version",
                        "what",
                        "data",
                        "digest");
        for (Entry entry : entries) {
            AuditRow row = AuditRow.of(entry);
            csv.add(
                    Csv.row()
                            .text(Long.toString(entry.position()))
                            .text(row.time())
                            .text(entry.actor().id())
                            .text(entry.actor().kind().word())
                            .text(entry.type())
                            .text(entry.stream().text())
                            .text(Long.toString(entry.streamVersion()))
                            .text(row.words())
                            .text(JsonText.canonical(entry.data()))
                            .text(row.digest().text()));
        }
        return csv.toString();
    }

    static String lines(List<Entry> entries) {
        StringBuilder lines = new StringBuilder();
        for (Entry entry : entries) {
            lines.append(new String(EntryFormat.write(entry), StandardCharsets.UTF_8)).append('\n');
        }
        return lines.toString();
    }
}
