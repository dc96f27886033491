package io.shardfit.adapters.web.page;

import io.shardfit.application.port.ReadModels;
import io.shardfit.application.readmodel.FleetQuestion;
import io.shardfit.application.readmodel.FleetRow;
import io.shardfit.application.readmodel.VerdictFacts;
import io.shardfit.application.readmodel.VerdictFacts.Figures;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The whole fleet as a table for other programs; amounts in bytes.
final class FleetCsv {
    /// Deployments that are read at once.
    static final int PAGE = 1_000;

    private FleetCsv() {}

    static String of(ReadModels readModels, FleetQuestion question) {
        Csv csv =
                new Csv(
                        "deployment",
                        "verdict",
                        "headroom_bytes",
                        "gpus_required",
                        "gpus_available",
                        "rule_set",
                        "standings",
                        "archived",
                        "changed",
                        "change",
                        "by",
                        "plan_digest");
        List<FleetRow> rows = readModels.fleet(question);
        while (!rows.isEmpty()) {
            rows.forEach(row -> csv.add(row(row)));
            rows =
                    rows.size() < PAGE
                            ? List.of()
                            : readModels.fleet(question.after(rows.getLast().deployment()));
        }
        return csv.toString();
    }

    private static Csv.Row row(FleetRow row) {
        return Csv.row()
                .text(row.deployment())
                .text(row.verdict().map(verdict -> verdict.result().name()).orElse(""))
                .number(figure(row, Figures::headroom))
                .number(figure(row, Figures::gpusRequired))
                .number(figure(row, Figures::gpusAvailable))
                .number(row.verdict().map(VerdictFacts::ruleSet))
                .text(
                        row.places().stream()
                                .map(place -> place.environment() + ' ' + place.standing().word())
                                .collect(Collectors.joining("; ")))
                .text(Boolean.toString(row.archived()))
                .text(Amounts.exact(row.last().at()))
                .text(row.last().type())
                .text(row.last().by())
                .text(row.plan().text());
    }

    private static Optional<Long> figure(FleetRow row, Function<Figures, Optional<Long>> which) {
        return row.verdict().map(VerdictFacts::figures).flatMap(which);
    }
}
