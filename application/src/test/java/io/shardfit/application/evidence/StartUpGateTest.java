package io.shardfit.application.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardfit.application.event.LedgerEvents;
import io.shardfit.application.event.LogContinued;
import io.shardfit.application.evidence.StartUpGate.Outcome;
import io.shardfit.application.ledger.Actor;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.StreamId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StartUpGateTest {
    private static final UUID COMMAND = new UUID(9, 9);
    private static final String REASON = "the backup of Monday was restored";

    private final MemoryLog log = Logs.of(20);
    private final String at20 = Logs.sign(log);

    @Test
    void opensWhileEveryKnownCheckpointIsAPrefix() {
        Logs.grow(log, 30);
        String at30 = Logs.sign(log);
        Logs.grow(log, 33);

        assertThat(gate().check(List.of(known("ci.txt", at30), known("ticket.txt", at20))))
                .isEqualTo(new Outcome.Open(33, Logs.ORIGIN));
        assertThat(gate().check(List.of())).isEqualTo(new Outcome.Open(33, Logs.ORIGIN));
    }

    @Test
    void aRestoredBackupThatLostItsEndIsNotWritten() {
        log.rows.subList(15, 20).clear();

        assertThat(messages(gate().check(List.of(known("ci.txt", at20)))))
                .containsExactly(
                        "ci.txt: signed for 20 events, but the log ends after 15: positions 16 to"
                                + " 20 are gone");
    }

    @Test
    void aLogThatWentOnAfterTheLossIsNotWritten() {
        log.rows.subList(15, 20).clear();
        log.rewrite(15, "\"experts\":14", "\"experts\":15");
        Logs.grow(log, 30);

        assertThat(messages(gate().check(List.of(known("ci.txt", at20)))))
                .containsExactly(
                        "ci.txt: signed for 20 events, but positions 1 to 20 are not what was"
                                + " signed");
    }

    @Test
    void aNoteThatNobodySignedClosesTheGate() {
        String forged =
                SigningKey.generate(Logs.ORIGIN).sign(SignedNote.read(at20).text()).written();

        assertThat(messages(gate().check(List.of(known("ci.txt", forged)))))
                .singleElement()
                .asString()
                .startsWith("ci.txt: no signature by the given key");
    }

    /// The documented way on: the loss is on the record, under a new origin.
    @Test
    void aContinuedLogOpensAndStillKnowsItsPast() {
        String at10 = at10();
        log.rows.subList(15, 20).clear();
        log.checkpoints.clear();
        SigningKey next = SigningKey.generate("PeterNeumann-2");

        assertThat(
                        continueLog()
                                .continueAs(
                                        "PeterNeumann-2",
                                        at20,
                                        REASON,
                                        Actor.human("usr_ana"),
                                        COMMAND))
                .isEqualTo(new ContinueLog.Outcome.Continued(16, 20));

        StartUpGate gate =
                new StartUpGate(log, List.of(next.verifyingKey(), Logs.KEY.verifyingKey()));
        Logs.grow(log, 30);
        String now = Logs.sign(log, next);
        List<KnownCheckpoint> all =
                List.of(known("10.txt", at10), known("20.txt", at20), known("30.txt", now));
        assertThat(gate.check(all)).isEqualTo(new Outcome.Open(30, "PeterNeumann-2"));
        Entry first = log.stream(StreamId.origin()).getFirst();
        assertThat(first.type()).isEqualTo("LogContinued");
        assertThat(((LogContinued) LedgerEvents.read(first)).note()).isEqualTo(at20);

        log.rewrite(3, "\"experts\":2", "\"experts\":3");
        assertThat(messages(gate.check(all)))
                .as("what was not lost is held against the old checkpoints")
                .hasSize(2);
    }

    @Test
    void aContinuationNeedsALossAndTheOldSignature() {
        assertThat(
                        continueLog()
                                .continueAs(
                                        "PeterNeumann-2",
                                        at20,
                                        REASON,
                                        Actor.human("usr_ana"),
                                        COMMAND))
                .isInstanceOfSatisfying(
                        ContinueLog.Outcome.Rejected.class,
                        rejected -> assertThat(rejected.reason()).contains("no entry is missing"));
        log.rows.removeLast();
        assertThat(
                        continueLog()
                                .continueAs(
                                        Logs.ORIGIN, at20, REASON, Actor.human("usr_ana"), COMMAND))
                .isInstanceOfSatisfying(
                        ContinueLog.Outcome.Rejected.class,
                        rejected -> assertThat(rejected.reason()).contains("another name"));
        String forged =
                SigningKey.generate(Logs.ORIGIN).sign(SignedNote.read(at20).text()).written();
        assertThat(
                        continueLog()
                                .continueAs(
                                        "PeterNeumann-2",
                                        forged,
                                        REASON,
                                        Actor.human("usr_ana"),
                                        COMMAND))
                .isInstanceOfSatisfying(
                        ContinueLog.Outcome.Rejected.class,
                        rejected ->
                                assertThat(rejected.reason())
                                        .contains("not signed by a key given"));
        assertThat(
                        continueLog()
                                .continueAs(
                                        "PeterNeumann-2",
                                        at20,
                                        " ",
                                        Actor.human("usr_ana"),
                                        COMMAND))
                .isInstanceOfSatisfying(
                        ContinueLog.Outcome.Rejected.class,
                        rejected -> assertThat(rejected.reason()).contains("say how"));
    }

    @Test
    void oneLossIsPutOnTheRecordOnce() {
        log.rows.subList(15, 20).clear();
        continueLog().continueAs("PeterNeumann-2", at20, REASON, Actor.human("usr_ana"), COMMAND);

        assertThat(
                        continueLog()
                                .continueAs(
                                        "PeterNeumann-3",
                                        at20,
                                        REASON,
                                        Actor.human("usr_ana"),
                                        new UUID(9, 10)))
                .isInstanceOfSatisfying(
                        ContinueLog.Outcome.Rejected.class,
                        rejected ->
                                assertThat(rejected.reason())
                                        .contains("on the record", "position 16", REASON));
        assertThat(log.rows).hasSize(16);
    }

    /// Only who signed the old log can say how far it went.
    @Test
    void aLossThatSomebodyElseClaimsIsNoExcuse() {
        log.rows.subList(15, 20).clear();
        SigningKey thief = SigningKey.generate(Logs.ORIGIN);
        String forged = thief.sign(SignedNote.read(at20).text()).written();
        new ContinueLog(log, List.of(thief.verifyingKey()))
                .continueAs("PeterNeumann-2", forged, REASON, Actor.human("usr_ana"), COMMAND);

        assertThat(messages(gate().check(List.of(known("ci.txt", at20)))))
                .containsExactly(
                        "ci.txt: signed for 20 events, but the log ends after 16: positions 17 to"
                                + " 20 are gone");
    }

    /// Rows of checkpoints may have survived the entries that they cover.
    @Test
    void theSignerGoesOnBesideCheckpointsOfWhatWasLost() {
        log.rows.subList(15, 20).clear();
        continueLog().continueAs("PeterNeumann-2", at20, REASON, Actor.human("usr_ana"), COMMAND);
        Logs.grow(log, 30);
        Signer signer = new Signer(log, log, SigningKey.generate("PeterNeumann-2"));

        assertThat(signer.sign()).isInstanceOf(Signer.Outcome.Published.class);
        assertThat(log.latest("PeterNeumann-2").orElseThrow().checkpoint().size()).isEqualTo(30);
        Logs.grow(log, 40);
        assertThat(signer.sign()).isInstanceOf(Signer.Outcome.Published.class);
    }

    @Test
    void aLogKnowsItsOrigins() {
        assertThat(LogOrigins.of(log, Logs.ORIGIN))
                .isEqualTo(new LogOrigins(List.of(Logs.ORIGIN), List.of()));
        log.rows.subList(15, 20).clear();
        continueLog().continueAs("PeterNeumann-2", at20, REASON, Actor.human("usr_ana"), COMMAND);

        LogOrigins origins = LogOrigins.of(log, Logs.ORIGIN);
        assertThat(origins)
                .isEqualTo(
                        new LogOrigins(
                                List.of(Logs.ORIGIN, "PeterNeumann-2"),
                                List.of(Logs.KEY.verifyingKey())));
        assertThat(LogOrigins.of(log, "PeterNeumann-2").current()).isEqualTo("PeterNeumann-2");
        assertThatThrownBy(() -> LogOrigins.of(log, "another"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "this log is PeterNeumann-2 (once PeterNeumann), not another");
    }

    private String at10() {
        MemoryLog shorter = Logs.of(10);
        return Logs.sign(shorter);
    }

    private ContinueLog continueLog() {
        return new ContinueLog(log, List.of(Logs.KEY.verifyingKey()));
    }

    private StartUpGate gate() {
        return new StartUpGate(log, List.of(Logs.KEY.verifyingKey()));
    }

    private static KnownCheckpoint known(String name, String note) {
        return new KnownCheckpoint(name, note);
    }

    private static List<String> messages(Outcome outcome) {
        return outcome instanceof Outcome.Closed(List<Tampering> found)
                ? found.stream().map(Tampering::message).toList()
                : List.of();
    }
}
