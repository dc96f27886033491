package io.shardfit.adapters.web.api;

import io.shardfit.adapters.web.search.Search;
import io.shardfit.adapters.web.stream.Source;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The steps of a search, a few in a second at most, and then its end.
final class SearchSource implements Source {
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Search search;
    private Search.@Nullable View seen;

    SearchSource(Search search) {
        this.search = search;
    }

    @Override
    public Next next() {
        Search.View now = search.view();
        if (now.equals(seen)) {
            return new Next.Nothing();
        }
        seen = now;
        return told(now);
    }

    @Override
    public void await(Duration patience) throws InterruptedException {
        if (seen != null) {
            Thread.sleep(PAUSE);
            search.after(seen, patience);
        }
    }

    private static Next told(Search.View view) {
        String text =
                "event: %s\ndata: {\"state\":\"%s\",\"candidates\":%d}\n\n"
                        .formatted(
                                view.isOver() ? "end" : "progress",
                                view.state().word(),
                                view.candidates());
        return view.isOver() ? new Next.End(text) : new Next.Events(text);
    }
}
