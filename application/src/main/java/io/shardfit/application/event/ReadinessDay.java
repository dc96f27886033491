package io.shardfit.application.event;

import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.verdict.Readiness;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The verdict that stood when a day ended (UTC), and on how many days after.
///
/// @param margin under which it was judged; empty for the plan's own
/// @param until the first day at whose end it stood no more; empty if it stands
/// @param position of the verdict in the log
public record ReadinessDay(
        Optional<Share> margin,
        LocalDate day,
        Optional<LocalDate> until,
        Readiness result,
        int ruleSet,
        long position) {

    /// {@return the days of a deployment on which its verdict changed, in order}
    public static List<ReadinessDay> of(DeploymentHistory history) {
        Days days = new Days();
        DeploymentFold fold = new DeploymentFold();
        Optional<LocalDate> open = Optional.empty();
        for (Recorded recorded : history.events()) {
            LocalDate day = LocalDate.ofInstant(recorded.at(), ZoneOffset.UTC);
            open.filter(day::isAfter).ifPresent(ended -> days.end(ended, fold.standing()));
            open = Optional.of(day);
            fold.add(recorded);
        }
        open.ifPresent(last -> days.end(last, fold.standing()));
        return days.all();
    }

    /// {@return whether it stood when `end` ended}
    public boolean stands(LocalDate end) {
        return !end.isBefore(day) && until.map(end::isBefore).orElse(true);
    }

    private ReadinessDay until(LocalDate end) {
        return new ReadinessDay(margin, day, Optional.of(end), result, ruleSet, position);
    }

    private static final class Days {
        private final List<ReadinessDay> ended = new ArrayList<>();
        private final Map<Optional<Share>, ReadinessDay> open = new LinkedHashMap<>();

        void end(LocalDate day, List<StandingVerdict> standing) {
            open.values().stream()
                    .filter(old -> standing.stream().noneMatch(one -> isOf(old, one)))
                    .toList()
                    .forEach(gone -> {
                        open.remove(gone.margin());
                        ended.add(gone.until(day));
                    });
            for (StandingVerdict verdict : standing) {
                RecordedVerdict said = verdict.verdict();
                open.putIfAbsent(
                        said.margin(),
                        new ReadinessDay(
                                said.margin(),
                                day,
                                Optional.empty(),
                                said.result(),
                                said.ruleSet(),
                                verdict.position()));
            }
        }

        private static boolean isOf(ReadinessDay day, StandingVerdict verdict) {
            return day.position() == verdict.position();
        }

        List<ReadinessDay> all() {
            List<ReadinessDay> all = new ArrayList<>(ended);
            all.addAll(open.values());
            all.sort(Comparator.comparing(ReadinessDay::day).thenComparing(ReadinessDay::position));
            return List.copyOf(all);
        }
    }
}
