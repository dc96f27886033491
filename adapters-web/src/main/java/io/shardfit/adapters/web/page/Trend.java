package io.shardfit.adapters.web.page;

import io.shardfit.application.event.ReadinessDay;
import io.shardfit.domain.verdict.Readiness;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The verdicts of a deployment when each of the last days ended, as a small line with the same in
/// words. A passing verdict is a circle and lies high, any other a square.
///
/// @param points the oldest first; a day before the first verdict has none
public record Trend(List<Point> points, String words) {
    private static final int DAYS = 12;
    private static final int STEP = 10;
    private static final int MARGIN = 6;

    public Trend {
        points = List.copyOf(points);
    }

    /// A day's verdict, in pixels.
    public record Point(int x, int y, Readiness result) {}

    /// @param days on which the verdict changed, in order
    public static Trend of(List<ReadinessDay> days, LocalDate today) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < DAYS; i++) {
            LocalDate day = today.minusDays(DAYS - 1L - i);
            int x = MARGIN + i * STEP;
            days.stream()
                    .filter(one -> one.stands(day))
                    .findFirst()
                    .ifPresent(one -> points.add(new Point(x, height(one.result()), one.result())));
        }
        return new Trend(points, words(days));
    }

    private static int height(Readiness result) {
        return switch (result) {
            case READY -> 5;
            case TIGHT -> 9;
            case UNKNOWN -> 15;
            case NOT_READY -> 19;
        };
    }

    private static String words(List<ReadinessDay> days) {
        return days.reversed().stream()
                .limit(DAYS)
                .map(day -> "%s since %s".formatted(day.result(), day.day()))
                .collect(Collectors.joining(", before that "));
    }

    /// {@return the corners of the line}
    public String line() {
        return points.stream()
                .map(point -> point.x() + "," + point.y())
                .collect(Collectors.joining(" "));
    }
}
