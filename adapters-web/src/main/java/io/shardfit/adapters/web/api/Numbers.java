package io.shardfit.adapters.web.api;

import io.shardfit.application.document.Json;

/// Numbers of answers that are read from the log, not computed.
final class Numbers {
    private Numbers() {}

    static Json position(long position) {
        return recorded(position, "position");
    }

    static Json count(long count) {
        return recorded(count, "count");
    }

    static Json recorded(long value, String meaning) {
        return Json.given(value, "", meaning, "the log");
    }
}
