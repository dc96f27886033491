package io.shardfit.adapters.persistence;

import static io.shardfit.adapters.persistence.Commands.ANNA;
import static io.shardfit.adapters.persistence.Commands.appended;
import static io.shardfit.adapters.persistence.Commands.by;
import static io.shardfit.adapters.persistence.Commands.to;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.document.Json;
import io.shardfit.application.format.EntryFormat;
import io.shardfit.application.ledger.Actor;
import io.shardfit.application.ledger.AppendOutcome.Appended;
import io.shardfit.application.ledger.AppendOutcome.Conflict;
import io.shardfit.application.ledger.AppendOutcome.KeyReused;
import io.shardfit.application.ledger.AppendOutcome.Refused;
import io.shardfit.application.ledger.Command;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Document;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.ExpectedVersion;
import io.shardfit.application.ledger.Head;
import io.shardfit.application.ledger.NewEvent;
import io.shardfit.application.ledger.StreamAppend;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every log promises, one command at a time; {@link ConcurrentLogContract} has the rest.
abstract class EventLogContract {
    static final StreamId LLAMA = StreamId.deployment("llama");
    static final StreamId PRODUCTION = StreamId.environment("production");
    private static final int MOST = 100;

    LogUnderTest underTest;
    EventLog log;

    abstract LogUnderTest empty();

    @BeforeEach
    void openAnEmptyLog() {
        underTest = empty();
        log = underTest.open();
    }

    @AfterEach
    void closeIt() {
        underTest.close();
    }

    @Test
    void anEmptyLogHasNothing() {
        assertThat(log.head()).isEqualTo(Head.EMPTY);
        assertThat(log.after(0, MOST)).isEmpty();
        assertThat(log.stream(LLAMA)).isEmpty();
        assertThat(log.document(Digest.of(new byte[0]))).isEmpty();
    }

    @Test
    void positionsAndVersionsCountFromOneWithoutGaps() {
        assertThat(log.append(Commands.of(to(LLAMA, "a", "b"))))
                .isEqualTo(new Appended(1, 2, false));
        assertThat(log.append(Commands.of(to(PRODUCTION, "c"))))
                .isEqualTo(new Appended(3, 3, false));
        assertThat(log.append(Commands.of(to(LLAMA, "d")))).isEqualTo(new Appended(4, 4, false));

        assertThat(log.after(0, MOST)).extracting(Entry::position).containsExactly(1L, 2L, 3L, 4L);
        assertThat(log.after(0, MOST))
                .extracting(Entry::streamVersion)
                .containsExactly(1L, 2L, 1L, 3L);
        assertThat(notes(log.stream(LLAMA))).containsExactly("a", "b", "d");
        assertThat(log.head().position()).isEqualTo(4);
    }

    @Test
    void readingStopsAtTheLimitAndAtTheEnd() {
        log.append(Commands.of(to(LLAMA, "a", "b", "c")));

        assertThat(notes(log.after(1, 1))).containsExactly("b");
        assertThat(notes(log.after(1, MOST))).containsExactly("b", "c");
        assertThat(log.after(3, MOST)).isEmpty();
        assertThat(log.after(1_000_000, MOST)).isEmpty();
        assertThat(log.bytesAfter(1_000_000, MOST)).isEmpty();
    }

    @Test
    void anEntryTellsWhoWhenAndWhy() {
        Actor robot =
                new Actor(
                        "ci_7",
                        Actor.Kind.CI,
                        "oidc",
                        Optional.of("usr_bea"),
                        Optional.of("sft_7Hq2"));
        Command command = by(robot, to(LLAMA, "a"));
        log.append(command);

        Entry entry = log.after(0, 1).getFirst();
        assertThat(entry.actor()).isEqualTo(robot);
        assertThat(entry.commandId()).isEqualTo(command.id());
        assertThat(entry.correlation()).isEqualTo(command.id());
        assertThat(entry.recordedAt().getNano() % 1_000).as("whole microseconds").isZero();
        assertThat(log.head().recordedAt()).contains(entry.recordedAt());
        assertThat(entry.eventId().version()).isEqualTo(7);
    }

    @Test
    void whatFollowsFromAnEventGoesBackToTheSameCommand() {
        Command first = Commands.of(to(LLAMA, "a"));
        log.append(first);
        UUID cause = log.after(0, 1).getFirst().eventId();

        log.append(Commands.causedBy(cause, Commands.of(to(LLAMA, "b"))));

        Entry second = log.after(1, 1).getFirst();
        assertThat(second.causation()).contains(cause);
        assertThat(second.correlation()).isEqualTo(first.id());
    }

    @Test
    void theBytesAreThoseOfTheEntries() {
        log.append(Commands.of(to(LLAMA, "a", "b")));

        assertThat(log.bytesAfter(0, MOST).stream().map(EntryFormat::read).toList())
                .isEqualTo(log.after(0, MOST));
        assertThat(texts(log.bytesAfter(0, MOST)))
                .isEqualTo(texts(log.after(0, MOST).stream().map(EntryFormat::write).toList()));
    }

    @Test
    void timeNeverGoesBack() {
        for (int i = 0; i < 20; i++) {
            log.append(Commands.of(to(LLAMA, "a")));
        }
        assertThat(log.after(0, MOST)).extracting(Entry::recordedAt).isSorted();
    }

    @Test
    void aStreamThatMovedOnIsAConflictAndChangesNothing() {
        log.append(Commands.of(to(LLAMA, "a")));

        assertThat(log.append(Commands.of(to(LLAMA, ExpectedVersion.ABSENT, "b"))))
                .isEqualTo(new Conflict(LLAMA, 1));
        assertThat(log.append(Commands.of(to(LLAMA, ExpectedVersion.exactly(2), "b"))))
                .isEqualTo(new Conflict(LLAMA, 1));
        assertThat(log.append(Commands.of(to(LLAMA, ExpectedVersion.exactly(1), "b"))))
                .isEqualTo(new Appended(2, 2, false));
        assertThat(notes(log.after(0, MOST))).containsExactly("a", "b");
    }

    @Test
    void severalStreamsGrowTogetherOrNotAtAll() {
        Command both = Commands.of(to(LLAMA, ExpectedVersion.ABSENT, "a"), to(PRODUCTION, "b"));
        assertThat(log.append(both)).isEqualTo(new Appended(1, 2, false));

        Command late = Commands.of(to(PRODUCTION, "c"), to(LLAMA, ExpectedVersion.ABSENT, "d"));
        assertThat(log.append(late)).isEqualTo(new Conflict(LLAMA, 1));
        assertThat(notes(log.stream(PRODUCTION))).containsExactly("b");
    }

    @Test
    void aDemandHoldsOnAStreamThatDoesNotGrow() {
        StreamAppend untouched = StreamAppend.demand(PRODUCTION, ExpectedVersion.ABSENT);
        assertThat(log.append(Commands.of(to(LLAMA, "a"), untouched)))
                .isEqualTo(new Appended(1, 1, false));
        assertThat(log.stream(PRODUCTION)).isEmpty();

        log.append(Commands.of(to(PRODUCTION, "b")));
        assertThat(log.append(Commands.of(to(LLAMA, "c"), untouched)))
                .isEqualTo(new Conflict(PRODUCTION, 1));
    }

    @Test
    void theSameCommandAgainGetsTheFirstAnswer() {
        UUID id = UUID.randomUUID();
        log.append(Commands.of(to(LLAMA, "before")));
        Command once = by(ANNA, id, "approve", to(LLAMA, ExpectedVersion.exactly(1), "a", "b"));

        assertThat(log.append(once)).isEqualTo(new Appended(2, 3, false));
        log.append(Commands.of(to(LLAMA, "after")));
        assertThat(log.append(once)).isEqualTo(new Appended(2, 3, true));
        assertThat(log.head().position()).isEqualTo(4);
    }

    @Test
    void aKeyStandsForOneRequestOfOnePrincipal() {
        UUID id = UUID.randomUUID();
        log.append(by(ANNA, id, "approve", to(LLAMA, "a")));

        assertThat(log.append(by(ANNA, id, "reject", to(LLAMA, "b")))).isEqualTo(new KeyReused());
        assertThat(log.append(by(Actor.human("usr_bea"), id, "reject", to(LLAMA, "b"))))
                .isEqualTo(new Appended(2, 2, false));
    }

    @Test
    void aCommandThatFailedMayBeSentAgain() {
        UUID id = UUID.randomUUID();
        Command early = by(ANNA, id, "x", to(LLAMA, ExpectedVersion.exactly(1), "b"));

        assertThat(log.append(early)).isEqualTo(new Conflict(LLAMA, 0));
        log.append(Commands.of(to(LLAMA, "a")));
        assertThat(log.append(early)).isEqualTo(new Appended(2, 2, false));
    }

    @Test
    void textsOfAnyScriptComeBackInTheirComposedForm() {
        String decomposed = "Zu\u0308rich \uD83D\uDE80 \u6A21\u578B \"\\\n\u0000\u2028";
        log.append(by(Actor.human("usr_bea\u0301"), to(LLAMA, decomposed)));

        Entry entry = log.after(0, 1).getFirst();
        assertThat(notes(List.of(entry)))
                .containsExactly("Z\u00FCrich \uD83D\uDE80 \u6A21\u578B \"\\\n\u0000\u2028");
        assertThat(entry.actor().id()).isEqualTo("usr_be\u00E1");
    }

    @Test
    void oneNameInTwoSpellingsIsOnePrincipal() {
        UUID id = UUID.randomUUID();
        log.append(by(Actor.human("usr_bea\u0301"), id, "", to(LLAMA, "a")));

        assertThat(log.append(by(Actor.human("usr_be\u00E1"), id, "", to(LLAMA, "a"))))
                .isEqualTo(new Appended(1, 1, true));
    }

    @Test
    void anEntryTakesAtMost65535Bytes() {
        appended(log.append(Commands.of(to(LLAMA, ""))));
        int envelope = log.bytesAfter(0, 1).getFirst().length;
        String fitting = "x".repeat(65_535 - envelope);

        assertThat(log.append(Commands.of(to(LLAMA, fitting + "x"))))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.reason())
                                        .contains("65536 bytes", "at most 65535", "document"));
        assertThat(log.append(Commands.of(to(LLAMA, fitting))))
                .isEqualTo(new Appended(2, 2, false));
        assertThat(log.bytesAfter(1, 1).getFirst()).hasSize(65_535);
    }

    @Test
    void whatIsOutsideTheProfileIsRefusedWithoutATrace() {
        Json inexact = Json.given(1L << 53, "", "", "test");
        NewEvent unwritable = new NewEvent("Noted", 1, Json.fields().with("n", inexact).build());
        StreamAppend append = new StreamAppend(LLAMA, ExpectedVersion.ANY, List.of(unwritable));

        assertThat(log.append(Commands.of(append)))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.reason()).contains("9007199254740992"));
        assertThat(log.append(Commands.of(to(LLAMA, "a")))).isEqualTo(new Appended(1, 1, false));
    }

    @Test
    void documentsAreKeptWithTheEventsThatNameThem() {
        Document plan = new Document("application/yaml", "model: llama".getBytes(UTF_8));
        Command refused = Commands.of(to(LLAMA, ExpectedVersion.exactly(9), "a"));
        log.append(Commands.with(plan, refused));
        assertThat(log.document(plan.digest())).as("of a command that failed").isEmpty();

        log.append(Commands.with(plan, Commands.of(to(LLAMA, "a"))));
        assertThat(log.document(plan.digest())).contains(plan);
        log.append(Commands.with(plan, Commands.of(to(LLAMA, "b"))));
        assertThat(log.document(plan.digest())).contains(plan);
    }

    @Test
    void aDocumentOfOneMebibyteFits() {
        Document trace = new Document("text/plain", new byte[Document.MOST_BYTES]);
        log.append(Commands.with(trace, Commands.of(to(LLAMA, "a"))));
        assertThat(log.document(trace.digest())).contains(trace);
    }

    @Test
    void anotherProgramReadsTheSame() {
        log.append(Commands.of(to(LLAMA, "a", "b")));
        assertThat(texts(underTest.open().bytesAfter(0, MOST)))
                .isEqualTo(texts(log.bytesAfter(0, MOST)));
        assertThat(underTest.open().append(Commands.of(to(LLAMA, "c"))))
                .isEqualTo(new Appended(3, 3, false));
    }

    private static List<String> texts(List<byte[]> bytes) {
        return bytes.stream().map(each -> new String(each, UTF_8)).toList();
    }

    static List<String> notes(List<Entry> entries) {
        return entries.stream()
                .map(entry -> entry.data().members().get("note"))
                .map(note -> ((Json.Text) note).value())
                .toList();
    }
}
