package io.shardfit.domain.remedy;

import io.shardfit.domain.verdict.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Edits that were tried together, and the verdict on the plan that they make.
///
/// @param edits in the order in which they are made
/// @param effect empty where the changed plan has no lawful shape
public record Trial(List<Remedy> edits, Verdict verdict, Optional<Effect> effect) {
    public Trial {
        edits = List.copyOf(edits);
    }

    /// {@return the edits in the order in which they are made}
    static List<Remedy> ordered(List<Remedy> edits) {
        List<Remedy> ordered = new ArrayList<>(edits);
        ordered.sort(Comparator.comparing(Remedy::lever));
        return ordered;
    }

    /// {@return the knobs that are turned}
    public Set<Lever> levers() {
        EnumSet<Lever> levers = EnumSet.noneOf(Lever.class);
        edits.forEach(edit -> levers.add(edit.lever()));
        return levers;
    }

    /// {@return the gravest that any of the edits may do to the results}
    public Risk risk() {
        Risk gravest = Risk.NONE;
        for (Remedy edit : edits) {
            Risk risk = edit.lever().risk();
            gravest = risk.compareTo(gravest) > 0 ? risk : gravest;
        }
        return gravest;
    }

    /// {@return GPUs of the changed plan's cluster}
    public int gpus() {
        return verdict.plan().cluster().gpus();
    }
}
