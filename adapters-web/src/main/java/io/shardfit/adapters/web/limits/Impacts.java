package io.shardfit.adapters.web.limits;

import io.shardfit.adapters.web.Problem;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.application.deployment.ShowImpact;
import io.shardfit.application.deployment.ShowImpact.Outcome.Impact;
import io.shardfit.application.port.EventLog;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// The impact of an edition looks at every plan there is: one is computed at a time, and whoever
/// asks for the same while nothing was recorded gets the same answer, which says when it was given.
@Singleton
public final class Impacts {
    /// Approvals end by themselves, with nothing recorded.
    private static final Duration SHARED = Duration.ofMinutes(1);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ShowImpact impact;
    private final EventLog log;
    private final InstantSource clock;
    private final ReentrantLock one = new ReentrantLock(true);
    private final Map<Integer, Impact> kept = new HashMap<>();

    Impacts(ShowImpact impact, EventLog log, InstantSource clock) {
        this.impact = impact;
        this.log = log;
        this.clock = clock;
    }

    /// @throws ProblemException if the one that is computed takes long
    public ShowImpact.Outcome show(int number) {
        if (!isTurn()) {
            throw new ProblemException(
                    Problem.unavailable("somebody has an impact computed just now", PATIENCE));
        }
        try {
            Impact known = kept.get(number);
            return known != null && holds(known) ? known : computed(number);
        } finally {
            one.unlock();
        }
    }

    private boolean isTurn() {
        try {
            return one.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean holds(Impact known) {
        return known.left() == 0
                && known.position() == log.head().position()
                && clock.instant().isBefore(known.at().plus(SHARED));
    }

    private ShowImpact.Outcome computed(int number) {
        ShowImpact.Outcome outcome = impact.show(number);
        if (outcome instanceof Impact fresh) {
            kept.put(number, fresh);
        }
        return outcome;
    }
}
