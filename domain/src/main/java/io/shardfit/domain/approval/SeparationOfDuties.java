package io.shardfit.domain.approval;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Two people for one decision, whatever roles they have.
public final class SeparationOfDuties {
    private SeparationOfDuties() {}

    /// {@return why `person` may not decide on what the authors wrote: approve a plan, grant a
    /// waiver they asked for}
    ///
    /// @param authors submitter, owner of the token, actor of the CI job and whom it acts for, all
    ///   who edited the plan after
    public static Optional<Objection> toDecide(
            Person person, Set<String> authors, EnvironmentPolicy policy, Instant now) {
        if (!person.inPerson()) {
            return Optional.of(new Objection.NotInPerson(person.id()));
        }
        if (authors.contains(person.id())) {
            return Optional.of(new Objection.IsAuthor(person.id()));
        }
        if (person.approverSince().isEmpty()) {
            return Optional.of(new Objection.NotApprover(person.id()));
        }
        Instant from = person.approverSince().orElseThrow().plus(policy.roleDelay());
        return now.isBefore(from)
                ? Optional.of(new Objection.RoleTooYoung(person.id(), from))
                : Optional.empty();
    }

    /// {@return why `publisher` may not publish rules that `author` wrote}
    public static Optional<Objection> toPublish(String publisher, String author) {
        return publisher.equals(author)
                ? Optional.of(new Objection.IsAuthor(publisher))
                : Optional.empty();
    }

    /// {@return why `granter` may not grant a role to `subject`}
    public static Optional<Objection> toGrantRole(String granter, String subject) {
        return granter.equals(subject)
                ? Optional.of(new Objection.IsAuthor(granter))
                : Optional.empty();
    }
}
