package io.shardfit.domain.remedy;

import static java.util.stream.Collectors.joining;

import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.FlopCount;
import io.shardfit.domain.quantity.Ratio;
import io.shardfit.domain.remedy.Remedy.SetConcurrentSequences;
import io.shardfit.domain.remedy.Remedy.SetContextLength;
import io.shardfit.domain.remedy.Remedy.SetMaxSequences;
import io.shardfit.domain.remedy.Remedy.SetSequenceLength;
import io.shardfit.domain.verdict.Severity;
import java.util.Comparator;
import java.util.Set;

/// From the least change to the greatest: fewer edits; the same hardware, then other or more of it,
/// then taking back what the plan declares; fewer warnings; no transfers to the host, whose time
/// nobody knows; no risk to the results; less recomputation; more throughput; fewer cuts of the
/// model; more bytes freed; and the words, so that the order is always the same.
final class LeastChange {
    private static final Ratio UNKNOWN = new Ratio(0, 1);

    private LeastChange() {}

    static Comparator<Trial> order() {
        return Comparator.<Trial>comparingInt(trial -> trial.edits().size())
                .thenComparingInt(trial -> hardware(trial.levers()))
                .thenComparingInt(Trial::gpus)
                .thenComparingLong(LeastChange::warnings)
                .thenComparing(LeastChange::waitsForHost)
                .thenComparing(Trial::risk)
                .thenComparingDouble(LeastChange::recomputation)
                .thenComparing(LeastChange::throughput, Comparator.reverseOrder())
                .thenComparingLong(LeastChange::cuts)
                .thenComparing(LeastChange::room)
                .thenComparing(LeastChange::need)
                .thenComparing(
                        trial -> trial.edits().stream().map(Remedy::edit).collect(joining()));
    }

    /// {@return which of several values of the same knobs to say: the one that leaves most of the
    /// work, then where results are at risk the one nearest to the plan, else the first in order;
    /// only for remedies of the same knobs}
    static Comparator<Trial> ofTheSameKnobs() {
        return Comparator.comparingInt(Trial::gpus)
                .thenComparing(Comparator.comparingDouble(LeastChange::work).reversed())
                .thenComparingLong(LeastChange::warnings)
                .thenComparing(LeastChange::room)
                .thenComparing((one, other) ->
                        one.risk() == Risk.NONE ? 0 : need(other).compareTo(need(one)))
                .thenComparing(order());
    }

    /// {@return what the edits leave to do: tokens or sequences, their product where both change}
    private static double work(Trial trial) {
        double work = 1;
        for (Remedy edit : trial.edits()) {
            work *=
                    switch (edit) {
                        case SetContextLength(int tokens) -> tokens;
                        case SetSequenceLength(int tokens) -> tokens;
                        case SetConcurrentSequences(int sequences) -> sequences;
                        case SetMaxSequences(int sequences) -> sequences;
                        case Remedy _ -> 1;
                    };
        }
        return work;
    }

    static int hardware(Set<Lever> levers) {
        if (levers.contains(Lever.DECLARATION)) {
            return 2;
        }
        return levers.contains(Lever.GPU) || levers.contains(Lever.GPUS) ? 1 : 0;
    }

    private static long warnings(Trial trial) {
        return trial.verdict().findings().stream()
                .filter(finding -> finding.severity() == Severity.WARNING)
                .count();
    }

    private static boolean waitsForHost(Trial trial) {
        return trial.levers().stream().anyMatch(Lever::waitsForHost);
    }

    private static long cuts(Trial trial) {
        return trial.levers().stream().filter(Lever::cutsTheModel).count();
    }

    private static double recomputation(Trial trial) {
        return trial.effect().map(Effect::moreRecomputation).map(FlopCount::operations).orElse(0.0);
    }

    private static Ratio throughput(Trial trial) {
        return trial.levers().contains(Lever.GPU)
                ? UNKNOWN
                : trial.effect().flatMap(Effect::throughput).orElse(UNKNOWN);
    }

    /// The smallest GPU that is enough.
    private static ByteSize room(Trial trial) {
        return trial.verdict().plan().cluster().gpu().memory().allocatable().bytes();
    }

    private static ByteSize need(Trial trial) {
        return trial.effect().map(Effect::need).orElse(ByteSize.ZERO);
    }
}
