package io.shardfit.adapters.persistence.entity;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.shardfit.application.account.SignedIn;
import io.shardfit.application.ledger.Digest;
import java.time.Instant;

/// As `shardfit_account.session` has it.
///
/// @param secret a digest
@MappedEntity(value = "session", schema = "shardfit_account")
record SessionRow(@Id String secret, String person, Instant authenticatedAt, Instant expires) {
    static SessionRow of(SignedIn session) {
        return new SessionRow(
                session.secret().text(),
                session.person(),
                session.authenticatedAt(),
                session.expires());
    }

    SignedIn session() {
        return new SignedIn(new Digest(secret), person, authenticatedAt, expires);
    }
}
