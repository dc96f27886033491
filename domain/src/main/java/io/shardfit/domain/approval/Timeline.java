package io.shardfit.domain.approval;

import io.shardfit.domain.approval.ApprovalFact.Requested;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/// Everything that counts for the approval of a deployment in one environment, in the order in
/// which it was recorded. {@link #at} is the only place that decides what is effective: an API, an
/// admission check, a report and a scheduler that asked different code would disagree one day
/// (kyverno/kyverno#17473).
public record Timeline(List<ApprovalFact> facts) {
    public static final Timeline EMPTY = new Timeline(List.of());

    /// @throws IllegalArgumentException if the facts go back in time
    public Timeline {
        facts = List.copyOf(facts);
        for (int i = 1; i < facts.size(); i++) {
            if (facts.get(i).at().isBefore(facts.get(i - 1).at())) {
                throw new IllegalArgumentException("out of order: " + facts.get(i));
            }
        }
    }

    /// {@return how it stands at `instant`}: an effective round counts more than one at risk, that
    /// more than all others, of which the newest speaks.
    public Standing at(Instant instant) {
        return speaking(rounds().stream().map(round -> at(round, instant)).toList());
    }

    /// {@return how one round stands at `instant`}
    public Standing at(Round round, Instant instant) {
        return Course.of(facts, round, instant);
    }

    /// {@return the rounds, the first asked first}
    public List<Round> rounds() {
        return facts.stream()
                .flatMap(fact ->
                        fact instanceof Requested requested
                                ? Optional.of(requested.round()).stream()
                                : Optional.<Round>empty().stream())
                .distinct()
                .toList();
    }

    /// {@return how it stands from when to when, as far as the facts tell}
    public List<Period> periods() {
        List<List<Period>> rounds = rounds().stream().map(this::periods).toList();
        SortedSet<Instant> instants = new TreeSet<>();
        rounds.forEach(periods -> periods.forEach(period -> instants.add(period.from())));
        return Periods.of(
                instants,
                instant ->
                        speaking(rounds.stream().map(round -> standing(round, instant)).toList()),
                _ -> false);
    }

    /// {@return how one round stands from when to when}
    public List<Period> periods(Round round) {
        return Periods.of(changes(round), instant -> at(round, instant), Standing::isOver);
    }

    /// A round changes by what happens, when an approval lapses and when a deadline passes.
    private SortedSet<Instant> changes(Round round) {
        SortedSet<Instant> instants = new TreeSet<>();
        for (ApprovalFact fact : facts) {
            instants.add(fact.at());
            if (fact instanceof ApprovalFact.Approved approved && approved.round().equals(round)) {
                instants.add(approved.until());
            }
            if (fact instanceof ApprovalFact.Flagged(_, Round of, Instant deadline)
                    && of.equals(round)) {
                instants.add(deadline);
            }
        }
        Instant asked =
                facts.stream()
                        .filter(fact ->
                                fact instanceof Requested requested
                                        && requested.round().equals(round))
                        .map(ApprovalFact::at)
                        .findFirst()
                        .orElse(Instant.MAX);
        return instants.tailSet(asked);
    }

    private static Standing standing(List<Period> periods, Instant instant) {
        return periods.stream()
                .filter(period -> period.contains(instant))
                .findFirst()
                .map(Period::standing)
                .orElseGet(Standing.NotRequested::new);
    }

    /// @param rounds how each stands, the first asked first
    private static Standing speaking(List<Standing> rounds) {
        return lasting(rounds, Timeline::effective)
                .or(() -> lasting(rounds, Timeline::atRisk))
                .orElseGet(() -> newest(rounds));
    }

    private static Standing newest(List<Standing> rounds) {
        return rounds.reversed().stream()
                .filter(standing -> !(standing instanceof Standing.NotRequested))
                .findFirst()
                .orElseGet(Standing.NotRequested::new);
    }

    private static Optional<Standing> lasting(
            List<Standing> rounds, Function<Standing, Optional<Instant>> until) {
        Optional<Standing> best = Optional.empty();
        Instant latest = Instant.MIN;
        for (Standing round : rounds) {
            Optional<Instant> end = until.apply(round);
            if (end.isPresent() && end.orElseThrow().isAfter(latest)) {
                best = Optional.of(round);
                latest = end.orElseThrow();
            }
        }
        return best;
    }

    private static Optional<Instant> effective(Standing standing) {
        return standing instanceof Standing.Effective(Instant until)
                ? Optional.of(until)
                : Optional.empty();
    }

    private static Optional<Instant> atRisk(Standing standing) {
        return standing instanceof Standing.AtRisk(Instant until)
                ? Optional.of(until)
                : Optional.empty();
    }
}
