package io.shardfit.domain.remedy;

import io.shardfit.domain.remedy.Attempts.Judged;
import io.shardfit.domain.verdict.Verdict.Assessed;
import io.shardfit.domain.verdict.Verdict.Refused;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What gives a refused plan a lawful shape, and what helps once it has one.
final class Cures {
    private final Attempts attempts;
    private final Set<Remedy> cures = new HashSet<>();

    Cures(Attempts attempts, List<Judged> singles) {
        this.attempts = attempts;
        if (attempts.base() instanceof Refused) {
            for (Judged single : singles) {
                if (single.verdict() instanceof Assessed) {
                    cures.add(single.edits().getFirst());
                }
            }
        }
    }

    boolean areKnown() {
        return !cures.isEmpty();
    }

    /// {@return whether one of the edits cures the shape, and each other one may help then: of
    /// three edits, one that did not bring the cured plan nearer to READY does not, unless it waits
    /// for another degree}
    boolean mayHelp(List<Remedy> edits) {
        return edits.stream()
                .filter(cures::contains)
                .anyMatch(cure -> edits.size() == 2 || allHelpAfter(cure, edits));
    }

    private boolean allHelpAfter(Remedy cure, List<Remedy> edits) {
        return edits.stream()
                .filter(edit -> !edit.equals(cure))
                .allMatch(edit -> edit.lever().isDegree() || helpsAfter(cure, edit));
    }

    private boolean helpsAfter(Remedy cure, Remedy edit) {
        Optional<Judged> cured = attempts.known(List.of(cure));
        Optional<Judged> both = attempts.known(List.of(cure, edit));
        return cured.isPresent() && both.isPresent() && isNearer(both.get(), cured.get());
    }

    private static boolean isNearer(Judged both, Judged cured) {
        boolean less =
                both.shortfall().isPresent()
                        && cured.shortfall().isPresent()
                        && both.shortfall().get().compareTo(cured.shortfall().get()) < 0;
        List<String> gone = new ArrayList<>(cured.verdict().decisiveCodes());
        gone.removeAll(both.verdict().decisiveCodes());
        return less || !gone.isEmpty();
    }
}
