package io.shardfit.application.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.evidence.CanonicalScanner;
import io.shardfit.application.format.EntryFormat;
import io.shardfit.application.ledger.Actor;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.NewEvent;
import io.shardfit.application.ledger.StreamId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Those who verify an export know documents by the names of members, those who read events by
/// their types: both must mean the same.
class KeptDocumentsTest {
    @Test
    void membersNameTheDocumentsThatEventsCannotDoWithout() {
        List<LedgerEvent> events = EveryEvent.all();
        CanonicalScanner scanner = new CanonicalScanner();
        int named = 0;
        for (LedgerEvent event : events) {
            Entry entry = entry(event.toNewEvent());
            scanner.scan(EntryFormat.write(entry));

            assertThat(scanner.documents())
                    .as(entry.type())
                    .containsExactlyInAnyOrderElementsOf(
                            KeptDocuments.of(entry).stream().map(Digest::hex).toList());
            named += scanner.documents().size();
        }
        assertThat(named).isGreaterThanOrEqualTo(6);
    }

    @Test
    void everyOneOfSeveralListsIsNamed() {
        Digest one = Digest.of(new byte[] {1});
        Digest two = Digest.of(new byte[] {2});
        RuleSetEvent.ReevaluationCompleted many =
                EveryEvent.all().stream()
                        .filter(RuleSetEvent.ReevaluationCompleted.class::isInstance)
                        .map(RuleSetEvent.ReevaluationCompleted.class::cast)
                        .map(event -> withLists(event, List.of(one, two)))
                        .findFirst()
                        .orElseThrow();
        CanonicalScanner scanner = new CanonicalScanner();
        scanner.scan(EntryFormat.write(entry(many.toNewEvent())));

        assertThat(scanner.documents()).containsExactly(one.hex(), two.hex());
    }

    private static RuleSetEvent.ReevaluationCompleted withLists(
            RuleSetEvent.ReevaluationCompleted event, List<Digest> lists) {
        return new RuleSetEvent.ReevaluationCompleted(
                event.id(),
                event.total(),
                event.unchanged(),
                event.errors(),
                event.answers(),
                lists);
    }

    private static Entry entry(NewEvent event) {
        return new Entry(
                1,
                new UUID(0x7000L, 1),
                StreamId.deployment("golden"),
                1,
                Instant.parse("2026-11-23T12:00:00Z"),
                new UUID(1, 2),
                Actor.human("usr_ana"),
                Optional.empty(),
                new UUID(1, 2),
                event);
    }
}
