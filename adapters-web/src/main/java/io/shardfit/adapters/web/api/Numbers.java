package io.shardfit.adapters.web.api;

import io.shardfit.application.document.Json;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Share;

/// Numbers of answers that are read from the log, not computed.
final class Numbers {
    private static final String LOG = "the log";

    private Numbers() {}

    static Json position(long position) {
        return recorded(position, "position");
    }

    static Json count(long count) {
        return recorded(count, "count");
    }

    static Json share(Share share) {
        return Json.figure(
                Derivation.of(
                        share.fraction(),
                        "share",
                        "given",
                        LOG,
                        Derivation.term("given", share.fraction(), "of a whole", LOG)));
    }

    static Json recorded(long value, String meaning) {
        return Json.given(value, "", meaning, LOG);
    }
}
