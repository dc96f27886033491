package io.shardfit.adapters.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/// Instants as people and programs write them, in years that a database knows.
public final class InstantText {
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    private InstantText() {}

    /// @param text ISO 8601 with its zone
    public static Instant read(String text) {
        return known(OffsetDateTime.parse(text).toInstant());
    }

    /// {@return the beginning of a day in UTC}
    public static Instant readDay(String text) {
        return known(LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    private static Instant known(Instant instant) {
        if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
            throw new DateTimeException("a year from 1 to 9999");
        }
        return instant;
    }
}
