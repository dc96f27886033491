package io.shardfit.domain.approval;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.function.Predicate;

/// Turns what holds at an instant into what holds from when to when.
final class Periods {
    private Periods() {}

    /// {@return the periods, in order, each ending where the next begins; nothing as long as nobody
    /// asked}
    ///
    /// @param instants at which it may change, and nowhere between
    /// @param at what decides
    /// @param last after which nothing changes any more
    static List<Period> of(
            SortedSet<Instant> instants, Function<Instant, Standing> at, Predicate<Standing> last) {
        List<Period> periods = new ArrayList<>();
        for (Instant instant : instants) {
            Standing standing = at.apply(instant);
            if (!standing.equals(present(periods))) {
                end(periods, instant);
                periods.add(new Period(instant, Optional.empty(), standing));
            }
            if (last.test(standing)) {
                break;
            }
        }
        return List.copyOf(periods);
    }

    private static Standing present(List<Period> periods) {
        return periods.isEmpty() ? new Standing.NotRequested() : periods.getLast().standing();
    }

    private static void end(List<Period> periods, Instant instant) {
        if (!periods.isEmpty()) {
            Period open = periods.removeLast();
            periods.add(new Period(open.from(), Optional.of(instant), open.standing()));
        }
    }
}
