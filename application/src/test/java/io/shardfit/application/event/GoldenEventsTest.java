package io.shardfit.application.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardfit.application.document.Json;
import io.shardfit.application.format.EntryFormat;
import io.shardfit.application.ledger.Actor;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.NewEvent;
import io.shardfit.application.ledger.StreamId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Entries of version 1 as they lie in logs (E22): read for ever, written in these very bytes.
/// `golden.update` writes the file anew; that is right only for events that were never released.
class GoldenEventsTest {
    private static final String FILE = "golden-v1.jsonl";

    @Test
    void everyEventOfVersionOneIsWrittenAndReadAsItAlwaysWas() throws IOException {
        List<LedgerEvent> events = EveryEvent.all();
        List<String> written =
                Stream.iterate(0, i -> i + 1)
                        .limit(events.size())
                        .map(i ->
                                new String(
                                        EntryFormat.write(entry(i + 1, events.get(i).toNewEvent())),
                                        StandardCharsets.UTF_8))
                        .toList();
        if (Boolean.getBoolean("golden.update")) {
            Files.write(Path.of("src/test/resources/io/shardfit/application/event", FILE), written);
        }
        List<String> golden = golden();

        assertThat(written).isEqualTo(golden);
        for (int i = 0; i < golden.size(); i++) {
            Entry read = EntryFormat.read(golden.get(i).getBytes(StandardCharsets.UTF_8));
            assertThat(LedgerEvents.read(read)).isEqualTo(events.get(i));
        }
    }

    @Test
    void everyKindOfEventHasAGoldenLine() {
        assertThat(EveryEvent.all().stream().map(Object::getClass))
                .containsExactlyInAnyOrderElementsOf(kinds(LedgerEvent.class).toList());
    }

    @Test
    void everyTypeIsListed() {
        assertThat(LedgerEvents.TYPES)
                .containsExactlyInAnyOrderElementsOf(
                        EveryEvent.all().stream()
                                .map(event -> event.toNewEvent().type())
                                .distinct()
                                .toList());
    }

    @Test
    void anUnknownEventOrANewerVersionStopsTheReader() {
        assertThatThrownBy(() ->
                        LedgerEvents.read(
                                entry(7, new NewEvent("PlanBlessed", 1, Json.fields().build()))))
                .isInstanceOf(UnreadableEvent.class)
                .hasMessageContaining("position 7, PlanBlessed")
                .hasMessageContaining("use the version that wrote it");
        NewEvent newer =
                new NewEvent("DeploymentArchived", 2, Json.fields().with("reason", "x").build());
        assertThatThrownBy(() -> LedgerEvents.read(entry(8, newer)))
                .isInstanceOf(UnreadableEvent.class)
                .hasMessageContaining("position 8, DeploymentArchived version 2");
        assertThatThrownBy(() -> DeploymentHistory.of(List.of(entry(8, newer))))
                .as("a history never skips")
                .isInstanceOf(UnreadableEvent.class);
    }

    @Test
    void aMissingOrWrongMemberIsNamed() {
        assertThatThrownBy(() ->
                        LedgerEvents.read(
                                entry(
                                        9,
                                        new NewEvent(
                                                "DeploymentArchived", 1, Json.fields().build()))))
                .isInstanceOf(UnreadableEvent.class)
                .hasMessageContaining("position 9")
                .hasMessageContaining("reason is not text");
        Json.Fields wrong =
                Json.fields()
                        .with("environment", "e")
                        .with("round", "two")
                        .with("comment", "c")
                        .build();
        assertThatThrownBy(() ->
                        LedgerEvents.read(entry(9, new NewEvent("ApprovalRejected", 1, wrong))))
                .isInstanceOf(UnreadableEvent.class)
                .hasMessageContaining("round is not a whole number");
    }

    private static Stream<Class<?>> kinds(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .flatMap(kind -> kind.isSealed() ? kinds(kind) : Stream.of(kind));
    }

    private static List<String> golden() throws IOException {
        try (var file = Objects.requireNonNull(GoldenEventsTest.class.getResourceAsStream(FILE))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static Entry entry(long position, NewEvent event) {
        return new Entry(
                position,
                new UUID(0x7000L, 0x8000_0000_0000_0000L + position),
                StreamId.deployment("golden"),
                position,
                Instant.parse("2026-11-23T12:00:00Z"),
                new UUID(1, 2),
                Actor.human("usr_ana"),
                Optional.empty(),
                new UUID(1, 2),
                event);
    }
}
