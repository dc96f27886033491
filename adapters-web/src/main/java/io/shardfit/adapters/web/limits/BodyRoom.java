package io.shardfit.adapters.web.limits;

import java.util.concurrent.atomic.AtomicLong;

/// How many bytes of bodies may be in memory at a time, of all connections. Of a body there are
/// soon a text, a tree of what it says and a copy for the database, about ten times its size, and
/// memory that runs out in one place is missing everywhere.
final class BodyRoom {
    private static final long SHARE_OF_THE_HEAP = 16;

    private final AtomicLong left;

    BodyRoom(long bytes) {
        this.left = new AtomicLong(bytes);
    }

    static BodyRoom ofTheHeap() {
        return new BodyRoom(Runtime.getRuntime().maxMemory() / SHARE_OF_THE_HEAP);
    }

    /// {@return whether there was room for so many more}
    boolean take(long bytes) {
        if (left.addAndGet(-bytes) >= 0) {
            return true;
        }
        left.addAndGet(bytes);
        return false;
    }

    void give(long bytes) {
        left.addAndGet(bytes);
    }
}
