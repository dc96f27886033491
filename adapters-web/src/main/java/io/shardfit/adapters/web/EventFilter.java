package io.shardfit.adapters.web;

import io.shardfit.application.event.LedgerEvents;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.readmodel.EventsQuestion;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Which events somebody wants to see, as they wrote it behind the question mark of a page or of
/// the API. Blank is nothing.
///
/// @param from a day (UTC) or an instant
/// @param to the last day or instant
/// @param stream such as `environment-production`; a deployment is the stream of its name
public record EventFilter(
        Optional<String> from,
        Optional<String> to,
        Optional<String> actor,
        Optional<String> type,
        Optional<String> deployment,
        Optional<String> stream) {
    public EventFilter {
        from = written(from);
        to = written(to);
        actor = written(actor);
        type = written(type);
        deployment = written(deployment);
        stream = written(stream);
    }

    private static Optional<String> written(Optional<String> text) {
        return text.map(String::strip).filter(value -> !value.isEmpty());
    }

    /// @param before the position before which the page begins
    /// @throws ProblemException if what was written is no time, no type, or no name
    public EventsQuestion question(Optional<Long> before, int limit) {
        return new EventsQuestion(
                from.map(text -> instant("from", text, 0)),
                to.map(text -> instant("to", text, 1)),
                actor,
                type.map(EventFilter::known),
                wanted(),
                before,
                limit);
    }

    /// {@return the beginning of the day; of an instant, the instant}
    ///
    /// @param after days, or microseconds, that are added
    private static Instant instant(String name, String text, int after) {
        try {
            return text.length() <= "2026-11-23".length()
                    ? InstantText.readDay(text).plus(after, ChronoUnit.DAYS)
                    : InstantText.read(text).plus(after, ChronoUnit.MICROS);
        } catch (DateTimeException none) {
            throw refused(
                    "%s is a day such as 2026-11-23 or an instant such as 2026-11-23T09:00:00Z, not \"%s\""
                            .formatted(name, text));
        }
    }

    private static String known(String type) {
        if (!LedgerEvents.TYPES.contains(type)) {
            throw refused(
                    "type is one of %s, not \"%s\""
                            .formatted(String.join(", ", LedgerEvents.TYPES), type));
        }
        return type;
    }

    private Optional<StreamId> wanted() {
        if (stream.isPresent() && deployment.isPresent()) {
            throw refused("a deployment is a stream, too: give either deployment or stream");
        }
        return stream.map(EventFilter::stream).or(() -> deployment.map(EventFilter::deployment));
    }

    private static StreamId stream(String name) {
        return ofForm(name)
                .filter(StreamId::isOfAKnownKind)
                .orElseThrow(() ->
                        refused(
                                "a stream begins with deployment-, environment-, admission-,"
                                        + " ruleset-, directory- or log-, not \"%s\""
                                                .formatted(name)));
    }

    private static StreamId deployment(String name) {
        return Optional.of(name)
                .filter(StreamId::isName)
                .map(StreamId::deployment)
                .orElseThrow(() -> refused("a deployment's name " + StreamId.NAME_RULE));
    }

    private static Optional<StreamId> ofForm(String text) {
        try {
            return Optional.of(new StreamId(text));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    private static ProblemException refused(String detail) {
        return ProblemException.of(ProblemKind.BAD_REQUEST, detail);
    }

    /// {@return whether everything is asked for}
    public boolean isEmpty() {
        return given().isEmpty();
    }

    /// {@return what was written, by the name of the parameter, to be written again}
    public Map<String, String> given() {
        Map<String, String> given = new LinkedHashMap<>();
        from.ifPresent(text -> given.put("from", text));
        to.ifPresent(text -> given.put("to", text));
        actor.ifPresent(text -> given.put("actor", text));
        type.ifPresent(text -> given.put("type", text));
        deployment.ifPresent(text -> given.put("deployment", text));
        stream.ifPresent(text -> given.put("stream", text));
        return given;
    }
}
