package io.shardfit.application.deployment;

import io.shardfit.application.document.Json;
import io.shardfit.application.event.RuleChange;
import io.shardfit.application.format.JsonText;
import io.shardfit.application.ledger.Document;
import io.shardfit.domain.verdict.RuleSet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The editions of the rules that come with the program: what each of them changed, and why.
public final class ShippedRuleSets {
    /// Who wrote them: the project, not one of the people who use a log. That a publisher is
    /// another one is therefore a matter of names here, and keeps nobody from publishing; that two
    /// people saw an edition is a matter of the review of its code.
    public static final String AUTHOR = "shardfit-authors";

    private static final String EXPERTS = "experts-per-gpu";
    private static final Map<RuleSet, List<RuleChange>> CHANGES =
            Map.of(
                    RuleSet.ONE,
                    List.of(
                            new RuleChange(
                                    EXPERTS,
                                    RuleChange.Kind.ADDED,
                                    "experts per GPU = total expert instances ÷ (EP × TP)",
                                    "the founding report")),
                    RuleSet.TWO,
                    List.of(
                            new RuleChange(
                                    EXPERTS,
                                    RuleChange.Kind.CORRECTED,
                                    "rule-set 1 counted the experts of all layers as if they were"
                                            + " one layer's, and divided by TP, which splits an"
                                            + " expert and does not deal experts",
                                    "docs/adr/0007-rule-sets-are-editions.md")));

    private ShippedRuleSets() {}

    /// An edition as it is published.
    public record Shipped(RuleSet edition, List<RuleChange> changes, Document artefact) {
        public Shipped {
            changes = List.copyOf(changes);
        }
    }

    public static Optional<Shipped> ofNumber(int number) {
        return RuleSet.ofNumber(number)
                .map(edition ->
                        new Shipped(
                                edition,
                                changes(edition),
                                new Document("application/json", artefact(edition))));
    }

    private static List<RuleChange> changes(RuleSet edition) {
        return Optional.ofNullable(CHANGES.get(edition))
                .orElseThrow(() -> new IllegalStateException("nothing said of " + edition));
    }

    private static byte[] artefact(RuleSet edition) {
        Json.Items changes =
                Json.items(
                        changes(edition).stream()
                                .map(change ->
                                        Json.fields()
                                                .with("rule", change.rule())
                                                .with("kind", change.kind().name())
                                                .with("reason", change.reason())
                                                .with("reference", change.reference())
                                                .build())
                                .toList());
        Json.Fields document =
                Json.fields()
                        .with("kind", "RuleSet")
                        .with("number", Json.given(edition.number(), "", "", "the program"))
                        .with("published", edition.published().toString())
                        .with("summary", edition.summary())
                        .with("author", AUTHOR)
                        .with("changes", changes)
                        .build();
        return JsonText.canonical(document).getBytes(StandardCharsets.UTF_8);
    }
}
