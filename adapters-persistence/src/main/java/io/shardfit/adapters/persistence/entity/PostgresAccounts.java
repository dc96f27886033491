package io.shardfit.adapters.persistence.entity;

import io.shardfit.application.account.Person;
import io.shardfit.application.account.SignedIn;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.port.Accounts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What is kept of people, in tables beside the log.
final class PostgresAccounts implements Accounts {
    private final People people;
    private final Sessions sessions;
    private final TokenUses uses;
    private final Answers answers;

    PostgresAccounts(People people, Sessions sessions, TokenUses uses, Answers answers) {
        this.people = people;
        this.sessions = sessions;
        this.uses = uses;
        this.answers = answers;
    }

    @Override
    public void remember(Person person) {
        answers.done(() -> people.saveOrUpdate(PersonRow.of(person)));
    }

    @Override
    public Optional<Person> person(String id) {
        return answers.of(() -> people.findById(id)).map(PersonRow::person);
    }

    @Override
    public List<Person> people() {
        return answers.of(people::findAllOrderById).stream().map(PersonRow::person).toList();
    }

    @Override
    public boolean erase(String id) {
        return answers.together(() -> {
            sessions.deleteByPerson(id);
            return people.deleteById(id) > 0;
        });
    }

    /// Whoever signs in clears away what has ended.
    @Override
    public void open(SignedIn session) {
        answers.together(() -> {
            sessions.deleteExpired();
            return sessions.save(SessionRow.of(session));
        });
    }

    @Override
    public Optional<SignedIn> session(Digest secret, Instant now) {
        return answers.of(() -> sessions.findBySecretAndExpiresAfter(secret.text(), now))
                .map(SessionRow::session);
    }

    @Override
    public void close(Digest secret) {
        answers.done(() -> sessions.deleteById(secret.text()));
    }

    @Override
    public void used(String prefix, Instant at) {
        answers.done(() -> uses.saveLatest(new TokenUseRow(prefix, at)));
    }

    @Override
    public Map<String, Instant> lastUsed() {
        return answers.of(uses::findAll).stream()
                .collect(Collectors.toUnmodifiableMap(TokenUseRow::prefix, TokenUseRow::lastUsed));
    }
}
