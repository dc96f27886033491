package io.shardfit.adapters.web.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// Addresses of our own pages.
public final class Links {
    private Links() {}

    /// {@return where the arithmetic of a number is}
    ///
    /// @param explain the page that explains numbers of one plan, perhaps with a question
    /// @param path of the number in the verdict document
    public static String value(String explain, String path) {
        return explain + (explain.contains("?") ? "&" : "?") + "value=" + encoded(path);
    }

    /// {@return the page of a deployment as it was}
    public static String asOf(String deployment, Instant instant) {
        return "/plans/" + deployment + "?asOf=" + encoded(Amounts.exact(instant));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
