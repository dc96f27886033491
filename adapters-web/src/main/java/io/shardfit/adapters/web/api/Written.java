package io.shardfit.adapters.web.api;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.shardfit.adapters.web.api.Writes.Write;
import io.shardfit.application.document.Json;
import io.shardfit.application.event.LedgerEvent;
import io.shardfit.application.format.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;

/// The answer to a request that left one event: what the event says, and where it lies.
final class Written {
    private Written() {}

    /// @param about whose event it is
    static Json.Fields document(Write write, Json.Builder about, LedgerEvent event) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("schemaVersion", Json.text("1.0"));
        members.putAll(about.build().members());
        write.position().ifPresent(at -> members.put("position", Numbers.position(at)));
        members.putAll(event.data().members());
        return new Json.Fields(members);
    }

    static MutableHttpResponse<String> ok(Write write, Json.Builder about, LedgerEvent event) {
        return HttpResponse.ok(JsonText.pretty(document(write, about, event)));
    }

    static MutableHttpResponse<String> created(
            Write write, String location, Json.Builder about, LedgerEvent event) {
        return HttpResponse.<String>created(JsonText.pretty(document(write, about, event)))
                .header("Location", location);
    }
}
