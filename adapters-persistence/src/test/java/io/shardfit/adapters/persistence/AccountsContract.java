package io.shardfit.adapters.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.account.Person;
import io.shardfit.application.account.SignedIn;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.port.Accounts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every keeper of people promises.
abstract class AccountsContract {
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MICROS);
    private static final Person ANA =
            new Person("usr_ana", "Ana", Optional.of("ana@example.org"), NOW);
    private static final Person BO = new Person("usr_bo", "Bo", Optional.empty(), NOW);

    private Accounts accounts;

    abstract Accounts empty();

    @BeforeEach
    void open() {
        accounts = empty();
    }

    @Test
    void remembersHowPeopleCallThemselvesLast() {
        accounts.remember(BO);
        accounts.remember(new Person("usr_ana", "Anna", Optional.empty(), NOW.minusSeconds(9)));
        accounts.remember(ANA);

        assertThat(accounts.person("usr_ana")).contains(ANA);
        assertThat(accounts.person("usr_cy")).isEmpty();
        assertThat(accounts.people()).containsExactly(ANA, BO);
    }

    @Test
    void aSessionLastsUntilItEndsOrIsEnded() {
        SignedIn session = session("one", "usr_ana");
        accounts.open(session);
        accounts.open(session("two", "usr_ana"));

        assertThat(accounts.session(session.secret(), NOW)).contains(session);
        assertThat(accounts.session(session.secret(), session.expires().minusSeconds(1)))
                .contains(session);
        assertThat(accounts.session(session.secret(), session.expires())).isEmpty();
        assertThat(accounts.session(secret("three"), NOW)).isEmpty();

        accounts.close(session.secret());
        accounts.close(session.secret());

        assertThat(accounts.session(session.secret(), NOW)).isEmpty();
        assertThat(accounts.session(secret("two"), NOW)).isPresent();
    }

    @Test
    void whoeverIsForgottenIsSignedOut() {
        accounts.remember(ANA);
        accounts.remember(BO);
        accounts.open(session("one", "usr_ana"));
        accounts.open(session("two", "usr_bo"));

        assertThat(accounts.erase("usr_ana")).isTrue();
        assertThat(accounts.erase("usr_ana")).isFalse();

        assertThat(accounts.people()).containsExactly(BO);
        assertThat(accounts.session(secret("one"), NOW)).isEmpty();
        assertThat(accounts.session(secret("two"), NOW)).isPresent();
    }

    @Test
    void theLastUseIsTheLatestOfAll() {
        accounts.used("sft_a", NOW);
        accounts.used("sft_a", NOW.minusSeconds(60));
        accounts.used("sft_b", NOW.plusSeconds(60));

        assertThat(accounts.lastUsed())
                .hasSize(2)
                .containsEntry("sft_a", NOW)
                .containsEntry("sft_b", NOW.plusSeconds(60));
    }

    private static SignedIn session(String secret, String person) {
        return new SignedIn(
                secret(secret), person, NOW.minusSeconds(5), NOW.plus(Duration.ofHours(8)));
    }

    private static Digest secret(String text) {
        return Digest.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
