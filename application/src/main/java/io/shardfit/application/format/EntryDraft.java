package io.shardfit.application.format;

import io.shardfit.application.document.Json;
import io.shardfit.application.ledger.Actor;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.NewEvent;
import io.shardfit.application.ledger.StreamId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/// The bytes of an entry that has no place in the log yet. All that takes time is done here, so
/// that whoever holds the log only fills in the rest: members are sorted, and what depends on the
/// place (correlation, position, time, version) stands between four pieces that do not.
public final class EntryDraft {
    private static final String END = "}";

    private final UUID eventId;
    private final byte[] actorToCommand;
    private final byte[] dataToEventId;
    private final byte[] schemaAndStream;
    private final byte[] type;

    private EntryDraft(
            UUID eventId,
            byte[] actorToCommand,
            byte[] dataToEventId,
            byte[] schemaAndStream,
            byte[] type) {
        this.eventId = eventId;
        this.actorToCommand = actorToCommand;
        this.dataToEventId = dataToEventId;
        this.schemaAndStream = schemaAndStream;
        this.type = type;
    }

    /// @param causation the event that made the system act
    /// @throws IllegalArgumentException for data that no entry can hold
    public static EntryDraft of(
            UUID eventId,
            UUID command,
            Actor actor,
            Optional<UUID> causation,
            StreamId stream,
            NewEvent event) {
        Json.Builder first = Json.fields().with("actor", EntryFormat.document(actor));
        causation.ifPresent(cause -> first.with("causation", cause.toString()));
        first.with("commandId", command.toString());
        String opened = canonical(first.build(), 1);
        return new EntryDraft(
                eventId,
                utf8(opened.substring(0, opened.length() - END.length()) + ",\"correlation\":\""),
                utf8(
                        "\",\"data\":"
                                + canonical(event.data(), 2)
                                + ",\"eventId\":\""
                                + eventId
                                + "\",\"position\":"),
                utf8(
                        "\",\"schemaVersion\":"
                                + event.schemaVersion()
                                + ",\"streamId\":\""
                                + stream.text()
                                + "\",\"streamVersion\":"),
                utf8(",\"type\":" + canonical(Json.text(event.type()), 2) + END));
    }

    public UUID eventId() {
        return eventId;
    }

    /// {@return how many bytes it has so far}
    public int length() {
        return actorToCommand.length + dataToEventId.length + schemaAndStream.length + type.length;
    }

    /// {@return the bytes of the entry that it has become}
    ///
    /// @param entry of the same event, id, command and stream
    public byte[] placed(Entry entry) {
        byte[] correlation = ascii(entry.correlation().toString());
        byte[] place =
                ascii(
                        entry.position()
                                + ",\"recordedAt\":\""
                                + EntryFormat.time(entry.recordedAt()));
        byte[] version = ascii(Long.toString(entry.streamVersion()));
        return ByteBuffer.allocate(length() + correlation.length + place.length + version.length)
                .put(actorToCommand)
                .put(correlation)
                .put(dataToEventId)
                .put(place)
                .put(schemaAndStream)
                .put(version)
                .put(type)
                .array();
    }

    private static String canonical(Json json, int depth) {
        return JsonText.canonical(EntryProfile.checked(json, depth));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
