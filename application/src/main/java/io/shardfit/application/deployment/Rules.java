package io.shardfit.application.deployment;

import io.shardfit.application.event.RuleSetHistory;
import io.shardfit.application.ledger.StreamAppend;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.domain.verdict.RuleSet;
import java.util.Optional;

/// The edition of the rules that judges now.
sealed interface Rules {
    /// @param version of the rules' stream: a verdict is recorded only while the edition judges
    record Known(RuleSet edition, long version) implements Rules {
        StreamAppend demanded() {
            return Decision.demand(StreamId.ruleSet(), version);
        }
    }

    record Unusable(Refusal refusal) implements Rules {}

    static Rules of(RuleSetHistory history) {
        Optional<Integer> number = history.current();
        if (number.isEmpty()) {
            return new Unusable(new Refusal.NoRuleSet());
        }
        return RuleSet.ofNumber(number.orElseThrow())
                .<Rules>map(edition -> new Known(edition, history.version()))
                .orElseGet(() -> new Unusable(new Refusal.UnknownRuleSet(number.orElseThrow())));
    }
}
