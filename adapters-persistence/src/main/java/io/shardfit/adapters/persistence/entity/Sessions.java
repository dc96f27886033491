package io.shardfit.adapters.persistence.entity;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface Sessions extends GenericRepository<SessionRow, String> {
    SessionRow save(SessionRow session);

    Optional<SessionRow> findBySecretAndExpiresAfter(String secret, Instant now);

    void deleteById(String secret);

    void deleteByPerson(String person);

    /// By the clock of the database, which all servers share.
    @Query("DELETE FROM shardfit_account.session WHERE expires < now()")
    void deleteExpired();
}
