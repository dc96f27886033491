package io.shardfit.adapters.persistence.entity;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface People extends GenericRepository<PersonRow, String> {
    @Query(
            """
            INSERT INTO shardfit_account.person (id, name, email, last_seen)
            VALUES (:id, :name, :email, :lastSeen)
            ON CONFLICT (id) DO UPDATE
            SET name = EXCLUDED.name, email = EXCLUDED.email, last_seen = EXCLUDED.last_seen\
            """)
    void saveOrUpdate(PersonRow person);

    Optional<PersonRow> findById(String id);

    List<PersonRow> findAllOrderById();

    long deleteById(String id);
}
