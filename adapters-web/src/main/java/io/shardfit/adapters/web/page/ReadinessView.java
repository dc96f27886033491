package io.shardfit.adapters.web.page;

import io.shardfit.application.readmodel.ReadinessTotal;
import io.shardfit.domain.verdict.Readiness;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// The share of READY as a line over the days, with the same as rows.
///
/// @param deployment of which one; empty for all
/// @param days how many are shown, to the last
/// @param totals one for each day
/// @param rules days on which an edition of the rules took effect or was withdrawn
public record ReadinessView(
        Optional<String> deployment, int days, List<ReadinessTotal> totals, List<Tick> rules) {
    private static final int WIDTH = 1000;
    private static final int HEIGHT = 160;
    private static final int MARGIN = 10;

    public ReadinessView {
        totals = List.copyOf(totals);
        rules = List.copyOf(rules);
    }

    /// Something that happened to the rules.
    ///
    /// @param position of the event in the log
    public record Tick(LocalDate day, String words, long position) {}

    /// A day whose share differs from the day before, or the first or the last.
    ///
    /// @param ready whether everything was READY
    public record Mark(int x, int y, boolean ready) {}

    /// Neighbouring days on which nothing changed.
    public record Run(LocalDate first, LocalDate last, ReadinessTotal total, String share) {
        public long count(Readiness result) {
            return total.deployments().getOrDefault(result, 0L);
        }
    }

    public LocalDate first() {
        return totals.getFirst().day();
    }

    public LocalDate last() {
        return totals.getLast().day();
    }

    static long sum(ReadinessTotal total) {
        return total.deployments().values().stream().mapToLong(Long::longValue).sum();
    }

    private static long ready(ReadinessTotal total) {
        return total.deployments().getOrDefault(Readiness.READY, 0L);
    }

    /// {@return per cent; empty where there is nothing of which to take a share}
    static String share(ReadinessTotal total) {
        long sum = sum(total);
        return sum == 0 ? "" : String.format(Locale.ROOT, "%.1f", 100.0 * ready(total) / sum);
    }

    private int x(LocalDate day) {
        long place = ChronoUnit.DAYS.between(first(), day);
        return MARGIN + (int) (place * (WIDTH - 2 * MARGIN) / Math.max(1, totals.size() - 1));
    }

    private static int y(ReadinessTotal total) {
        return MARGIN + (int) ((sum(total) - ready(total)) * (HEIGHT - 2 * MARGIN) / sum(total));
    }

    private List<ReadinessTotal> drawn() {
        return totals.stream().filter(total -> sum(total) > 0).toList();
    }

    /// {@return the corners of the line; a verdict stands until the next}
    public String line() {
        List<String> corners = new ArrayList<>();
        Optional<ReadinessTotal> before = Optional.empty();
        for (ReadinessTotal total : drawn()) {
            before.ifPresent(old -> corners.add(x(total.day()) + "," + y(old)));
            corners.add(x(total.day()) + "," + y(total));
            before = Optional.of(total);
        }
        return String.join(" ", corners);
    }

    public List<Mark> marks() {
        List<Mark> marks = new ArrayList<>();
        List<ReadinessTotal> drawn = drawn();
        for (int i = 0; i < drawn.size(); i++) {
            ReadinessTotal total = drawn.get(i);
            boolean end = i == 0 || i == drawn.size() - 1;
            if (end || y(total) != y(drawn.get(i - 1))) {
                marks.add(new Mark(x(total.day()), y(total), ready(total) == sum(total)));
            }
        }
        return marks;
    }

    /// {@return where the line of a tick stands}
    public int at(Tick tick) {
        return x(tick.day());
    }

    public boolean isEmpty() {
        return drawn().isEmpty();
    }

    /// {@return the newest first}
    public List<Run> runs() {
        List<Run> runs = new ArrayList<>();
        for (ReadinessTotal total : totals) {
            boolean same =
                    !runs.isEmpty()
                            && runs.getLast().total().deployments().equals(total.deployments());
            LocalDate first = same ? runs.removeLast().first() : total.day();
            runs.add(new Run(first, total.day(), total, share(total)));
        }
        return runs.reversed();
    }

    /// {@return the picture in one sentence}
    public String words() {
        ReadinessTotal now = totals.getLast();
        return deployment
                .map(name ->
                        now.deployments().entrySet().stream()
                                .filter(entry -> entry.getValue() > 0)
                                .map(entry -> name + " is " + entry.getKey())
                                .collect(Collectors.joining()))
                .orElseGet(() ->
                        "%d of %d deployments are READY on %s"
                                .formatted(ready(now), sum(now), now.day()));
    }

    /// {@return the address of the page with other days}
    public String other(int wanted) {
        return address("/readiness", wanted);
    }

    public String csv() {
        return address("/readiness.csv", days);
    }

    private String address(String path, int wanted) {
        return new Question.Address(path)
                .with("deployment", deployment)
                .with("days", (Object) wanted)
                .toString();
    }
}
