package io.shardfit.application.event;

import io.shardfit.application.comparison.Row;
import io.shardfit.application.document.Json;
import java.util.Locale;

/// Actual against theoretical, in bytes.
public record MeasuredRow(
        String quantity, long low, long expected, long high, long measured, Row.Standing standing) {
    Json data() {
        return Json.fields()
                .with("quantity", quantity)
                .with("lowBytes", Members.number(low))
                .with("expectedBytes", Members.number(expected))
                .with("highBytes", Members.number(high))
                .with("measuredBytes", Members.number(measured))
                .with("standing", standing.word())
                .build();
    }

    static MeasuredRow of(Data data) {
        return new MeasuredRow(
                data.text("quantity"),
                data.whole("lowBytes"),
                data.whole("expectedBytes"),
                data.whole("highBytes"),
                data.whole("measuredBytes"),
                data.parsed(
                        "standing",
                        "a standing",
                        word -> Row.Standing.valueOf(word.toUpperCase(Locale.ROOT))));
    }
}
