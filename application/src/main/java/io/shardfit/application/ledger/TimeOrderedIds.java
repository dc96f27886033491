package io.shardfit.application.ledger;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Identifiers that sort by the millisecond of their making (UUID version 7, RFC 9562 section 5.7).
public final class TimeOrderedIds {
    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final int RANDOM_HIGH_BITS = 0x0fff;

    private final InstantSource clock;
    private final RandomGenerator random;

    public TimeOrderedIds(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    public UUID next() {
        long high = clock.millis() << 16 | VERSION | random.nextLong() & RANDOM_HIGH_BITS;
        long low = VARIANT | random.nextLong() >>> 2;
        return new UUID(high, low);
    }
}
