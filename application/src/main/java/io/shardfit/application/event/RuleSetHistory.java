package io.shardfit.application.event;

import io.shardfit.application.event.RuleSetEvent.ReevaluationCompleted;
import io.shardfit.application.event.RuleSetEvent.ReevaluationStarted;
import io.shardfit.application.event.RuleSetEvent.RuleSetPublished;
import io.shardfit.application.event.RuleSetEvent.RuleSetWithdrawn;
import io.shardfit.application.ledger.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The rules as their stream tells them.
///
/// @param version of the stream
/// @param published editions in force or replaced, in the order of publication; withdrawn ones are
///   gone
/// @param withdrawn numbers of withdrawn editions, which are never published again
public record RuleSetHistory(
        long version,
        List<RuleSetPublished> published,
        List<Integer> withdrawn,
        List<ReevaluationStarted> started,
        List<ReevaluationCompleted> completed) {
    public RuleSetHistory {
        published = List.copyOf(published);
        withdrawn = List.copyOf(withdrawn);
        started = List.copyOf(started);
        completed = List.copyOf(completed);
    }

    /// @throws UnreadableEvent if the stream holds what this program cannot read
    public static RuleSetHistory of(List<Entry> entries) {
        List<RuleSetPublished> published = new ArrayList<>();
        List<Integer> withdrawn = new ArrayList<>();
        List<ReevaluationStarted> started = new ArrayList<>();
        List<ReevaluationCompleted> completed = new ArrayList<>();
        for (Entry entry : entries) {
            switch (LedgerEvents.read(entry)) {
                case RuleSetPublished edition -> published.add(edition);
                case RuleSetWithdrawn(int number, String _) -> {
                    published.removeIf(edition -> edition.number() == number);
                    withdrawn.add(number);
                }
                case ReevaluationStarted start -> started.add(start);
                case ReevaluationCompleted end -> completed.add(end);
                case PlanEvent _,
                        ApprovalEvent _,
                        EnvironmentEvent _,
                        DirectoryEvent _,
                        LogContinued _ ->
                        throw new IllegalStateException(
                                "position %d: %s in the stream of the rules"
                                        .formatted(entry.position(), entry.type()));
            }
        }
        return new RuleSetHistory(entries.size(), published, withdrawn, started, completed);
    }

    /// {@return the number of the edition that judges now}
    public Optional<Integer> current() {
        return published.isEmpty() ? Optional.empty() : Optional.of(published.getLast().number());
    }

    public Optional<ReevaluationCompleted> completed(String reevaluation) {
        return completed.stream().filter(end -> end.id().equals(reevaluation)).findFirst();
    }
}
