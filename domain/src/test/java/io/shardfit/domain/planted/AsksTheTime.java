package io.shardfit.domain.planted;

import java.time.LocalDate;
import java.util.function.Supplier;

/// A method reference is not a call; the rule must see it all the same.
record AsksTheTime(Supplier<LocalDate> today) {
    AsksTheTime() {
        this(LocalDate::now);
    }
}
