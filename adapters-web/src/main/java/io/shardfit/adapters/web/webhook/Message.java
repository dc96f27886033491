package io.shardfit.adapters.web.webhook;

import io.shardfit.application.document.Json;
import io.shardfit.application.format.EntryFormat;
import io.shardfit.application.format.JsonText;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.port.EventLog;
import io.shardfit.application.webhook.Delivery;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/// What is sent: the event as it is recorded, where it lies, and who did it. It is made from the
/// entry at every attempt, and so always the same.
final class Message {
    /// The type of what only tries the connection.
    static final String TEST = "test";

    private Message() {}

    static byte[] of(Delivery delivery, EventLog log, Instant now) {
        return delivery.position() == 0
                ? bytes(
                        TEST,
                        now,
                        Json.fields()
                                .with("subscription", delivery.subscription().toString())
                                .build())
                : of(entry(log, delivery.position()));
    }

    private static Entry entry(EventLog log, long position) {
        List<Entry> found = log.after(position - 1, 1);
        return found.getFirst();
    }

    private static byte[] of(Entry entry) {
        return bytes(
                entry.type(),
                entry.recordedAt(),
                Json.fields()
                        .with("position", Json.given(entry.position(), "", "position", "the log"))
                        .with("eventId", entry.eventId().toString())
                        .with("stream", entry.stream().text())
                        .with("by", entry.actor().id())
                        .with("link", "/api/v1/events/" + entry.position())
                        .with("event", entry.data())
                        .build());
    }

    private static byte[] bytes(String type, Instant at, Json data) {
        return JsonText.canonical(
                        Json.fields()
                                .with("type", type)
                                .with("timestamp", EntryFormat.time(at))
                                .with("data", data)
                                .build())
                .getBytes(StandardCharsets.UTF_8);
    }
}
