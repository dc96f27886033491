package io.shardfit.domain.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What a search keeps of the candidates that pass: the best strategies, each with its best virtual
/// stages and its best variant of the workload.
///
/// @param keep how many
public record Ranking(Objective objective, int keep) {
    /// {@return the best of two lists; of equals the ones of the first list}
    List<Candidate> best(List<Candidate> first, List<Candidate> second) {
        List<Candidate> all = new ArrayList<>(first);
        all.addAll(second);
        all.sort(objective.order());
        return List.copyOf(all.subList(0, Math.min(keep, all.size())));
    }

    /// Puts a candidate where it belongs, if it is among the best.
    void insert(List<Candidate> best, Candidate candidate, Comparator<Candidate> order) {
        int place = best.size();
        while (place > 0 && order.compare(candidate, best.get(place - 1)) < 0) {
            place--;
        }
        if (place < keep) {
            best.add(place, candidate);
            if (best.size() > keep) {
                best.removeLast();
            }
        }
    }
}
