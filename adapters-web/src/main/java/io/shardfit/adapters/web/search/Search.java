package io.shardfit.adapters.web.search;

import io.shardfit.application.document.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A search that somebody asked for: how far it is, and in the end what it found.
public final class Search {
    private final String id;
    private final String owner;
    private final Instant begun;
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private View view;
    private @Nullable Thread worker;

    Search(String id, String owner, Instant begun) {
        this.id = id;
        this.owner = owner;
        this.begun = begun;
        this.view =
                new View(State.RUNNING, 0, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// Where it stands. The last three stand for good.
    public enum State {
        RUNNING,
        DONE,
        CANCELLED,
        FAILED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What it is at one moment.
    ///
    /// @param candidates that are judged
    /// @param result the document of `shardfit search --output json`
    /// @param failure why there is none, as a sentence
    public record View(
            State state,
            long candidates,
            Optional<Instant> ended,
            Optional<Json> result,
            Optional<String> failure) {
        public boolean isOver() {
            return state != State.RUNNING;
        }
    }

    public String id() {
        return id;
    }

    public Instant begun() {
        return begun;
    }

    String owner() {
        return owner;
    }

    public View view() {
        lock.lock();
        try {
            return view;
        } finally {
            lock.unlock();
        }
    }

    /// {@return the next view that differs from the one that was seen, or the same when none came
    /// in time}
    public View after(View seen, Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = patience.toNanos();
            while (view.equals(seen) && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return view;
        } finally {
            lock.unlock();
        }
    }

    /// {@return false if it was ended before it began}
    boolean begin() {
        lock.lock();
        try {
            worker = Thread.currentThread();
            return !view.isOver();
        } finally {
            lock.unlock();
        }
    }

    /// Called from any thread of the search, and stops it when nobody wants it any more.
    void judged(long candidates) {
        lock.lock();
        try {
            if (view.isOver()) {
                throw new CancellationException();
            }
            if (candidates > view.candidates()) {
                change(
                        new View(
                                State.RUNNING,
                                candidates,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()));
            }
        } finally {
            lock.unlock();
        }
    }

    void found(Json result, Instant now) {
        end(State.DONE, Optional.of(result), Optional.empty(), now);
    }

    void fail(String why, Instant now) {
        end(State.FAILED, Optional.empty(), Optional.of(why), now);
    }

    void cancel(Instant now) {
        end(State.CANCELLED, Optional.empty(), Optional.empty(), now);
    }

    private void end(State state, Optional<Json> result, Optional<String> failure, Instant now) {
        lock.lock();
        try {
            if (view.isOver()) {
                return;
            }
            change(new View(state, view.candidates(), Optional.of(now), result, failure));
            if (worker != null && worker != Thread.currentThread()) {
                worker.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The thread is free for another search: whoever ends this one must not interrupt that one.
    void leave() {
        lock.lock();
        try {
            worker = null;
        } finally {
            lock.unlock();
        }
    }

    private void change(View next) {
        view = next;
        changed.signalAll();
    }
}
