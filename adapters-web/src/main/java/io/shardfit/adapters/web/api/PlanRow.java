package io.shardfit.adapters.web.api;

import io.shardfit.application.document.Json;
import io.shardfit.application.format.EntryFormat;
import io.shardfit.application.readmodel.FleetRow;
import io.shardfit.application.readmodel.FleetRow.PlaceRow;
import io.shardfit.application.readmodel.VerdictFacts;
import java.util.Optional;

/// A deployment in a list, as JSON.
final class PlanRow {
    private PlanRow() {}

    static Json.Fields of(FleetRow row) {
        Json.Builder fields =
                Json.fields()
                        .with("deployment", row.deployment())
                        .with("fileName", row.fileName())
                        .with("planDigest", row.plan().text())
                        .with("archived", new Json.Flag(row.archived()));
        row.verdict().ifPresent(verdict -> verdict(fields, verdict));
        return fields.with(
                        "lastChange",
                        Json.fields()
                                .with("position", Numbers.position(row.last().position()))
                                .with("at", EntryFormat.time(row.last().at()))
                                .with("type", row.last().type())
                                .with("by", row.last().by())
                                .build())
                .with("standings", Json.items(row.places().stream().map(PlanRow::place).toList()))
                .build();
    }

    private static void verdict(Json.Builder fields, VerdictFacts verdict) {
        fields.with("verdict", verdict.result().name())
                .with("findings", Json.items(verdict.findings().stream().map(Json::text).toList()))
                .with("ruleSet", Numbers.count(verdict.ruleSet()));
        Json.Builder figures = Json.fields();
        figure(figures, "gpusRequired", verdict.figures().gpusRequired());
        figure(figures, "gpusAvailable", verdict.figures().gpusAvailable());
        figure(figures, "budgetBytes", verdict.figures().budget());
        figure(figures, "expectedBytes", verdict.figures().expected());
        figure(figures, "highBytes", verdict.figures().high());
        figure(figures, "headroomBytes", verdict.figures().headroom());
        fields.with("figures", figures.build());
    }

    private static void figure(Json.Builder figures, String name, Optional<Long> value) {
        value.ifPresent(number -> figures.with(name, Numbers.recorded(number, name)));
    }

    private static Json place(PlaceRow place) {
        Json.Builder fields =
                Json.fields()
                        .with("environment", place.environment())
                        .with("standing", place.standing().word());
        Standings.until(place.standing())
                .ifPresent(until -> fields.with("until", EntryFormat.time(until)));
        place.verdict().ifPresent(verdict -> fields.with("verdict", verdict.result().name()));
        return fields.build();
    }
}
