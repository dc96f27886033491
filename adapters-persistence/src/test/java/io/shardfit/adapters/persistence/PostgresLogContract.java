package io.shardfit.adapters.persistence;

import static io.shardfit.adapters.persistence.Commands.appended;
import static io.shardfit.adapters.persistence.Commands.by;
import static io.shardfit.adapters.persistence.Commands.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardfit.adapters.persistence.PostgresLogs.OneLog;
import io.shardfit.application.document.Json;
import io.shardfit.application.ledger.Actor;
import io.shardfit.application.ledger.AppendOutcome;
import io.shardfit.application.ledger.AppendOutcome.Appended;
import io.shardfit.application.ledger.AppendOutcome.Conflict;
import io.shardfit.application.ledger.AppendOutcome.Refused;
import io.shardfit.application.ledger.AppendOutcome.Unavailable;
import io.shardfit.application.ledger.Checkpoint;
import io.shardfit.application.ledger.Command;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Document;
import io.shardfit.application.ledger.ExpectedVersion;
import io.shardfit.application.ledger.NewEvent;
import io.shardfit.application.ledger.SignedCheckpoint;
import io.shardfit.application.ledger.StreamAppend;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.CheckpointLog;
import io.shardfit.application.port.EventLog;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What is only true, or only in doubt, on a database.
abstract class PostgresLogContract extends ConcurrentLogContract {
    private static final Actor BEA = Actor.human("usr_bea");
    private static final String DIGEST = "sha256:" + "0".repeat(64);

    abstract Database server();

    @Override
    OneLog empty() {
        return new PostgresLogs(server()).empty();
    }

    private Database database() {
        return ((OneLog) underTest).database;
    }

    /// E1: the reader of E2 on a table numbered by a sequence. If it misses nothing there, E2 shows
    /// nothing.
    @Test
    void theSameReaderMissesEventsWhereASequenceNumbersThem() {
        PostgresLogs.execute(database(), SequenceLog.TABLE);
        SequenceLog sequence = new SequenceLog(database());

        SequenceLog.Result result = sequence.writeAndFollow(16, 100);

        assertThat(100 * result.missed())
                .as("%d of %d events missed", result.missed(), result.written())
                .isGreaterThanOrEqualTo(result.written());
    }

    /// E11: a writer that holds the log and stops, as one that was frozen does.
    @Test
    void aFrozenHolderOfTheLogHoldsUpTheOthersForThreeSecondsAtMost() throws SQLException {
        appended(log.append(Commands.of(to(LLAMA, "a"))));
        try (WriterSession frozen = WriterSession.open(database())) {
            Batch held = held(frozen, Commands.of(to(LLAMA, "frozen")));

            assertThat(log.append(Commands.of(to(LLAMA, "b"))))
                    .isEqualTo(new Appended(2, 2, false));

            assertThatThrownBy(() -> frozen.write(held)).isInstanceOf(SQLException.class);
        }
        assertThat(notes(log.stream(LLAMA))).containsExactly("a", "b");
    }

    private static Batch held(WriterSession session, Command command) throws SQLException {
        Prepared prepared = Prepared.of(command, LedgerStore.ids());
        Batch batch = new Batch(session.take(List.of(prepared)));
        batch.decide(prepared);
        return batch;
    }

    /// E16: the holder makes them one batch; the database itself will not have one of them.
    @Test
    void oneCommandThatTheDatabaseRefusesFailsAlone() throws SQLException {
        int commands = 500;
        int culprit = 250;
        List<AppendOutcome> outcomes;
        try (Parallel parallel = new Parallel();
                Connection holder = database().source().getConnection()) {
            holder.setAutoCommit(false);
            hold(holder);
            List<Future<AppendOutcome>> waiting =
                    parallel.start(
                            IntStream.range(0, commands)
                                    .<Callable<AppendOutcome>>mapToObj(i ->
                                            () -> log.append(i == culprit ? poison() : harmless(i)))
                                    .toList());
            holder.rollback();
            outcomes = parallel.results(waiting);
        }

        assertThat(outcomes.get(culprit))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.reason()).contains("plan_digest"));
        assertThat(outcomes).filteredOn(Appended.class::isInstance).hasSize(commands - 1);
        assertThat(log.head().position()).isEqualTo(commands - 1);
        assertThat(log.stream(LLAMA)).isEmpty();
    }

    private static void hold(Connection holder) throws SQLException {
        try (Statement statement = holder.createStatement()) {
            statement.execute("SELECT 1 FROM evlog.log_head FOR UPDATE");
        }
    }

    /// A submission without the digest of its plan.
    private static Command poison() {
        return Commands.of(
                new StreamAppend(
                        LLAMA,
                        ExpectedVersion.ANY,
                        List.of(new NewEvent("PlanSubmitted", 1, Json.fields().build()))));
    }

    private static Command harmless(int i) {
        return Commands.of(to(StreamId.deployment("d" + i % 7), "n" + i));
    }

    @Test
    void anAuthorCannotApproveHisOwnPlan() {
        appended(log.append(by(Commands.ANNA, plan("PlanSubmitted"))));

        assertThat(log.append(by(Commands.ANNA, approval(1))))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.reason())
                                        .contains("usr_anna is an author of the plan " + DIGEST));
        appended(log.append(by(BEA, approval(1))));
    }

    @Test
    void neitherCanTheOneACiJobActsForNorAListedAuthorNorWhoRepairedIt() {
        Actor job =
                new Actor("ci_7", Actor.Kind.CI, "oidc", Optional.of("usr_anna"), Optional.empty());
        Json.Builder data = Json.fields().with("planDigest", DIGEST);
        data.with("authors", Json.items(List.of(Json.text("usr_cleo"))));
        appended(log.append(by(job, one(new NewEvent("PlanSubmitted", 1, data.build())))));
        appended(log.append(by(Actor.human("usr_dora"), plan("PlanSubmitted"))));

        for (String author : List.of("ci_7", "usr_anna", "usr_cleo", "usr_dora")) {
            assertThat(log.append(by(Actor.human(author), approval(1))))
                    .as(author)
                    .isInstanceOf(Refused.class);
        }
        Actor onBehalf =
                new Actor("ci_8", Actor.Kind.CI, "oidc", Optional.of("usr_cleo"), Optional.empty());
        assertThat(log.append(by(onBehalf, approval(1)))).isInstanceOf(Refused.class);
        appended(log.append(by(BEA, approval(1))));
    }

    @Test
    void onePersonApprovesInARoundOnce() {
        appended(log.append(by(Commands.ANNA, plan("PlanSubmitted"))));
        appended(log.append(by(BEA, approval(7))));

        assertThat(log.append(by(BEA, approval(7))))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).contains("twice"));
        appended(log.append(by(BEA, approval(8))));
    }

    @Test
    void whoSubmitsAndApprovesInOneCommandIsRefusedToo() {
        StreamAppend both =
                new StreamAppend(
                        LLAMA,
                        ExpectedVersion.ANY,
                        List.of(
                                plan("PlanSubmitted").events().getFirst(),
                                approval(1).events().getFirst()));
        assertThat(log.append(by(BEA, both))).isInstanceOf(Refused.class);
        assertThat(log.head().position()).isZero();
    }

    private static StreamAppend plan(String type) {
        return one(new NewEvent(type, 1, Json.fields().with("planDigest", DIGEST).build()));
    }

    private static StreamAppend approval(long round) {
        return one(
                new NewEvent(
                        "PlanApproved",
                        1,
                        Json.fields()
                                .with("environment", "production")
                                .with("planDigest", DIGEST)
                                .with("round", Json.given(round, "", "", "test"))
                                .build()));
    }

    private static StreamAppend one(NewEvent event) {
        return new StreamAppend(LLAMA, ExpectedVersion.ANY, List.of(event));
    }

    /// The connection dies under the writer; it opens another, and nobody notices.
    @Test
    void aLostConnectionIsReplaced() {
        appended(log.append(Commands.of(to(LLAMA, "a"))));
        PostgresLogs.execute(
                database(),
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE pid <> pg_backend_pid() AND datname = current_database()");

        assertThat(log.append(Commands.of(to(LLAMA, "b")))).isEqualTo(new Appended(2, 2, false));
    }

    /// E9: the database has committed, the reply never comes.
    @Test
    void aCommitWhoseReplyIsLostIsAnsweredExactly() throws IOException {
        int cuts = 10 * LOAD;
        URI server = URI.create(database().url().substring("jdbc:".length()));
        try (CuttingProxy proxy = new CuttingProxy(server.getPort(), cuts)) {
            String url = database().url().replace(":" + server.getPort(), ":" + proxy.port());
            Database cut = new Database(url, database().user(), database().password());
            try (BatchingWriter writer = new BatchingWriter(cut, LedgerStore.ids())) {
                for (int i = 1; i <= cuts; i++) {
                    assertThat(writer.append(Commands.of(to(LLAMA, "n" + i))))
                            .isEqualTo(new Appended(i, i, false));
                }
            }
            assertThat(proxy.cutsLeft()).as("commits whose reply came through").isZero();
        }
        assertThat(log.stream(LLAMA)).hasSize(cuts);
    }

    @Test
    void moreThanTheQueueHoldsIsTurnedAwayAndMayComeAgain() throws SQLException {
        List<AppendOutcome> outcomes;
        try (BatchingWriter narrow = new BatchingWriter(database(), LedgerStore.ids(), 4, 1 << 20);
                Parallel parallel = new Parallel();
                Connection holder = database().source().getConnection()) {
            holder.setAutoCommit(false);
            hold(holder);
            List<Callable<AppendOutcome>> many =
                    Collections.nCopies(50, () -> narrow.append(Commands.of(to(LLAMA, "n"))));
            List<Future<AppendOutcome>> waiting = parallel.start(many);
            while (waiting.stream().noneMatch(Future::isDone)) {
                Thread.onSpinWait();
            }
            holder.rollback();
            outcomes = parallel.results(waiting);
        }

        long written = outcomes.stream().filter(Appended.class::isInstance).count();
        assertThat(log.head().position()).isEqualTo(written);
        assertThat(outcomes)
                .filteredOn(outcome -> !(outcome instanceof Appended))
                .isNotEmpty()
                .allSatisfy(outcome ->
                        assertThat(outcome)
                                .isInstanceOfSatisfying(
                                        Unavailable.class,
                                        later -> assertThat(later.retryAfter()).isPositive()));
    }

    /// What waits is bounded in bytes as in commands.
    @Test
    void largeCommandsFillTheQueueSooner() throws SQLException {
        Document large = new Document("text/plain", new byte[100_000]);
        List<AppendOutcome> outcomes;
        try (BatchingWriter narrow =
                        new BatchingWriter(database(), LedgerStore.ids(), 1_000, 300_000);
                Parallel parallel = new Parallel();
                Connection holder = database().source().getConnection()) {
            holder.setAutoCommit(false);
            hold(holder);
            List<Callable<AppendOutcome>> many =
                    Collections.nCopies(
                            50,
                            () -> narrow.append(Commands.with(large, Commands.of(to(LLAMA, "n")))));
            List<Future<AppendOutcome>> waiting = parallel.start(many);
            while (waiting.stream().noneMatch(Future::isDone)) {
                Thread.onSpinWait();
            }
            holder.rollback();
            outcomes = parallel.results(waiting);
            assertThat(narrow.append(Commands.with(large, Commands.of(to(LLAMA, "later")))))
                    .as("once there is room again")
                    .isInstanceOf(Appended.class);
        }
        assertThat(outcomes).hasAtLeastOneElementOfType(Unavailable.class);
        assertThat(outcomes).hasAtLeastOneElementOfType(Appended.class);
    }

    /// The program stops while a commit's reply is lost: it still learns what became of it.
    @Test
    void aCommitInDoubtIsSettledEvenWhileTheLogIsClosed() throws IOException, SQLException {
        URI server = URI.create(database().url().substring("jdbc:".length()));
        try (CuttingProxy proxy = new CuttingProxy(server.getPort(), 1)) {
            String url = database().url().replace(":" + server.getPort(), ":" + proxy.port());
            Database cut = new Database(url, database().user(), database().password());
            try (Transactions closing = new Transactions(cut, () -> true)) {
                assertThat(
                                closing.run(
                                        List.of(
                                                Prepared.of(
                                                        Commands.of(to(LLAMA, "a")),
                                                        LedgerStore.ids()))))
                        .containsExactly(new Appended(1, 1, false));
            }
            assertThat(proxy.cutsLeft()).isZero();
        }
    }

    @Test
    void aClosedLogTakesNothing() {
        BatchingWriter writer = new BatchingWriter(database(), LedgerStore.ids());
        writer.close();
        assertThat(writer.append(Commands.of(to(LLAMA, "a")))).isInstanceOf(Unavailable.class);
    }

    /// A writer remembers the versions that it left behind; what another one wrote since, it has to
    /// look up.
    @Test
    void writersThatTakeTurnsKnowEachOthersVersions() {
        EventLog other = underTest.open();
        long version = 0;
        for (int turn = 0; turn < 12; turn++) {
            EventLog one = turn % 4 == 3 ? other : log;
            assertThat(one.append(Commands.of(to(LLAMA, ExpectedVersion.exactly(version), "a"))))
                    .isEqualTo(new Appended(version + 1, version + 1, false));
            version++;
        }
        assertThat(log.append(Commands.of(to(LLAMA, ExpectedVersion.exactly(3), "late"))))
                .isEqualTo(new Conflict(LLAMA, version));
        assertThat(other.append(Commands.of(to(LLAMA, ExpectedVersion.ABSENT, "late"))))
                .isEqualTo(new Conflict(LLAMA, version));
    }

    @Test
    void onlyCheckpointsThatAreNewAreReadAgain() {
        CheckpointLog checkpoints = ((OneLog) underTest).store().checkpoints();
        PostgresLogs.execute(
                database(),
                """
                INSERT INTO evlog.checkpoint (origin, tree_size, root_hash, note, created_at)
                VALUES ('shardfit.example/log', 3, sha256('old'), 'old', now() - interval '1 hour')\
                """);
        SignedCheckpoint known = checkpoint(5, "a");
        SignedCheckpoint smaller = checkpoint(4, "b");
        checkpoints.publish(known);
        checkpoints.publish(smaller);
        assertThat(checkpoints.since(known.checkpoint())).containsExactly(smaller, known);
        assertThat(checkpoints.since(checkpoint(6, "never published").checkpoint()))
                .as("nothing is known of it, so nothing is left out")
                .isEqualTo(checkpoints.all())
                .hasSize(3);
    }

    @Test
    void checkpointsAreKeptAndNeverContradicted() {
        CheckpointLog checkpoints = ((OneLog) underTest).store().checkpoints();
        SignedCheckpoint one = checkpoint(1, "a");
        assertThat(checkpoints.latest("shardfit.example/log")).isEmpty();
        checkpoints.publish(checkpoint(7, "b"));
        checkpoints.publish(one);
        checkpoints.publish(one);

        assertThat(checkpoints.all()).containsExactly(one, checkpoint(7, "b"));
        assertThat(checkpoints.latest("shardfit.example/log")).contains(checkpoint(7, "b"));
        assertThat(checkpoints.latest("shardfit.example/log-2")).isEmpty();
        assertThatThrownBy(() -> checkpoints.publish(checkpoint(1, "another")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another root at size 1");
    }

    private static SignedCheckpoint checkpoint(long size, String content) {
        Digest root = Digest.of(content.getBytes(StandardCharsets.UTF_8));
        return new SignedCheckpoint(new Checkpoint("shardfit.example/log", size, root), content);
    }
}
