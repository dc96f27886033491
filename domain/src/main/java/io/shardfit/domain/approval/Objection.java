package io.shardfit.domain.approval;

import java.time.Instant;

/// Why somebody may not decide.
public sealed interface Objection {
    /// They wrote what is to be decided, or had it written.
    record IsAuthor(String id) implements Objection {}

    /// A service account, a job or a token decides nothing.
    record NotInPerson(String id) implements Objection {}

    record NotApprover(String id) implements Objection {}

    /// A role that was granted for this one decision is none.
    record RoleTooYoung(String id, Instant mayDecideFrom) implements Objection {}

    /// {@return the reason as a sentence}
    default String sentence() {
        return switch (this) {
            case IsAuthor(String id) ->
                    "%s is an author of what is to be decided: another person must".formatted(id);
            case NotInPerson(String id) ->
                    "%s does not act in person: service accounts, jobs and tokens decide nothing"
                            .formatted(id);
            case NotApprover(String id) -> "%s does not have the role approver".formatted(id);
            case RoleTooYoung(String id, Instant from) ->
                    "%s became an approver recently and may decide from %s".formatted(id, from);
        };
    }
}
