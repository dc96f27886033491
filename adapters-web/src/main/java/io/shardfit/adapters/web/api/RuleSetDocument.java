package io.shardfit.adapters.web.api;

import io.shardfit.application.deployment.Consequence;
import io.shardfit.application.deployment.ReadRuleSets.Edition;
import io.shardfit.application.deployment.ShowImpact;
import io.shardfit.application.document.Json;
import io.shardfit.application.event.Delta;
import io.shardfit.application.event.Recorded;
import io.shardfit.application.event.RuleChange;
import io.shardfit.application.format.EntryFormat;
import java.util.List;
import java.util.function.Function;

/// Editions of the rules, and what one of them would change.
final class RuleSetDocument {
    private RuleSetDocument() {}

    static Json.Fields of(Edition edition) {
        Json.Builder fields =
                Json.fields()
                        .with("number", Numbers.count(edition.number()))
                        .with("state", edition.state().word())
                        .with("dated", edition.dated().toString());
        edition.summary().ifPresent(summary -> fields.with("summary", summary));
        fields.with("changes", list(edition.changes(), RuleSetDocument::change));
        edition.publication().ifPresent(one -> fields.with("published", event(one)));
        edition.withdrawal().ifPresent(one -> fields.with("withdrawn", event(one)));
        return fields.with("reevaluations", list(edition.reevaluations(), one -> one.data()))
                .with("link", "/api/v1/rule-sets/" + edition.number())
                .build();
    }

    private static Json event(Recorded recorded) {
        return Json.fields()
                .with("position", Numbers.position(recorded.position()))
                .with("at", EntryFormat.time(recorded.at()))
                .with("by", recorded.by())
                .build();
    }

    private static Json change(RuleChange change) {
        return Json.fields()
                .with("ruleId", change.rule())
                .with("kind", change.kind().name())
                .with("reason", change.reason())
                .with("reference", change.reference())
                .build();
    }

    static Json impact(int number, ShowImpact.Outcome.Impact impact) {
        return Json.fields()
                .with("schemaVersion", "1.0")
                .with("number", Numbers.count(number))
                .with("total", Numbers.count(impact.total()))
                .with("unchanged", Numbers.count(impact.unchanged()))
                .with("errors", Numbers.count(impact.errors()))
                .with("position", Numbers.count(impact.position()))
                .with("at", EntryFormat.time(impact.at()))
                .with("left", Numbers.count(impact.left()))
                .with("changes", list(impact.changes(), RuleSetDocument::changed))
                .build();
    }

    private static Json changed(ShowImpact.Change change) {
        return Json.fields()
                .with("deployment", change.deployment())
                .with("verdict", VerdictSummary.of(change.old()))
                .with("delta", list(change.delta(), RuleSetDocument::delta))
                .with("approvals", list(change.approvals(), RuleSetDocument::approval))
                .build();
    }

    static Json delta(Delta delta) {
        return Json.fields()
                .with("what", delta.what())
                .with("from", delta.from())
                .with("to", delta.to())
                .build();
    }

    private static Json approval(Consequence consequence) {
        Json.Builder fields =
                Json.fields()
                        .with("environment", consequence.environment())
                        .with("round", Numbers.count(consequence.round().number()));
        consequence
                .deadline()
                .ifPresent(deadline -> fields.with("deadline", EntryFormat.time(deadline)));
        return fields.with("cause", consequence.cause()).build();
    }

    private static <T> Json list(List<T> values, Function<T, Json> write) {
        return Json.items(values.stream().map(write).toList());
    }
}
