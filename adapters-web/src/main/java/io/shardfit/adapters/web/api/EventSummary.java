package io.shardfit.adapters.web.api;

import io.shardfit.application.document.Json;
import io.shardfit.application.event.Recorded;
import io.shardfit.application.format.EntryFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/// What an event says, who did it and when, in a list of events of one kind.
final class EventSummary {
    private EventSummary() {}

    static Json of(Recorded recorded, String link) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("position", Numbers.position(recorded.position()));
        members.put("at", Json.text(EntryFormat.time(recorded.at())));
        members.put("by", Json.text(recorded.by()));
        members.putAll(recorded.event().data().members());
        members.put("link", Json.text(link));
        return new Json.Fields(members);
    }
}
