package io.shardfit.adapters.web.stream;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/// One open stream. It asks its source for more only when the client took what it was sent, so
/// nothing piles up behind a slow one; one that takes nothing for too long is cut, and resumes
/// where it was.
final class Feed implements Subscription, Runnable {
    /// @param heartbeat how often a silent stream says that it lives
    /// @param patience how long a client may take nothing
    record Timing(Duration heartbeat, Duration patience) {
        static final Timing USUAL = new Timing(Duration.ofSeconds(15), Duration.ofSeconds(30));
    }

    private static final String BEGIN = "retry: 2000\n\n";
    private static final String HEARTBEAT = ":\n\n";

    private final Subscriber<? super byte[]> client;
    private final Source source;
    private final Timing timing;
    private final String of;
    private final Consumer<Feed> gone;
    private final Thread thread = Thread.ofVirtual().name("stream").unstarted(this);
    private final Lock lock = new ReentrantLock();
    private final Condition asked = lock.newCondition();
    private long demand;
    private boolean waiting;
    private volatile boolean cancelled;
    private volatile boolean ended;

    Feed(
            Subscriber<? super byte[]> client,
            Source source,
            Timing timing,
            String of,
            Consumer<Feed> gone) {
        this.client = client;
        this.source = source;
        this.timing = timing;
        this.of = of;
        this.gone = gone;
    }

    String of() {
        return of;
    }

    void start() {
        thread.start();
    }

    @Override
    public void request(long more) {
        lock.lock();
        try {
            demand = demand + more < 0 ? Long.MAX_VALUE : demand + more;
            asked.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// The client left.
    @Override
    public void cancel() {
        stop(true);
        gone.accept(this);
    }

    /// Ends the stream as if its source had ended.
    void end() {
        stop(false);
    }

    /// Interrupts the thread only while it waits: a database connection that is interrupted in use
    /// is lost.
    private void stop(boolean left) {
        lock.lock();
        try {
            ended = true;
            cancelled |= left;
            asked.signalAll();
            if (waiting) {
                thread.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void run() {
        try {
            feed();
            if (!cancelled) {
                client.onComplete();
            }
        } catch (RuntimeException failed) {
            if (!cancelled) {
                client.onError(failed);
            }
        } finally {
            gone.accept(this);
        }
    }

    private void feed() {
        send(BEGIN);
        boolean silent = false;
        while (!ended) {
            switch (source.next()) {
                case Source.Next.Events(String text) -> {
                    send(text);
                    silent = false;
                }
                case Source.Next.Nothing _ -> {
                    if (silent) {
                        send(HEARTBEAT);
                    }
                    pause();
                    silent = true;
                }
                case Source.Next.End(String text) -> {
                    if (!text.isEmpty()) {
                        send(text);
                    }
                    return;
                }
            }
        }
    }

    private void pause() {
        lock.lock();
        try {
            waiting = !ended;
        } finally {
            lock.unlock();
        }
        try {
            if (waiting) {
                source.await(timing.heartbeat());
            }
        } catch (InterruptedException stopped) {
            ended = true;
        }
        lock.lock();
        try {
            waiting = false;
            if (Thread.interrupted()) {
                ended = true;
            }
        } finally {
            lock.unlock();
        }
    }

    /// What is not sent before the end is not sent at all: the client resumes where it was.
    private void send(String text) {
        if (isAskedFor()) {
            client.onNext(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private boolean isAskedFor() {
        lock.lock();
        try {
            long nanos = timing.patience().toNanos();
            while (demand == 0 && !ended) {
                if (nanos <= 0) {
                    throw new TooSlow();
                }
                nanos = asked.awaitNanos(nanos);
            }
            if (demand == 0 || cancelled) {
                return false;
            }
            demand--;
            return true;
        } catch (InterruptedException stopped) {
            ended = true;
            return false;
        } finally {
            lock.unlock();
        }
    }

    /// The client took nothing for as long as a client may.
    static final class TooSlow extends RuntimeException {
        @java.io.Serial private static final long serialVersionUID = 1;

        TooSlow() {
            super("the client took nothing", null, false, false);
        }
    }
}
