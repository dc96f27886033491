package io.shardfit.adapters.web.page;

import io.micronaut.http.HttpParameters;
import io.shardfit.adapters.web.EventFilter;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.application.readmodel.EventsQuestion;
import java.util.Optional;

/// A page of the events that somebody wants to see, as its address says it.
///
/// @param before the position before which the page begins
public record AuditFilter(EventFilter events, Optional<Long> before) {

    static AuditFilter of(HttpParameters parameters) {
        return new AuditFilter(
                new EventFilter(
                        parameters.getFirst("from"),
                        parameters.getFirst("to"),
                        parameters.getFirst("actor"),
                        parameters.getFirst("type"),
                        parameters.getFirst("deployment"),
                        parameters.getFirst("stream")),
                new Question(parameters).position("before"));
    }

    /// @throws ProblemException if what was typed is no time, no type, or no name
    EventsQuestion question(int limit) {
        return events.question(before, limit);
    }

    AuditFilter before(Optional<Long> position) {
        return new AuditFilter(events, position);
    }

    /// {@return the same, from the newest event on}
    public AuditFilter newest() {
        return before(Optional.empty());
    }

    /// {@return the address of a page with this filter}
    public String at(String path) {
        Question.Address address = new Question.Address(path);
        events.given().forEach(address::with);
        return address.with("before", before).toString();
    }
}
