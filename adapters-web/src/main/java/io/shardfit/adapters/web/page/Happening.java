package io.shardfit.adapters.web.page;

import io.shardfit.application.event.EventWords;
import io.shardfit.application.event.Recorded;
import io.shardfit.application.ledger.Entry;
import java.time.Instant;

/// An event in words.
public record Happening(long position, Instant at, String by, String type, String words) {
    static Happening of(Entry entry) {
        return of(Recorded.of(entry));
    }

    static Happening of(Recorded recorded) {
        return new Happening(
                recorded.position(),
                recorded.at(),
                recorded.by(),
                recorded.entry().type(),
                EventWords.of(recorded.event()));
    }
}
