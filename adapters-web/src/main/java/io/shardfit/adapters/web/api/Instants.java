package io.shardfit.adapters.web.api;

import io.micronaut.core.annotation.Nullable;
import io.shardfit.adapters.web.InstantText;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.application.port.EventLog;
import jakarta.inject.Singleton;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;

/// For which instant something is asked.
@Singleton
final class Instants {
    private final EventLog log;
    private final InstantSource clock;

    Instants(EventLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    /// {@return now, by the clock of the log where that is ahead: what was just written is seen}
    Instant now() {
        Instant now = clock.instant();
        return log.head().recordedAt().filter(now::isBefore).orElse(now);
    }

    /// {@return the instant that a parameter names; now for none}
    Instant of(String parameter, @Nullable String text) {
        if (text == null) {
            return now();
        }
        try {
            return InstantText.read(text);
        } catch (DateTimeException wrong) {
            throw ProblemException.of(
                    ProblemKind.BAD_REQUEST,
                    "%s is an ISO 8601 instant with its zone, such as 2026-11-23T09:30:00Z"
                            .formatted(parameter));
        }
    }
}
