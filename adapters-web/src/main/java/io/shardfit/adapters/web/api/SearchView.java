package io.shardfit.adapters.web.api;

import io.shardfit.adapters.web.search.Search;
import io.shardfit.application.document.Json;
import io.shardfit.application.format.EntryFormat;

/// A search as JSON.
final class SearchView {
    private SearchView() {}

    static Json of(Search search) {
        Search.View view = search.view();
        Json.Builder fields =
                Json.fields()
                        .with("schemaVersion", "1.0")
                        .with("id", search.id())
                        .with("state", view.state().word())
                        .with("begun", EntryFormat.time(search.begun()));
        view.ended().ifPresent(ended -> fields.with("ended", EntryFormat.time(ended)));
        fields.with("progress", progress(view));
        view.failure().ifPresent(why -> fields.with("failure", why));
        view.result().ifPresent(result -> fields.with("result", result));
        return fields.build();
    }

    private static Json progress(Search.View view) {
        return Json.fields()
                .with(
                        "candidates",
                        Json.given(view.candidates(), "candidates", "judged so far", "search"))
                .build();
    }
}
