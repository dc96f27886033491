package io.shardfit.adapters.web.page;

import io.shardfit.application.event.ReadinessDay;
import io.shardfit.application.readmodel.FleetRow;
import io.shardfit.application.readmodel.VerdictFacts;
import io.shardfit.application.readmodel.VerdictFacts.Figures;
import io.shardfit.domain.verdict.Readiness;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// What the first page shows.
///
/// @param waiting requests that wait for the one who looks
/// @param environments to choose from
/// @param position up to where in the log it tells
/// @param next whether there is another page
/// @param founding what happened to the founding case, while there is nothing else
public record FleetView(
        FleetFilter filter,
        SortedMap<Readiness, Long> counts,
        long waiting,
        List<String> environments,
        List<Row> rows,
        long position,
        boolean next,
        List<Happening> founding) {
    public FleetView {
        environments = List.copyOf(environments);
        rows = List.copyOf(rows);
        founding = List.copyOf(founding);
    }

    /// A deployment with its trend.
    public record Row(FleetRow row, Trend trend) {
        static Row of(FleetRow row, Map<String, List<ReadinessDay>> trends, LocalDate today) {
            return new Row(row, Trend.of(trends.getOrDefault(row.deployment(), List.of()), today));
        }

        public String name() {
            return row.deployment();
        }

        public Optional<Readiness> result() {
            return row.verdict().map(VerdictFacts::result);
        }

        public String headroom() {
            return row.verdict()
                    .flatMap(verdict -> verdict.figures().headroom())
                    .map(Amounts::gibibytes)
                    .orElse("–");
        }

        public String gpus() {
            return row.verdict().map(verdict -> gpus(verdict.figures())).orElse("–");
        }

        private static String gpus(Figures figures) {
            return figures.gpusRequired().map(Object::toString).orElse("?")
                    + " / "
                    + figures.gpusAvailable().map(Object::toString).orElse("?");
        }
    }

    public long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    public String all() {
        return filter.with(Optional.empty()).at("/");
    }

    public String only(Readiness result) {
        return filter.with(Optional.of(result)).at("/");
    }

    public boolean isOnly(Readiness result) {
        return filter.verdict().equals(Optional.of(result));
    }

    public String here() {
        return filter.at("/");
    }

    public String first() {
        return filter.after(Optional.empty()).at("/");
    }

    public String following() {
        return filter.after(Optional.of(rows.getLast().name())).at("/");
    }

    public String csv() {
        return filter.after(Optional.empty()).at("/fleet.csv");
    }
}
