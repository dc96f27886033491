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
    /// An entry is at most 324 bytes long: 180 of a name, 71 of a digest, 16 of a position and 57
    /// around them. 3,000 of them are less than the 1 MiB that a document may have.
    private static final int MOST_IN_A_LIST = 3_000;

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

    List<Document> unchangedLists() {
        List<Document> lists = new ArrayList<>();
        for (int from = 0; from < unchanged.size(); from += MOST_IN_A_LIST) {
            int to = Math.min(from + MOST_IN_A_LIST, unchanged.size());
            Json list = Json.items(unchanged.subList(from, to));
            lists.add(
                    new Document(
                            "application/json",
                            JsonText.canonical(list).getBytes(StandardCharsets.UTF_8)));
        }
        return lists;
    }

    ReevaluationCompleted summary(String id) {
        return new ReevaluationCompleted(
                id,
                superseded + unchanged.size() + errors,
                unchanged.size(),
                errors,
                answers,
                unchangedLists().stream().map(Document::digest).toList());
    }
}
