package io.shardfit.adapters.persistence;

import io.shardfit.application.account.Person;
import io.shardfit.application.account.SignedIn;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.port.Accounts;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What is kept of people as long as the program lasts.
final class InMemoryAccounts implements Accounts {
    private final Map<String, Person> people = new TreeMap<>();
    private final Map<Digest, SignedIn> sessions = new HashMap<>();
    private final Map<String, Instant> used = new HashMap<>();

    @Override
    public synchronized void remember(Person person) {
        people.put(person.id(), person);
    }

    @Override
    public synchronized Optional<Person> person(String id) {
        return Optional.ofNullable(people.get(id));
    }

    @Override
    public synchronized List<Person> people() {
        return List.copyOf(people.values());
    }

    @Override
    public synchronized boolean erase(String id) {
        sessions.values().removeIf(session -> session.person().equals(id));
        return people.remove(id) != null;
    }

    @Override
    public synchronized void open(SignedIn session) {
        sessions.put(session.secret(), session);
    }

    @Override
    public synchronized Optional<SignedIn> session(Digest secret, Instant now) {
        return Optional.ofNullable(sessions.get(secret))
                .filter(session -> now.isBefore(session.expires()));
    }

    @Override
    public synchronized void close(Digest secret) {
        sessions.remove(secret);
    }

    @Override
    public synchronized void used(String prefix, Instant at) {
        used.merge(prefix, at, (before, now) -> before.isAfter(now) ? before : now);
    }

    @Override
    public synchronized Map<String, Instant> lastUsed() {
        return Map.copyOf(used);
    }
}
