package io.shardfit.application.event;

import io.shardfit.application.document.Json;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Members of an event, to be written.
final class Members {
    private static final String ORIGIN = "ledger";

    private Members() {}

    static Json number(long value) {
        return Json.given(value, "", "", ORIGIN);
    }

    static Json texts(Collection<String> texts) {
        return Json.items(texts.stream().map(Json::text).toList());
    }

    static <T> Json list(List<T> values, Function<T, Json> write) {
        return Json.items(values.stream().map(write).toList());
    }

    static Json numbers(Map<String, Long> numbers) {
        Json.Builder fields = Json.fields();
        numbers.forEach((key, value) -> fields.with(key, number(value)));
        return fields.build();
    }
}
