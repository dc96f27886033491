package io.shardfit.domain.remedy;

import io.shardfit.domain.memory.MemoryModel;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Precision;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.remedy.Remedy.LeaveOutCudaGraphs;
import io.shardfit.domain.remedy.Remedy.Recompute;
import io.shardfit.domain.remedy.Remedy.SetConcurrentSequences;
import io.shardfit.domain.remedy.Remedy.SetContextLength;
import io.shardfit.domain.remedy.Remedy.SetDataParallel;
import io.shardfit.domain.remedy.Remedy.SetExpertParallel;
import io.shardfit.domain.remedy.Remedy.SetGlobalBatch;
import io.shardfit.domain.remedy.Remedy.SetKeyValuePrecision;
import io.shardfit.domain.remedy.Remedy.SetMaxSequences;
import io.shardfit.domain.remedy.Remedy.SetMemoryFraction;
import io.shardfit.domain.remedy.Remedy.SetMicroBatch;
import io.shardfit.domain.remedy.Remedy.SetOptimizer;
import io.shardfit.domain.remedy.Remedy.SetPipelineParallel;
import io.shardfit.domain.remedy.Remedy.SetTensorParallel;
import io.shardfit.domain.remedy.Remedy.SetTrainingPrecision;
import io.shardfit.domain.remedy.Remedy.SetWeightPrecision;
import io.shardfit.domain.remedy.Remedy.Shard;
import io.shardfit.domain.serving.EngineSettings;
import io.shardfit.domain.verdict.CompatibilityCheck;
import io.shardfit.domain.verdict.RuleSet;
import io.shardfit.domain.verdict.Verdict;
import io.shardfit.domain.workload.ActivationRecomputation;
import io.shardfit.domain.workload.Optimizer;
import io.shardfit.domain.workload.TrainingPrecision;
import io.shardfit.domain.workload.Workload.Inference;
import io.shardfit.domain.workload.Workload.Training;
import io.shardfit.domain.workload.ZeroStage;
import java.util.ArrayList;
import java.util.List;

/// The single changes worth trying on a plan, each judged anew under all rules.
public final class Remedies {
    /// More GPUs than anyone has; doubling degrees stays far from overflow.
    private static final int MOST_GPUS = 10_000_000;

    /// A step of a memory fraction, as people take them.
    private static final double STEP = 0.05;

    private static final int FEW_SEQUENCES = 16;

    private Remedies() {}

    /// A change and the verdict on the changed plan.
    public record Attempt(Remedy remedy, Verdict verdict) {}

    /// {@return every single change, in a fixed order, with its recomputed verdict; a declared
    /// memory requirement describes the plan as it was and is left out of the changed ones}
    public static List<Attempt> tried(DeploymentPlan plan, RuleSet ruleSet) {
        DeploymentPlan computed = computed(plan);
        return changes(plan).stream()
                .map(remedy ->
                        new Attempt(
                                remedy,
                                CompatibilityCheck.check(remedy.applyTo(computed), ruleSet)))
                .toList();
    }

    /// {@return the verdict that the attempts compare with: the plan judged by computed memory}
    public static Verdict untouched(DeploymentPlan plan, RuleSet ruleSet) {
        return CompatibilityCheck.check(computed(plan), ruleSet);
    }

    private static DeploymentPlan computed(DeploymentPlan plan) {
        return plan.withDeclared(plan.declared().withoutMemory());
    }

    private static List<Remedy> changes(DeploymentPlan plan) {
        List<Remedy> changes = new ArrayList<>();
        switch (plan.workload()) {
            case Training training -> addTraining(changes, training);
            case Inference inference -> {
                addInference(changes, inference);
                if (MemoryModel.sizesItself(plan)) {
                    addEngine(changes, new EngineSettings(plan, inference));
                }
            }
        }
        addStrategy(changes, plan);
        return changes;
    }

    private static void addTraining(List<Remedy> changes, Training training) {
        if (training.globalBatch() > 1) {
            changes.add(new SetGlobalBatch(training.globalBatch() / 2));
        }
        if (training.microBatch() > 1) {
            changes.add(new SetMicroBatch(training.microBatch() / 2));
        }
        for (ActivationRecomputation amount : ActivationRecomputation.values()) {
            if (amount.compareTo(training.recomputation()) > 0) {
                changes.add(new Recompute(amount));
            }
        }
        for (ZeroStage stage : ZeroStage.values()) {
            if (stage.compareTo(training.zeroStage()) > 0) {
                changes.add(new Shard(stage));
            }
        }
        if (training.optimizer() == Optimizer.ADAMW) {
            changes.add(new SetOptimizer(Optimizer.ADAMW_8BIT));
        }
        for (TrainingPrecision precision :
                List.of(
                        TrainingPrecision.FP32,
                        TrainingPrecision.BF16,
                        TrainingPrecision.FP16,
                        TrainingPrecision.FP8)) {
            if (precision != training.precision()) {
                changes.add(new SetTrainingPrecision(precision));
            }
        }
    }

    private static void addInference(List<Remedy> changes, Inference inference) {
        for (Precision precision : List.of(Precision.BF16, Precision.FP8, Precision.INT4)) {
            if (precision.bits() != inference.weightPrecision().bits()) {
                changes.add(new SetWeightPrecision(precision));
            }
        }
        if (inference.keyValuePrecision().bits() > Precision.FP8.bits()) {
            changes.add(new SetKeyValuePrecision(Precision.FP8));
        }
        if (inference.contextLength() > 1) {
            changes.add(new SetContextLength(inference.contextLength() / 2));
        }
        if (inference.concurrentSequences() > 1) {
            changes.add(new SetConcurrentSequences(inference.concurrentSequences() / 2));
        }
    }

    private static void addEngine(List<Remedy> changes, EngineSettings settings) {
        double fraction = settings.fractionValue().doubleValue();
        for (double step : new double[] {-STEP, STEP}) {
            double changed = Math.round((fraction + step) * 100) / 100.0;
            if (fraction > 0 && changed < 1) {
                changes.add(new SetMemoryFraction(new Share(changed)));
            }
        }
        int sequences = settings.sequences().value().intValueExact();
        if (sequences > FEW_SEQUENCES) {
            changes.add(new SetMaxSequences(sequences / 4));
        }
        if (settings.inference().engine().cudaGraphs()) {
            changes.add(new LeaveOutCudaGraphs());
        }
    }

    private static void addStrategy(List<Remedy> changes, DeploymentPlan plan) {
        if (plan.strategy().data() > 1) {
            changes.add(new SetDataParallel(1));
        }
        boolean countable = plan.convention().worldSize(plan.strategy()) <= MOST_GPUS;
        if (countable) {
            changes.add(new SetTensorParallel(plan.strategy().tensor() * 2));
            changes.add(new SetPipelineParallel(plan.strategy().pipeline() * 2));
        }
        if (countable && plan.model().experts().isPresent()) {
            changes.add(new SetExpertParallel(plan.strategy().expert() * 2));
        }
    }
}
