package io.shardfit.domain.verdict;

import io.shardfit.domain.memory.ServingMemory;
import io.shardfit.domain.memory.Usage;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Excess;
import io.shardfit.domain.serving.StartOutcome.RefusesFraction;
import io.shardfit.domain.serving.StartOutcome.RefusesNoBlocks;
import io.shardfit.domain.serving.StartOutcome.RefusesTooShort;
import io.shardfit.domain.serving.StartOutcome.RunsOutCapturing;
import io.shardfit.domain.serving.StartOutcome.RunsOutLoading;
import io.shardfit.domain.serving.StartOutcome.Starts;

/// How far the memory of a plan is from READY: for an engine how early its start fails, then by how
/// much; the high estimate over the budget otherwise. Less is better; below zero is room.
///
/// @param phase steps of the start that are not reached
/// @param missing bytes; tokens where the engine starts with too short a cache
public record Shortfall(int phase, Excess missing) implements Comparable<Shortfall> {
    public static Shortfall of(Assessment assessment) {
        return assessment.memory().model() instanceof ServingMemory serving
                ? of(serving)
                : new Shortfall(
                        0,
                        Excess.of(
                                assessment.memory().highest().total().high(),
                                assessment.budget().budget()));
    }

    private static Shortfall of(ServingMemory serving) {
        return switch (serving.start(Usage.HIGH).outcome()) {
            case RunsOutLoading(var needed, var free) -> over(5, Excess.of(needed, free));
            case RefusesFraction refused -> over(4, Excess.of(refused.requested(), refused.free()));
            case RefusesNoBlocks(var missing) -> over(3, Excess.of(missing, ByteSize.ZERO));
            case RefusesTooShort refused ->
                    over(2, Excess.of(refused.needed(), refused.available()));
            case RunsOutCapturing(var needed, var free) -> over(1, Excess.of(needed, free));
            case Starts(int longest) ->
                    over(
                            0,
                            new Excess(
                                    (long) serving.settings().inference().contextLength()
                                            - longest));
        };
    }

    private static Shortfall over(int phase, Excess missing) {
        return new Shortfall(phase, missing);
    }

    @Override
    public int compareTo(Shortfall other) {
        return phase == other.phase
                ? missing.compareTo(other.missing)
                : Integer.compare(phase, other.phase);
    }

    /// {@return how much less is missing here; 0 where the two fail at different steps}
    public Excess lessThan(Shortfall other) {
        return phase == other.phase ? other.missing.minus(missing) : Excess.NONE;
    }
}
