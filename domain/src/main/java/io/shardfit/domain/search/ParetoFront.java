package io.shardfit.domain.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Candidates of which no other is at least as good in memory margin, GPUs and time, and better in
/// one. Of equals the first stays. What gives up less of the plan, or keeps tensor parallelism
/// inside a node, covers what does not.
///
/// @param candidates by GPUs, then by time
public record ParetoFront(List<Candidate> candidates) {
    private static final Comparator<Candidate> SHOWN =
            Comparator.comparingInt(Candidate::gpus)
                    .thenComparingDouble(Candidate::seconds)
                    .thenComparing(candidate -> candidate.use().high());

    public ParetoFront {
        candidates = List.copyOf(candidates);
    }

    static ParetoFront of(List<Candidate> first, List<Candidate> second) {
        List<Candidate> front = new ArrayList<>(first);
        for (Candidate candidate : second) {
            insert(front, candidate);
        }
        front.sort(SHOWN);
        return new ParetoFront(front);
    }

    static void insert(List<Candidate> front, Candidate candidate) {
        for (int i = 0; i < front.size(); i++) {
            if (covers(front.get(i), candidate)) {
                return;
            }
        }
        front.removeIf(other -> covers(candidate, other));
        front.add(candidate);
    }

    /// {@return whether `one` is at least as good in everything}
    private static boolean covers(Candidate one, Candidate other) {
        int fewer = Integer.compare(one.concessions(), other.concessions());
        int less = fewer != 0 ? fewer : Boolean.compare(one.leavesNode(), other.leavesNode());
        boolean asGood =
                one.gpus() <= other.gpus()
                        && one.seconds() <= other.seconds()
                        && one.use().high().compareTo(other.use().high()) <= 0;
        return less < 0 || less == 0 && asGood;
    }
}
