package io.shardfit.application.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.shardfit.application.document.Json;
import io.shardfit.application.ledger.Actor;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.NewEvent;
import io.shardfit.application.ledger.StreamId;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The exact bytes of an entry: canonical JSON (RFC 8785), narrowed so that any language's JSON
/// library writes the same ones: ASCII keys, integers up to 2^53 - 1, text in NFC, times with six
/// digits. docs/ledger-operations.md describes the form.
public final class EntryFormat {
    /// What an entry bundle of a transparency log takes (C2SP tlog-tiles).
    public static final int MOST_BYTES = 65_535;

    /// Lists and members within each other, so that no reader runs out of stack.
    public static final int MOST_DEPTH = 64;

    /// {@link Instant#toString} prints 0, 3, 6 or 9 digits; times are compared as text.
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private static final JsonFactory FACTORY =
            JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    private static final String ORIGIN = "ledger";

    private EntryFormat() {}

    /// {@return the bytes, or nothing sensible for data outside the profile: that throws}
    public static byte[] write(Entry entry) {
        return EntryDraft.of(
                        entry.eventId(),
                        entry.commandId(),
                        entry.actor(),
                        entry.causation(),
                        entry.stream(),
                        entry.event())
                .placed(entry);
    }

    /// {@return the entry's members, for a document that holds more than one}
    public static Json.Fields document(Entry entry) {
        Json.Builder fields =
                Json.fields()
                        .with("position", number(entry.position()))
                        .with("eventId", entry.eventId().toString())
                        .with("streamId", entry.stream().text())
                        .with("streamVersion", number(entry.streamVersion()))
                        .with("type", entry.type())
                        .with("schemaVersion", number(entry.event().schemaVersion()))
                        .with("recordedAt", TIME.format(entry.recordedAt()))
                        .with("commandId", entry.commandId().toString())
                        .with("actor", document(entry.actor()))
                        .with("correlation", entry.correlation().toString())
                        .with("data", entry.data());
        entry.causation().ifPresent(cause -> fields.with("causation", cause.toString()));
        return fields.build();
    }

    /// {@return the instant as entries spell it, always with six digits}
    public static String time(Instant instant) {
        return TIME.format(instant);
    }

    static Json.Fields document(Actor actor) {
        Json.Builder fields =
                Json.fields()
                        .with("id", actor.id())
                        .with("kind", actor.kind().word())
                        .with("auth", actor.authentication());
        actor.onBehalfOf().ifPresent(other -> fields.with("onBehalfOf", other));
        actor.token().ifPresent(token -> fields.with("tokenId", token));
        return fields.build();
    }

    /// {@return the entry that the bytes spell}
    ///
    /// @throws IllegalArgumentException if they spell none
    public static Entry read(byte[] bytes) {
        Json.Fields fields = tree(bytes);
        return new Entry(
                whole(fields, "position"),
                id(fields, "eventId"),
                new StreamId(text(fields, "streamId")),
                whole(fields, "streamVersion"),
                Instant.parse(text(fields, "recordedAt")),
                id(fields, "commandId"),
                actor(members(fields, "actor")),
                optional(fields, "causation").map(UUID::fromString),
                id(fields, "correlation"),
                new NewEvent(
                        text(fields, "type"),
                        Math.toIntExact(whole(fields, "schemaVersion")),
                        members(fields, "data")));
    }

    private static Actor actor(Json.Fields fields) {
        return new Actor(
                text(fields, "id"),
                Actor.Kind.valueOf(text(fields, "kind").toUpperCase(Locale.ROOT)),
                text(fields, "auth"),
                optional(fields, "onBehalfOf"),
                optional(fields, "tokenId"));
    }

    private static Json number(long value) {
        return Json.given(value, "", "", ORIGIN);
    }

    private static UUID id(Json.Fields fields, String key) {
        return UUID.fromString(text(fields, key));
    }

    private static String text(Json.Fields fields, String key) {
        return optional(fields, key).orElseThrow(() -> missing(key));
    }

    private static Optional<String> optional(Json.Fields fields, String key) {
        return fields.members().get(key) instanceof Json.Text(String value)
                ? Optional.of(value)
                : Optional.empty();
    }

    private static long whole(Json.Fields fields, String key) {
        if (fields.members().get(key) instanceof Json.Figure figure) {
            return figure.value().longValueExact();
        }
        throw missing(key);
    }

    private static Json.Fields members(Json.Fields fields, String key) {
        if (fields.members().get(key) instanceof Json.Fields inner) {
            return inner;
        }
        throw missing(key);
    }

    private static IllegalArgumentException missing(String key) {
        return new IllegalArgumentException("an entry has no %s of the right kind".formatted(key));
    }

    private static Json.Fields tree(byte[] bytes) {
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            parser.nextToken();
            if (value(parser) instanceof Json.Fields fields && parser.nextToken() == null) {
                return fields;
            }
            throw new IllegalArgumentException("an entry is one JSON object");
        } catch (IOException malformed) {
            throw new IllegalArgumentException(
                    "not an entry: " + malformed.getMessage(), malformed);
        }
    }

    private static Json value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new IllegalArgumentException("an entry breaks off");
        }
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> list(parser);
            case VALUE_STRING -> Json.text(parser.getText());
            case VALUE_NUMBER_INT -> number(parser.getLongValue());
            case VALUE_TRUE -> new Json.Flag(true);
            case VALUE_FALSE -> new Json.Flag(false);
            case VALUE_NULL -> new Json.Nothing();
            default -> throw new IllegalArgumentException("an entry holds no " + token);
        };
    }

    private static Json object(JsonParser parser) throws IOException {
        Map<String, Json> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            members.put(key, value(parser));
        }
        return new Json.Fields(members);
    }

    private static Json list(JsonParser parser) throws IOException {
        List<Json> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            values.add(value(parser));
        }
        return new Json.Items(values);
    }
}
