package io.shardfit.adapters.web.page;

import io.micronaut.http.HttpParameters;
import io.shardfit.adapters.web.InstantText;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.readmodel.EventsQuestion;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Which events somebody wants to see, as the address of the page says it.
///
/// @param from a day (UTC) or an instant, as it was typed
/// @param to the last day or instant, as it was typed
/// @param stream such as `environment-production`; a deployment is the stream of its name
/// @param before the position before which the page begins
public record AuditFilter(
        Optional<String> from,
        Optional<String> to,
        Optional<String> actor,
        Optional<String> type,
        Optional<String> deployment,
        Optional<String> stream,
        Optional<Long> before) {

    static AuditFilter of(HttpParameters parameters) {
        Question asked = new Question(parameters);
        return new AuditFilter(
                asked.text("from"),
                asked.text("to"),
                asked.text("actor"),
                asked.text("type"),
                asked.text("deployment"),
                asked.text("stream"),
                asked.position("before"));
    }

    /// @throws ProblemException if what was typed is no time, or no name
    EventsQuestion question(int limit) {
        return new EventsQuestion(
                from.map(text -> instant("from", text, 0)),
                to.map(text -> instant("to", text, 1)),
                actor,
                type,
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
            throw ProblemException.of(
                    ProblemKind.BAD_REQUEST,
                    "%s is a day such as 2026-11-23 or an instant such as 2026-11-23T09:00:00Z, not \"%s\""
                            .formatted(name, text));
        }
    }

    private Optional<StreamId> wanted() {
        try {
            return stream.map(StreamId::new).or(() -> deployment.map(StreamId::deployment));
        } catch (IllegalArgumentException none) {
            throw ProblemException.of(
                    ProblemKind.BAD_REQUEST,
                    "a deployment's name "
                            + StreamId.NAME_RULE
                            + "; a stream"
                            + " begins with deployment-, environment-, ruleset- or directory-");
        }
    }

    /// {@return whether everything is asked for}
    public boolean isEmpty() {
        return from.isEmpty()
                && to.isEmpty()
                && actor.isEmpty()
                && type.isEmpty()
                && deployment.isEmpty()
                && stream.isEmpty();
    }

    AuditFilter before(Optional<Long> position) {
        return new AuditFilter(from, to, actor, type, deployment, stream, position);
    }

    /// {@return the same, from the newest event on}
    public AuditFilter newest() {
        return before(Optional.empty());
    }

    /// {@return the address of a page with this filter}
    public String at(String path) {
        return new Question.Address(path)
                .with("from", from)
                .with("to", to)
                .with("actor", actor)
                .with("type", type)
                .with("deployment", deployment)
                .with("stream", stream)
                .with("before", before)
                .toString();
    }
}
