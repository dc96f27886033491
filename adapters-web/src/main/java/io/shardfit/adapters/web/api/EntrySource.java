package io.shardfit.adapters.web.api;

import io.shardfit.adapters.web.live.RecentEntries;
import io.shardfit.adapters.web.stream.Source;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// The entries behind a position, each an event whose id is its own position.
final class EntrySource implements Source {
    private static final int AT_ONCE = 16;

    private final RecentEntries entries;
    private long position;

    EntrySource(RecentEntries entries, long position) {
        this.entries = entries;
        this.position = position;
    }

    /// An entry is one line, so it is one `data` field.
    @Override
    public Next next() {
        List<byte[]> found = entries.after(position, AT_ONCE);
        if (found.isEmpty()) {
            return new Next.Nothing();
        }
        StringBuilder text = new StringBuilder();
        for (byte[] entry : found) {
            position++;
            text.append("id: %d\ndata: ".formatted(position))
                    .append(new String(entry, StandardCharsets.UTF_8))
                    .append("\n\n");
        }
        return new Next.Events(text.toString());
    }

    @Override
    public void await(Duration patience) throws InterruptedException {
        entries.await(position, patience);
    }
}
