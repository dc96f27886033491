package io.shardfit.adapters.web.limits;

/// So many a second on average, and a few seconds' worth at once (a token bucket).
final class Allowance {
    private final double perMilli;
    private final double most;
    private double left;
    private long at;

    /// @param seconds whose worth may come at once
    Allowance(int perSecond, int seconds, long now) {
        this.perMilli = perSecond / 1_000.0;
        this.most = (double) perSecond * seconds;
        this.left = most;
        this.at = now;
    }

    /// {@return whether there was one left}
    ///
    /// @param now in milliseconds; a clock that is set back gives nothing
    synchronized boolean take(long now) {
        left = Math.min(most, left + Math.max(0, now - at) * perMilli);
        at = now;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
