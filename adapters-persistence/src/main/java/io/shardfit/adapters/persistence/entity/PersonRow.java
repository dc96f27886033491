package io.shardfit.adapters.persistence.entity;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.shardfit.application.account.Person;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// As `shardfit_account.person` has it.
@MappedEntity(value = "person", schema = "shardfit_account")
record PersonRow(@Id String id, String name, @Nullable String email, Instant lastSeen) {
    static PersonRow of(Person person) {
        return new PersonRow(
                person.id(), person.name(), person.email().orElse(null), person.lastSeen());
    }

    Person person() {
        return new Person(id, name, Optional.ofNullable(email), lastSeen);
    }
}
