package io.shardfit.application.deployment;

import io.shardfit.application.event.Recorded;
import io.shardfit.application.event.RuleChange;
import io.shardfit.application.event.RuleSetEvent.ReevaluationCompleted;
import io.shardfit.application.event.RuleSetEvent.ReevaluationStarted;
import io.shardfit.application.event.RuleSetEvent.RuleSetPublished;
import io.shardfit.application.event.RuleSetEvent.RuleSetWithdrawn;
import io.shardfit.application.event.RuleSetHistory;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.StreamId;
import io.shardfit.application.port.EventLog;
import io.shardfit.domain.verdict.RuleSet;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// Tells the editions of the rules: those that the program comes with, and those that the log
/// knows, which may be more.
public final class ReadRuleSets {
    private final EventLog log;

    public ReadRuleSets(EventLog log) {
        this.log = log;
    }

    /// How an edition stands.
    public enum State {
        NOT_PUBLISHED,
        IN_FORCE,
        /// A later one is in force.
        REPLACED,
        /// For good.
        WITHDRAWN;

        /// {@return as documents have it}
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// @param dated the day in its name
    /// @param summary empty for one that this program does not know
    /// @param publication of {@link RuleSetPublished}
    /// @param withdrawal of {@link RuleSetWithdrawn}
    /// @param reevaluations what they did to plans, the first before
    public record Edition(
            int number,
            State state,
            LocalDate dated,
            Optional<String> summary,
            List<RuleChange> changes,
            Optional<Recorded> publication,
            Optional<Recorded> withdrawal,
            List<ReevaluationCompleted> reevaluations) {
        public Edition {
            changes = List.copyOf(changes);
            reevaluations = List.copyOf(reevaluations);
        }
    }

    /// {@return the editions by number}
    public List<Edition> read() {
        List<Entry> entries = log.stream(StreamId.ruleSet());
        List<Recorded> events = Recorded.all(entries);
        RuleSetHistory history = RuleSetHistory.of(entries);
        SortedSet<Integer> numbers = new TreeSet<>();
        for (RuleSet edition : RuleSet.values()) {
            numbers.add(edition.number());
        }
        for (Recorded recorded : events) {
            published(recorded).ifPresent(edition -> numbers.add(edition.number()));
        }
        return numbers.stream().map(number -> edition(number, events, history)).toList();
    }

    private static Optional<RuleSetPublished> published(Recorded recorded) {
        return recorded.event() instanceof RuleSetPublished edition
                ? Optional.of(edition)
                : Optional.empty();
    }

    private static Edition edition(int number, List<Recorded> events, RuleSetHistory history) {
        Optional<Recorded> publication =
                events.stream()
                        .filter(one ->
                                published(one).map(it -> it.number() == number).orElse(false))
                        .findFirst();
        Optional<Recorded> withdrawal =
                events.stream()
                        .filter(one ->
                                one.event() instanceof RuleSetWithdrawn gone
                                        && gone.number() == number)
                        .findFirst();
        Optional<RuleSetPublished> recorded = publication.flatMap(ReadRuleSets::published);
        Optional<ShippedRuleSets.Shipped> shipped = ShippedRuleSets.ofNumber(number);
        return new Edition(
                number,
                state(number, history),
                recorded.map(RuleSetPublished::dated)
                        .or(() -> shipped.map(one -> one.edition().published()))
                        .orElseThrow(),
                shipped.map(one -> one.edition().summary()),
                recorded.map(RuleSetPublished::changes)
                        .or(() -> shipped.map(ShippedRuleSets.Shipped::changes))
                        .orElseThrow(),
                publication,
                withdrawal,
                reevaluations(number, history));
    }

    private static State state(int number, RuleSetHistory history) {
        if (history.withdrawn().contains(number)) {
            return State.WITHDRAWN;
        }
        if (history.current().equals(Optional.of(number))) {
            return State.IN_FORCE;
        }
        return history.published().stream().anyMatch(edition -> edition.number() == number)
                ? State.REPLACED
                : State.NOT_PUBLISHED;
    }

    private static List<ReevaluationCompleted> reevaluations(int number, RuleSetHistory history) {
        return history.started().stream()
                .filter(start -> start.to() == number)
                .map(ReevaluationStarted::id)
                .distinct()
                .flatMap(id -> history.completed(id).stream())
                .toList();
    }
}
