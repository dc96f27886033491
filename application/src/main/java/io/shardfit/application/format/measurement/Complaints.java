package io.shardfit.application.format.measurement;

import java.util.ArrayList;
import java.util.List;

/// What stood where an amount belongs and is none. The first few are kept: a log may repeat one for
/// every step.
final class Complaints {
    private static final int MOST = 3;
    private static final int LONGEST = 60;

    private final List<String> kept = new ArrayList<>();
    private long more;

    /// @param where for example `line 7`
    /// @param what the name of the amount, as printed
    /// @param value as printed
    void add(String where, String what, String value) {
        if (kept.size() == MOST) {
            more++;
            return;
        }
        String shown = value.length() > LONGEST ? value.substring(0, LONGEST) + "…" : value;
        kept.add(
                "%s: %s is \"%s\", which is no amount and is left out"
                        .formatted(where, what, shown));
    }

    List<String> all() {
        List<String> all = new ArrayList<>(kept);
        if (more > 0) {
            all.add("%d more amounts cannot be read and are left out".formatted(more));
        }
        return all;
    }
}
