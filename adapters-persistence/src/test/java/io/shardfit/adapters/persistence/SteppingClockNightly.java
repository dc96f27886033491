package io.shardfit.adapters.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.TimeOrderedIds;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// E13: the clocks step while clients append: that of the program, which makes the ids, and that of
/// the database, which dates the events. The database's is stepped where the log reads it: a
/// function of the same name lies before PostgreSQL's own in the search path.
class SteppingClockNightly {
    private static final int CLIENTS = 8;
    private static final int EVENTS_PER_STEP = Integer.getInteger("nightly.events.per.step", 2_000);
    private static final int MOST = 10_000_000;

    private static final String CLOCK =
            """
            CREATE SCHEMA stepped;
            CREATE TABLE stepped.clock (ahead interval);
            INSERT INTO stepped.clock VALUES ('0');
            CREATE FUNCTION stepped.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE
              AS 'SELECT pg_catalog.clock_timestamp() + ahead FROM stepped.clock';
            GRANT USAGE ON SCHEMA stepped TO PUBLIC;
            GRANT SELECT ON stepped.clock TO PUBLIC;
            DO $$ BEGIN
              EXECUTE format('ALTER DATABASE %I SET search_path = stepped, pg_catalog',
                             current_database());
            END $$;
            """;

    private final Account account = new Account();
    private final AtomicReference<Duration> programAhead = new AtomicReference<>(Duration.ZERO);
    private final List<AsOf> asked = new ArrayList<>();

    /// An answer to "what was there at that time?".
    private record AsOf(Instant time, long events) {}

    @Test
    void theTimeOfEventsNeverGoesBack() throws Exception {
        try (PostgresLogs.OneLog log = new PostgresLogs(TestServer.database()).empty()) {
            LedgerStore ledger = log.store();
            PostgresLogs.execute(log.database, CLOCK);
            TimeOrderedIds ids =
                    new TimeOrderedIds(
                            () -> Instant.now().plus(programAhead.get()), new SecureRandom());
            try (BatchingWriter writer = new BatchingWriter(log.database, ids);
                    Clients _ = new Clients(CLIENTS, writer::append, account)) {
                appendWhile("0", 0, log.database, ledger);
                appendWhile("-10 seconds", 1, log.database, ledger);
                appendWhile("1 hour", -1, log.database, ledger);
                appendWhile("-1 hour", 0, log.database, ledger);
            }
            account.check(ledger.events());
            account.sign(ledger);
            account.fsck(ledger);
            check(ledger.events().after(0, MOST));
        }
    }

    private void appendWhile(String ahead, int programHours, Database database, LedgerStore ledger)
            throws InterruptedException {
        programAhead.set(Duration.ofHours(programHours));
        PostgresLogs.execute(database, "UPDATE stepped.clock SET ahead = '" + ahead + "'");
        int enough = account.answers() + EVENTS_PER_STEP;
        Waiting.until("clients append", () -> account.answers() >= enough);
        // At the very time of the newest event more may come; before it nothing can.
        Instant past = ledger.events().head().recordedAt().orElseThrow().minusNanos(1_000);
        asked.add(new AsOf(past, asOf(past, ledger.events().after(0, MOST))));
    }

    private static long asOf(Instant time, List<Entry> entries) {
        return entries.stream().filter(entry -> !entry.recordedAt().isAfter(time)).count();
    }

    private void check(List<Entry> entries) {
        assertThat(entries).extracting(Entry::recordedAt).isSorted();
        Instant last = entries.getLast().recordedAt();
        assertThat(last).as("the hour ahead was dated").isAfter(Instant.now().plusSeconds(1_800));
        for (AsOf before : asked) {
            assertThat(asOf(before.time(), entries)).as("%s", before).isEqualTo(before.events());
        }
        long standing = entries.stream().filter(entry -> entry.recordedAt().equals(last)).count();
        System.out.printf(
                "E13: %d events over steps of -10 s, +1 h and -2 h; %d of them dated like the last one before the step back%n",
                entries.size(), standing);
    }
}
