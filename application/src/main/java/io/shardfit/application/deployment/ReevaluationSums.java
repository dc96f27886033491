package io.shardfit.application.deployment;

import io.shardfit.application.deployment.Reexamination.Examined;
import io.shardfit.application.document.Json;
import io.shardfit.application.event.PlanEvent.VerdictSuperseded;
import io.shardfit.application.event.Recorded;
import io.shardfit.application.event.RuleSetEvent.ReevaluationCompleted;
import io.shardfit.application.format.JsonText;
import io.shardfit.application.ledger.Document;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a re-evaluation found, counted for its last event.
final class ReevaluationSums {
    private final SortedMap<String, Long> answers = new TreeMap<>();
    private final List<Json> unchanged = new ArrayList<>();
    private long superseded;
    private long errors;

    void add(Recorded recorded) {
        if (recorded.event() instanceof VerdictSuperseded event) {
            superseded++;
            String to = event.verdict().result().name();
            String from =
                    event.delta().stream()
                            .filter(delta -> delta.what().equals("result"))
                            .map(delta -> delta.from())
                            .findFirst()
                            .orElse(to);
            answers.merge(from + "-to-" + to, 1L, Long::sum);
        }
    }

    void rest(String deployment, Examined examined) {
        switch (examined) {
            case Examined.Unchanged(var old) ->
                    unchanged.add(
                            Json.fields()
                                    .with("deployment", deployment)
                                    .with(
                                            "verdictPosition",
                                            Json.given(old.position(), "", "", "ledger"))
                                    .with("documentDigest", old.verdict().document().text())
                                    .build());
            case Examined.Failed _ -> errors++;
            case Examined.Changed _ -> {}
        }
    }

    List<Document> unchangedList() {
        return unchanged.isEmpty()
                ? List.of()
                : List.of(
                        new Document(
                                "application/json",
                                JsonText.canonical(Json.items(unchanged))
                                        .getBytes(StandardCharsets.UTF_8)));
    }

    ReevaluationCompleted summary(String id) {
        return new ReevaluationCompleted(
                id,
                superseded + unchanged.size() + errors,
                unchanged.size(),
                errors,
                answers,
                unchangedList().stream().map(Document::digest).findFirst());
    }
}
