package io.shardfit.application.port;

import io.shardfit.application.account.Person;
import io.shardfit.application.account.SignedIn;
import io.shardfit.application.ledger.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the server keeps of people beside the log, for every process that shares the database: all
/// of it may be erased, and the log still verifies.
public interface Accounts {
    /// Keeps how they call themselves now.
    void remember(Person person);

    Optional<Person> person(String id);

    /// {@return everybody who is remembered, by id}
    List<Person> people();

    /// Forgets what they are called, and signs them out.
    ///
    /// @return whether they were known
    boolean erase(String id);

    void open(SignedIn session);

    /// {@return the session that still lasts at `now`}
    Optional<SignedIn> session(Digest secret, Instant now);

    void close(Digest secret);

    /// Notes that a token was shown.
    void used(String prefix, Instant at);

    /// {@return when each token that ever was shown was shown last}
    Map<String, Instant> lastUsed();
}
