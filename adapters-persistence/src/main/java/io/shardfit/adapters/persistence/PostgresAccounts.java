package io.shardfit.adapters.persistence;

import io.shardfit.application.account.Person;
import io.shardfit.application.account.SignedIn;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.port.Accounts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What is kept of people, in tables beside the log.
final class PostgresAccounts implements Accounts {
    private static final String PERSON =
            "SELECT id, name, email, last_seen FROM shardfit_account.person";

    private final Queries queries;

    PostgresAccounts(Queries queries) {
        this.queries = queries;
    }

    @Override
    public void remember(Person person) {
        queries.update(
                """
                INSERT INTO shardfit_account.person (id, name, email, last_seen)
                VALUES (?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE
                SET name = EXCLUDED.name, email = EXCLUDED.email, last_seen = EXCLUDED.last_seen\
                """,
                person.id(),
                person.name(),
                person.email(),
                time(person.lastSeen()));
    }

    @Override
    public Optional<Person> person(String id) {
        return queries.list(PERSON + " WHERE id = ?", PostgresAccounts::person, id).stream()
                .findFirst();
    }

    @Override
    public List<Person> people() {
        return queries.list(PERSON + " ORDER BY id", PostgresAccounts::person);
    }

    @Override
    public boolean erase(String id) {
        queries.update("DELETE FROM shardfit_account.session WHERE person = ?", id);
        return queries.update("DELETE FROM shardfit_account.person WHERE id = ?", id) > 0;
    }

    /// Whoever signs in clears away what has ended.
    @Override
    public void open(SignedIn session) {
        queries.update("DELETE FROM shardfit_account.session WHERE expires < now()");
        queries.update(
                """
                INSERT INTO shardfit_account.session (secret, person, authenticated_at, expires)
                VALUES (?, ?, ?, ?)\
                """,
                session.secret().text(),
                session.person(),
                time(session.authenticatedAt()),
                time(session.expires()));
    }

    @Override
    public Optional<SignedIn> session(Digest secret, Instant now) {
        return queries
                .list(
                        """
                        SELECT secret, person, authenticated_at, expires
                        FROM shardfit_account.session WHERE secret = ? AND expires > ?\
                        """,
                        PostgresAccounts::session,
                        secret.text(),
                        time(now))
                .stream()
                .findFirst();
    }

    @Override
    public void close(Digest secret) {
        queries.update("DELETE FROM shardfit_account.session WHERE secret = ?", secret.text());
    }

    @Override
    public void used(String prefix, Instant at) {
        queries.update(
                """
                INSERT INTO shardfit_account.token_use (prefix, last_used) VALUES (?, ?)
                ON CONFLICT (prefix) DO UPDATE
                SET last_used = greatest(token_use.last_used, EXCLUDED.last_used)\
                """,
                prefix,
                time(at));
    }

    @Override
    public Map<String, Instant> lastUsed() {
        return queries
                .list(
                        "SELECT prefix, last_used FROM shardfit_account.token_use",
                        row -> Map.entry(row.getString(1), StandingColumns.instant(row, 2)))
                .stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Person person(ResultSet row) throws SQLException {
        return new Person(
                row.getString(1),
                row.getString(2),
                Optional.ofNullable(row.getString(3)),
                StandingColumns.instant(row, 4));
    }

    private static SignedIn session(ResultSet row) throws SQLException {
        return new SignedIn(
                new Digest(row.getString(1)),
                row.getString(2),
                StandingColumns.instant(row, 3),
                StandingColumns.instant(row, 4));
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
