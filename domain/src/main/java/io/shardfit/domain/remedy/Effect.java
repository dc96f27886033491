package io.shardfit.domain.remedy;

import io.shardfit.domain.balance.RecomputationWork;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.FlopCount;
import io.shardfit.domain.quantity.Ratio;
import io.shardfit.domain.verdict.Assessment;
import io.shardfit.domain.verdict.Verdict;
import io.shardfit.domain.verdict.Verdict.Assessed;
import io.shardfit.domain.workload.Offload;
import io.shardfit.domain.workload.Workload.Training;
import java.util.Optional;

/// What a change does to memory, work and speed.
///
/// @param need bytes that the fullest GPU needs now
/// @param needBefore the same before; empty for a plan that had no lawful shape
/// @param recomputation operations of a step on one GPU that compute something again
/// @param recomputationBefore the same before
/// @param throughput tokens per second over those before, by {@link RelativeSpeed}; empty where the
///   plan had no GPUs to run on, a rate is not published, or other bytes cross the host link
public record Effect(
        ByteSize need,
        Optional<ByteSize> needBefore,
        FlopCount recomputation,
        FlopCount recomputationBefore,
        Optional<Ratio> throughput) {

    /// {@return the effect; empty where the changed plan has no lawful shape}
    static Optional<Effect> of(Verdict before, Verdict after) {
        if (!(after instanceof Assessed(_, _, Assessment now, _))) {
            return Optional.empty();
        }
        Optional<Assessment> was =
                before instanceof Assessed(_, _, Assessment known, _)
                        ? Optional.of(known)
                        : Optional.empty();
        return Optional.of(
                new Effect(
                        Need.of(now),
                        was.map(Need::of),
                        RecomputationWork.of(now.plan()),
                        RecomputationWork.of(before.plan()),
                        was.filter(Effect::isRunnable)
                                .filter(_ -> offload(before).equals(offload(after)))
                                .flatMap(known -> RelativeSpeed.relative(known, now))));
    }

    /// The time model knows no transfers to host memory, so a plan with more of them has no speed.
    private static Optional<Offload> offload(Verdict verdict) {
        return verdict.plan().workload() instanceof Training training
                ? Optional.of(training.states().offload())
                : Optional.empty();
    }

    /// A plan for GPUs that are not there has no speed to compare with.
    private static boolean isRunnable(Assessment plan) {
        return plan.plan().groups().worldSize() <= plan.plan().cluster().gpus();
    }

    /// {@return operations that are computed again now and were not before}
    public FlopCount moreRecomputation() {
        return new FlopCount(
                Math.max(0, recomputation.operations() - recomputationBefore.operations()));
    }

    /// {@return whether less memory is needed than before}
    public boolean frees() {
        return needBefore.filter(before -> before.isMoreThan(need)).isPresent();
    }

    /// {@return by how much the need changed, whichever way}
    public Optional<ByteSize> difference() {
        return needBefore.map(
                before -> before.isMoreThan(need) ? before.minus(need) : need.minus(before));
    }
}
