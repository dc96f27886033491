package io.shardfit.adapters.web.page;

import io.shardfit.application.format.JsonText;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.port.ReadModels;
import io.shardfit.application.readmodel.EventsQuestion;
import io.shardfit.application.readmodel.HistoryPage;
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
        String write(HistoryPage page);
    }

    static HistoryPage read(ReadModels readModels, EventsQuestion question) {
        HistoryPage page = readModels.events(question);
        List<HistoryPage.Row> rows = new ArrayList<>(page.rows());
        while (page.next().isPresent() && rows.size() < MOST) {
            page = readModels.events(question.before(page.next().orElseThrow()));
            rows.addAll(page.rows());
        }
        return new HistoryPage(rows, page.next());
    }

    static String csv(HistoryPage page) {
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
        for (Entry entry : page.entries()) {
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

    static String lines(HistoryPage page) {
        StringBuilder lines = new StringBuilder();
        for (HistoryPage.Row row : page.rows()) {
            lines.append(row.text()).append('\n');
        }
        return lines.toString();
    }
}
