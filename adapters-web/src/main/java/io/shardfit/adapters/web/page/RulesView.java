package io.shardfit.adapters.web.page;

import io.shardfit.application.deployment.ShippedRuleSets;
import io.shardfit.application.event.Recorded;
import io.shardfit.application.event.RuleChange;
import io.shardfit.application.event.RuleSetEvent.ReevaluationCompleted;
import io.shardfit.application.event.RuleSetEvent.RuleSetPublished;
import io.shardfit.application.event.RuleSetEvent.RuleSetWithdrawn;
import io.shardfit.application.event.RuleSetHistory;
import io.shardfit.application.ledger.Entry;
import io.shardfit.domain.verdict.RuleSet;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The editions of the rules, the newest first, with what became of each.
public record RulesView(List<Edition> editions) {
    public RulesView {
        editions = List.copyOf(editions);
    }

    /// How an edition stands.
    public enum State {
        IN_FORCE("in force"),
        REPLACED("replaced"),
        WITHDRAWN("withdrawn"),
        NOT_PUBLISHED("not published");

        private final String words;

        State(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /// @param summary empty for an edition that this program does not know
    /// @param published the event; empty for one that only comes with the program
    /// @param reevaluations sums of all that were made because of it
    public record Edition(
            int number,
            State state,
            String summary,
            Optional<Recorded> published,
            List<RuleChange> changes,
            Optional<Recorded> withdrawn,
            List<Recorded> reevaluations) {

        /// {@return what was published, with its author and date}
        public Optional<RuleSetPublished> event() {
            return published.map(recorded -> (RuleSetPublished) recorded.event());
        }

        public String withdrawalReason() {
            return withdrawn
                    .map(recorded -> ((RuleSetWithdrawn) recorded.event()).reason())
                    .orElse("");
        }

        public static ReevaluationCompleted sums(Recorded recorded) {
            return (ReevaluationCompleted) recorded.event();
        }
    }

    static RulesView of(List<Entry> entries) {
        List<Recorded> events = Recorded.all(entries);
        Optional<Integer> current = RuleSetHistory.of(entries).current();
        return new RulesView(
                Stream.concat(
                                events.stream()
                                        .filter(one -> one.event() instanceof RuleSetPublished)
                                        .map(one -> ((RuleSetPublished) one.event()).number()),
                                Arrays.stream(RuleSet.values()).map(RuleSet::number))
                        .distinct()
                        .sorted(Comparator.reverseOrder())
                        .map(number -> edition(number, events, current))
                        .toList());
    }

    private static Edition edition(int number, List<Recorded> events, Optional<Integer> current) {
        Optional<Recorded> published =
                events.stream()
                        .filter(one ->
                                one.event() instanceof RuleSetPublished event
                                        && event.number() == number)
                        .findFirst();
        Optional<Recorded> withdrawn =
                events.stream()
                        .filter(one ->
                                one.event() instanceof RuleSetWithdrawn event
                                        && event.number() == number)
                        .findFirst();
        return new Edition(
                number,
                state(number, published, withdrawn, current),
                RuleSet.ofNumber(number).map(RuleSet::summary).orElse(""),
                published,
                changes(number, published),
                withdrawn,
                events.stream().filter(one -> isBecauseOf(one, number)).toList());
    }

    private static State state(
            int number,
            Optional<Recorded> published,
            Optional<Recorded> withdrawn,
            Optional<Integer> current) {
        if (withdrawn.isPresent()) {
            return State.WITHDRAWN;
        }
        if (published.isEmpty()) {
            return State.NOT_PUBLISHED;
        }
        return current.equals(Optional.of(number)) ? State.IN_FORCE : State.REPLACED;
    }

    private static List<RuleChange> changes(int number, Optional<Recorded> published) {
        return published
                .map(recorded -> ((RuleSetPublished) recorded.event()).changes())
                .or(() -> ShippedRuleSets.ofNumber(number).map(ShippedRuleSets.Shipped::changes))
                .orElse(List.of());
    }

    private static boolean isBecauseOf(Recorded recorded, int number) {
        return recorded.event() instanceof ReevaluationCompleted sums
                && (sums.id().equals("rule-set-" + number)
                        || sums.id().equals("rule-set-%d-withdrawn".formatted(number)));
    }
}
