package io.shardfit.domain.remedy;

import io.shardfit.domain.memory.MemoryModel;
import io.shardfit.domain.memory.ServingMemory;
import io.shardfit.domain.memory.Usage;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Precision;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.remedy.EngineRemedy.SetBatchedTokens;
import io.shardfit.domain.remedy.Remedy.LeaveOutCudaGraphs;
import io.shardfit.domain.remedy.Remedy.SetConcurrentSequences;
import io.shardfit.domain.remedy.Remedy.SetContextLength;
import io.shardfit.domain.remedy.Remedy.SetKeyValuePrecision;
import io.shardfit.domain.remedy.Remedy.SetMaxSequences;
import io.shardfit.domain.remedy.Remedy.SetMemoryFraction;
import io.shardfit.domain.serving.EngineSettings;
import io.shardfit.domain.serving.StartOutcome;
import io.shardfit.domain.serving.StartOutcome.RefusesFraction;
import io.shardfit.domain.serving.StartOutcome.RefusesNoBlocks;
import io.shardfit.domain.serving.StartOutcome.RefusesTooShort;
import io.shardfit.domain.serving.StartOutcome.RunsOutCapturing;
import io.shardfit.domain.serving.StartOutcome.RunsOutLoading;
import io.shardfit.domain.serving.StartOutcome.Starts;
import io.shardfit.domain.verdict.Verdict;
import io.shardfit.domain.verdict.Verdict.Assessed;
import io.shardfit.domain.verdict.Verdict.Refused;
import io.shardfit.domain.workload.Workload.Inference;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// Length, concurrency and the limits of a serving engine.
final class EngineLevers {
    /// Steps of a memory fraction, in hundredths, as people take them.
    private static final int[] STEPS = {-10, -5, -3, 2, 5, 8};

    private static final int FEW_SEQUENCES = 16;
    private static final int FEW_TOKENS = 1_024;

    /// Lengths are cut to whole multiples of this.
    static final int LENGTH_STEP = 256;

    private EngineLevers() {}

    static List<Remedy> of(DeploymentPlan plan, Inference inference, Verdict verdict) {
        List<Remedy> edits = new ArrayList<>();
        lengths(inference, verdict).forEach(tokens -> edits.add(new SetContextLength(tokens)));
        for (int sequences : Values.halvesOf(inference.concurrentSequences(), 1)) {
            edits.add(new SetConcurrentSequences(sequences));
        }
        if (inference.keyValuePrecision().bits() > Precision.FP8.bits()) {
            edits.add(new SetKeyValuePrecision(Precision.FP8));
        }
        if (MemoryModel.sizesItself(plan)) {
            limits(edits, inference, new EngineSettings(plan, inference));
        }
        return edits;
    }

    private static SortedSet<Integer> lengths(Inference inference, Verdict verdict) {
        SortedSet<Integer> lengths =
                new TreeSet<>(Values.halvesOf(inference.contextLength(), LENGTH_STEP));
        int longest = longest(verdict) / LENGTH_STEP * LENGTH_STEP;
        if (longest > 0 && longest < inference.contextLength()) {
            lengths.add(longest);
        }
        return lengths;
    }

    /// {@return the longest sequence that surely fits as the plan stands; 0 when none does or the
    /// engine does not size its cache}
    private static int longest(Verdict verdict) {
        return switch (verdict) {
            case Refused _ -> 0;
            case Assessed assessed ->
                    assessed.assessment().memory().model() instanceof ServingMemory serving
                            ? longest(serving.start(Usage.HIGH).outcome())
                            : 0;
        };
    }

    private static int longest(StartOutcome outcome) {
        return switch (outcome) {
            case Starts(int longest) -> longest;
            case RefusesTooShort short_ -> short_.longest();
            case RefusesNoBlocks _, RefusesFraction _, RunsOutLoading _, RunsOutCapturing _ -> 0;
        };
    }

    private static void limits(List<Remedy> edits, Inference inference, EngineSettings settings) {
        long hundredths = Math.round(settings.fractionValue().doubleValue() * 100);
        for (int step : STEPS) {
            long changed = hundredths + step;
            if (hundredths > 0 && changed >= 10 && changed <= 98) {
                edits.add(new SetMemoryFraction(new Share(changed / 100.0)));
            }
        }
        int tokens = settings.batched().value().intValueExact();
        for (int fewer : Values.halvesOf(tokens, FEW_TOKENS).stream().limit(2).toList()) {
            edits.add(new SetBatchedTokens(fewer));
        }
        int sequences = settings.sequences().value().intValueExact();
        if (sequences > FEW_SEQUENCES) {
            edits.add(new SetMaxSequences(sequences / 4));
        }
        if (inference.engine().cudaGraphs()) {
            edits.add(new LeaveOutCudaGraphs());
        }
    }
}
