package io.shardfit.adapters.persistence;

import io.shardfit.application.readmodel.VerdictFacts;
import io.shardfit.application.readmodel.VerdictFacts.Figures;
import io.shardfit.domain.verdict.Readiness;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A verdict as the columns of `shardfit_read.verdict` after its deployment, in their order.
final class VerdictColumns {
    static final int COUNT = 12;

    private static final List<String> NAMES =
            List.of(
                    "margin",
                    "position",
                    "judged_at",
                    "result",
                    "rule_set",
                    "engine_version",
                    "findings",
                    "gpus_required",
                    "gpus_available",
                    "budget_bytes",
                    "expected_bytes",
                    "high_bytes");

    private VerdictColumns() {}

    /// {@return the columns of a table that a query calls so}
    static String of(String alias) {
        return alias + "." + String.join(", " + alias + ".", NAMES);
    }

    /// {@return nothing where the query found no verdict}
    static Optional<VerdictFacts> read(ResultSet row, int first) throws SQLException {
        Optional<String> margin = Optional.ofNullable(row.getString(first));
        if (margin.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new VerdictFacts(
                        row.getLong(first + 1),
                        StandingColumns.instant(row, first + 2),
                        ModelRows.margin(margin.get()),
                        Readiness.valueOf(row.getString(first + 3)),
                        row.getInt(first + 4),
                        row.getString(first + 5),
                        findings(row.getString(first + 6)),
                        new Figures(
                                number(row, first + 7),
                                number(row, first + 8),
                                number(row, first + 9),
                                number(row, first + 10),
                                number(row, first + 11))));
    }

    private static List<String> findings(String codes) {
        return Arrays.stream(codes.split(" ", -1)).filter(code -> !code.isEmpty()).toList();
    }

    private static Optional<Long> number(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(value);
    }
}
