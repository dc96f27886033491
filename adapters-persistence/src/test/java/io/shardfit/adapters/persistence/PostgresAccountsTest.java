package io.shardfit.adapters.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.adapters.persistence.PostgresLogs.OneLog;
import io.shardfit.application.account.Person;
import io.shardfit.application.port.Accounts;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresAccountsTest extends AccountsContract {
    private final OneLog log = new PostgresLogs(TestServer.database()).empty();

    @Override
    Accounts empty() {
        return log.store().accounts();
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void everyProcessOnTheDatabaseKnowsTheSame() {
        Person ana =
                new Person(
                        "usr_ana",
                        "Ana",
                        Optional.empty(),
                        Instant.now().truncatedTo(ChronoUnit.MICROS));
        log.store().accounts().remember(ana);

        assertThat(log.store().accounts().person("usr_ana")).contains(ana);
    }
}
