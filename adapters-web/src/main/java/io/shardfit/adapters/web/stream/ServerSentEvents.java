package io.shardfit.adapters.web.stream;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.runtime.graceful.GracefulShutdownCapable;
import io.shardfit.adapters.web.Problem;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.adapters.web.access.Identity;
import io.shardfit.adapters.web.live.LogListener;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.StreamId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.reactivestreams.Publisher;

/// The streams that are open: so many and no more, and all of them ended before the server is.
@Singleton
public final class ServerSentEvents implements GracefulShutdownCapable, LogListener {
    /// A stream costs a socket, a waiting virtual thread and one chunk.
    static final int MOST = 500;

    static final int MOST_OF_ONE = 20;

    private static final Duration RETRY = Duration.ofSeconds(5);

    private final Set<Feed> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /// {@return an answer that goes on until the source ends, the client leaves or the server
    /// stops}
    public MutableHttpResponse<Publisher<byte[]>> stream(Identity identity, Source source) {
        admit(identity);
        Publisher<byte[]> chunks =
                client -> {
                    Feed feed =
                            new Feed(
                                    client, source, Feed.Timing.USUAL, identity.id(), open::remove);
                    open.add(feed);
                    client.onSubscribe(feed);
                    if (closed) {
                        feed.end();
                    }
                    feed.start();
                };
        return HttpResponse.<Publisher<byte[]>>ok(chunks)
                .contentType(MediaType.TEXT_EVENT_STREAM_TYPE)
                .header("Cache-Control", "no-store")
                .header("X-Accel-Buffering", "no");
    }

    private void admit(Identity identity) {
        if (closed || open.size() >= MOST) {
            throw new ProblemException(
                    Problem.unavailable("too many streams are open: ask again later", RETRY));
        }
        long own = open.stream().filter(feed -> feed.of().equals(identity.id())).count();
        if (own >= MOST_OF_ONE) {
            throw new ProblemException(
                    new Problem(
                            ProblemKind.RATE_LIMITED,
                            "you have %d streams open: close one".formatted(own),
                            List.of(),
                            Optional.of(RETRY)));
        }
    }

    /// Ends the streams of somebody; their client comes again, and has to prove again who it is.
    public void renew(String id) {
        open.stream().filter(feed -> feed.of().equals(id)).forEach(Feed::end);
    }

    /// Rights were given or taken: who still has them comes again.
    @Override
    public void appended(List<Entry> entries) {
        if (entries.stream().anyMatch(entry -> entry.stream().equals(StreamId.directory()))) {
            open.forEach(Feed::end);
        }
    }

    /// {@return how many streams are open}
    public int open() {
        return open.size();
    }

    /// Ends all streams; their clients come again, to whichever server there is then.
    @Override
    public CompletionStage<?> shutdownGracefully() {
        closed = true;
        open.forEach(Feed::end);
        return CompletableFuture.completedFuture(open);
    }
}
