package io.shardfit.domain.remedy;

import io.shardfit.domain.verdict.Verdict;
import java.util.List;
import java.util.stream.Stream;

/// What makes a plan pass, each proven by judging the changed plan under all rules.
///
/// @param plan the verdict on the plan as it is
/// @param ready what makes it READY, the least change first
/// @param tight what makes it TIGHT only; nothing of it where the plan is TIGHT already
/// @param notEnough single edits that are no remedy, those that free most first
/// @param evaluations plans that were judged
/// @param limit the evaluations that were allowed
/// @param ending why the search ended
public record Remedies(
        Verdict plan,
        List<Trial> ready,
        List<Trial> tight,
        List<Trial> notEnough,
        int evaluations,
        int limit,
        Ending ending) {
    public Remedies {
        ready = List.copyOf(ready);
        tight = List.copyOf(tight);
        notEnough = List.copyOf(notEnough);
    }

    /// Why no more was tried.
    public enum Ending {
        /// The plan is READY: there is nothing to repair.
        NOTHING_TO_REPAIR,
        /// As many remedies as were wanted are known.
        ENOUGH,
        /// All singles, pairs and triples that could help were tried.
        EXHAUSTED,
        /// As many plans as allowed were judged.
        EVALUATIONS,
        /// The caller's time was over; another run may find more.
        TIME
    }

    /// {@return the plan that is READY already}
    static Remedies none(Verdict plan, Limits limits) {
        return new Remedies(
                plan,
                List.of(),
                List.of(),
                List.of(),
                0,
                limits.evaluations(),
                Ending.NOTHING_TO_REPAIR);
    }

    /// {@return all remedies in the order in which they are numbered: READY first}
    public List<Trial> numbered() {
        return Stream.concat(ready.stream(), tight.stream()).toList();
    }
}
