package io.shardfit.application.event;

import io.shardfit.application.document.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/// One thing that two verdicts on the same plan say differently.
///
/// @param from as the older one has it; `absent` where it says nothing
public record Delta(String what, String from, String to) {
    private static final String ABSENT = "absent";

    /// {@return the differences in answer, findings and figures}
    public static List<Delta> between(RecordedVerdict older, RecordedVerdict newer) {
        List<Delta> all = new ArrayList<>();
        add(all, "result", older.result().name(), newer.result().name());
        add(all, "findings", codes(older), codes(newer));
        SortedSet<String> figures = new TreeSet<>(older.figures().keySet());
        figures.addAll(newer.figures().keySet());
        for (String figure : figures) {
            add(all, figure, number(older, figure), number(newer, figure));
        }
        return all;
    }

    private static void add(List<Delta> all, String what, String from, String to) {
        if (!from.equals(to)) {
            all.add(new Delta(what, from, to));
        }
    }

    private static String codes(RecordedVerdict verdict) {
        return String.join(
                " ", verdict.findings().stream().map(finding -> finding.code()).toList());
    }

    private static String number(RecordedVerdict verdict, String figure) {
        return Objects.toString(verdict.figures().get(figure), ABSENT);
    }

    Json data() {
        return Json.fields().with("what", what).with("from", from).with("to", to).build();
    }

    static Delta of(Data data) {
        return new Delta(data.text("what"), data.text("from"), data.text("to"));
    }
}
