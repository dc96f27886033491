package io.shardfit.application.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardfit.application.document.Json;
import io.shardfit.application.ledger.Actor;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.NewEvent;
import io.shardfit.application.ledger.StreamId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The bytes are written out by hand: members in the order of their ASCII codes, no spaces.
class EntryFormatTest {
    private static final UUID EVENT = UUID.fromString("019a0000-0000-7000-8000-000000000001");
    private static final UUID COMMAND = UUID.fromString("019a0000-0000-7000-8000-000000000002");
    private static final String LINE =
            "{\"actor\":{\"auth\":\"local\",\"id\":\"usr_ana\",\"kind\":\"human\"},"
                    + "\"commandId\":\"019a0000-0000-7000-8000-000000000002\","
                    + "\"correlation\":\"019a0000-0000-7000-8000-000000000002\","
                    + "\"data\":{\"experts\":4,\"reason\":\"größer\\n\\u001f\\\"\"},"
                    + "\"eventId\":\"019a0000-0000-7000-8000-000000000001\","
                    + "\"position\":7,"
                    + "\"recordedAt\":\"2026-11-23T10:00:00.500000Z\","
                    + "\"schemaVersion\":1,"
                    + "\"streamId\":\"deployment-moe\","
                    + "\"streamVersion\":3,"
                    + "\"type\":\"Tried\"}";

    @Test
    void anEntryIsWrittenInItsOneForm() {
        assertThat(
                        new String(
                                EntryFormat.write(entry(reason("größer\n\u001f\""))),
                                StandardCharsets.UTF_8))
                .isEqualTo(LINE);
    }

    /// The bytes are put together from pieces; the document is a tree that sorts its members.
    @Test
    void theBytesSayWhatTheDocumentSays() {
        Entry entry =
                new Entry(
                        1_234_567,
                        EVENT,
                        StreamId.environment("prod"),
                        12,
                        Instant.parse("2026-11-23T10:00:00.000001Z"),
                        COMMAND,
                        new Actor(
                                "usr_gro\u0308ße\"",
                                Actor.Kind.CI,
                                "oidc",
                                Optional.of("usr_ana"),
                                Optional.of("sft_1")),
                        Optional.of(UUID.fromString("019a0000-0000-7000-8000-000000000003")),
                        UUID.fromString("019a0000-0000-7000-8000-000000000004"),
                        new NewEvent("Tried\n", 3, reason("größer\n")));
        assertThat(new String(EntryFormat.write(entry), StandardCharsets.UTF_8))
                .isEqualTo(
                        JsonText.canonical(EntryProfile.checked(EntryFormat.document(entry), 1)));
    }

    @Test
    void whatIsWrittenIsReadBack() {
        byte[] bytes = LINE.getBytes(StandardCharsets.UTF_8);
        assertThat(EntryFormat.write(EntryFormat.read(bytes))).isEqualTo(bytes);
    }

    /// `o` and a combining diaeresis become one letter: two spellings of a text are one entry.
    @Test
    void textsAreComposed() {
        assertThat(EntryFormat.write(entry(reason("gro\u0308ßer\n\u001f\""))))
                .isEqualTo(LINE.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatOtherLanguagesWriteDifferentlyIsRefused() {
        assertThatThrownBy(() -> EntryFormat.write(entry(reason("half \ud800"))))
                .hasMessageContaining("surrogate");
        assertThatThrownBy(() -> EntryFormat.write(entry(experts((1L << 53)))))
                .hasMessageContaining("9007199254740992");
        assertThatThrownBy(() -> EntryFormat.write(entry(Json.fields().with("größe", "x").build())))
                .hasMessageContaining("größe");
    }

    @Test
    void brokenEntriesAreNotRead() {
        for (String broken :
                new String[] {
                    "",
                    "[]",
                    "{}",
                    LINE + "x",
                    LINE.substring(0, 90),
                    LINE.replace("\"experts\":4", "\"experts\":4.5"),
                    LINE.replace("\"position\":7", "\"position\":7,\"position\":7")
                }) {
            assertThatThrownBy(() -> EntryFormat.read(broken.getBytes(StandardCharsets.UTF_8)))
                    .as(broken)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static Json.Fields reason(String text) {
        return Json.fields()
                .with("reason", text)
                .with("experts", Json.given(4, "", "", "test"))
                .build();
    }

    private static Json.Fields experts(long count) {
        return Json.fields().with("experts", Json.given(count, "", "", "test")).build();
    }

    private static Entry entry(Json.Fields data) {
        return new Entry(
                7,
                EVENT,
                StreamId.deployment("moe"),
                3,
                Instant.parse("2026-11-23T10:00:00.5Z"),
                COMMAND,
                Actor.human("usr_ana"),
                Optional.empty(),
                COMMAND,
                new NewEvent("Tried", 1, data));
    }
}
