package io.shardfit.adapters.web.api;

import io.shardfit.adapters.web.api.Deployments.Known;
import io.shardfit.application.document.Json;
import io.shardfit.application.event.PlanEvent.PlanSubmitted;
import io.shardfit.application.event.Recorded;
import io.shardfit.application.format.EntryFormat;
import io.shardfit.application.readmodel.FleetRow;
import io.shardfit.application.readmodel.FleetRow.PlaceRow;
import io.shardfit.application.readmodel.LastChange;
import io.shardfit.application.readmodel.VerdictFacts;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One deployment: its row in the list, and what the list has no room for.
final class DeploymentDocument {
    private DeploymentDocument() {}

    static Json of(Known known) {
        PlanSubmitted plan = known.plan().submitted();
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("schemaVersion", Json.text("1.0"));
        members.putAll(PlanRow.of(row(known)).members());
        members.putAll(
                Json.fields()
                        .with("fileDigest", plan.raw().text())
                        .with("origin", plan.origin().name())
                        .with(
                                "authors",
                                Json.items(plan.authors().stream().map(Json::text).toList()))
                        .with("submittedAt", EntryFormat.time(submittedAt(known)))
                        .with(
                                "verdicts",
                                Json.items(
                                        known.history().verdicts().stream()
                                                .map(VerdictSummary::of)
                                                .toList()))
                        .build()
                        .members());
        return new Json.Fields(members);
    }

    private static FleetRow row(Known known) {
        Recorded last = known.history().events().getLast();
        List<PlaceRow> places =
                known.surroundings().entrySet().stream()
                        .map(entry ->
                                new PlaceRow(
                                        entry.getKey(),
                                        known.standing(entry.getKey()),
                                        known.history()
                                                .verdict(entry.getValue().policy().safetyMargin())
                                                .map(VerdictFacts::of)))
                        .toList();
        return new FleetRow(
                known.name(),
                known.history().archived(),
                known.plan().submitted().fileName(),
                known.plan().submitted().plan(),
                new LastChange(last.position(), last.at(), last.entry().type(), last.by()),
                known.history().verdict(Optional.empty()).map(VerdictFacts::of),
                places);
    }

    private static Instant submittedAt(Known known) {
        return known.history().events().stream()
                .filter(event -> event.position() == known.plan().position())
                .findFirst()
                .orElseThrow()
                .at();
    }
}
