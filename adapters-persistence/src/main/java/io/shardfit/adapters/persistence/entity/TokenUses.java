package io.shardfit.adapters.persistence.entity;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface TokenUses extends GenericRepository<TokenUseRow, String> {
    @Query(
            """
            INSERT INTO shardfit_account.token_use (prefix, last_used) VALUES (:prefix, :lastUsed)
            ON CONFLICT (prefix) DO UPDATE
            SET last_used = greatest(token_use.last_used, EXCLUDED.last_used)\
            """)
    void saveLatest(TokenUseRow use);

    List<TokenUseRow> findAll();
}
