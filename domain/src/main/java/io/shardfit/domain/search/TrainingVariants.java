package io.shardfit.domain.search;

import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.DeepSpeed;
import io.shardfit.domain.strategy.MegatronCore;
import io.shardfit.domain.strategy.Multiplicative;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.strategy.SgLang;
import io.shardfit.domain.strategy.TensorRtLlm;
import io.shardfit.domain.strategy.TorchTitan;
import io.shardfit.domain.strategy.VLlm;
import io.shardfit.domain.workload.Recomputation;
import io.shardfit.domain.workload.Workload.Training;
import io.shardfit.domain.workload.ZeroStage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// ZeRO stages, micro-batches and recomputation, in this order. What a micro-batch is refused for
/// is found once for all strategies with as many replicas.
final class TrainingVariants implements Variants {
    private static final List<ZeroStage> STAGES = List.of(ZeroStage.values());

    private final Training training;
    private final Jobs jobs;
    private final Map<Key, MicroBatches> known = new HashMap<>();

    /// @param jobs variants of the same job
    TrainingVariants(Training training, Jobs jobs) {
        this.training = training;
        this.jobs = jobs;
    }

    /// What decides which micro-batches are lawful, within one pipeline.
    private record Key(int replicas, ZeroStage zero) {}

    private List<Integer> microBatches(DeploymentPlan plan) {
        return MicroBatches.of(training, plan.groups().replicas());
    }

    @Override
    public Variants anew() {
        return new TrainingVariants(training, jobs);
    }

    @Override
    public long size(DeploymentPlan plan) {
        return (long) STAGES.size() * microBatches(plan).size() * jobs.recomputations().size();
    }

    @Override
    public List<DeploymentPlan> all(DeploymentPlan plan) {
        List<DeploymentPlan> all = new ArrayList<>();
        for (ZeroStage zero : STAGES) {
            for (int sequences : microBatches(plan)) {
                for (Recomputation amount : jobs.recomputations()) {
                    all.add(with(plan, zero, sequences, amount));
                }
            }
        }
        return all;
    }

    private DeploymentPlan with(
            DeploymentPlan plan, ZeroStage zero, int sequences, Recomputation amount) {
        return plan.withWorkload(jobs.with(zero, sequences, amount));
    }

    @Override
    public void judge(DeploymentPlan plan, Tally tally) {
        Optional<String> groups = Optional.empty();
        for (ZeroStage zero : STAGES) {
            DeploymentPlan sharded =
                    plan.withWorkload(training.withZeroStage(zero).withMicroBatch(1));
            if (zero == ZeroStage.NONE || rulesReadZero(plan)) {
                groups =
                        Rejection.by(Rejection.OF_GROUPS, sharded)
                                .or(() -> Rejection.by(Rejection.OF_LENGTH, sharded));
            }
            MicroBatches batches = batches(plan, zero);
            int amounts = jobs.recomputations().size();
            if (groups.isPresent()) {
                tally.reject(groups.get(), (long) batches.count() * amounts);
                continue;
            }
            batches.refused().forEach((code, n) -> tally.reject(code, (long) n * amounts));
            Optional<String> coverage = Rejection.by(Rejection.OF_COVERAGE, sharded);
            if (coverage.isPresent()) {
                tally.reject(coverage.get(), (long) batches.lawful().size() * amounts);
            } else {
                fit(plan, zero, batches.lawful(), tally);
            }
        }
    }

    private MicroBatches batches(DeploymentPlan plan, ZeroStage zero) {
        ZeroStage decisive = rulesReadZero(plan) ? zero : ZeroStage.NONE;
        return known.computeIfAbsent(
                new Key(plan.groups().replicas(), decisive),
                key -> MicroBatches.judged(plan, training.withZeroStage(decisive), key.replicas()));
    }

    /// Only DeepSpeed's words about pipelines and AutoEP name the ZeRO stage.
    private static boolean rulesReadZero(DeploymentPlan plan) {
        return switch (plan.convention()) {
            case DeepSpeed _ -> true;
            case Multiplicative _, MegatronCore _, TorchTitan _, VLlm _, SgLang _, TensorRtLlm _ ->
                    false;
        };
    }

    /// Larger micro-batches need no less, so that one which does not fit speaks for all above it.
    private void fit(DeploymentPlan plan, ZeroStage zero, List<Integer> lawful, Tally tally) {
        for (Recomputation amount : jobs.recomputations()) {
            boolean full = false;
            int known = 0;
            for (int sequences : lawful) {
                if (full && needsNoLess(plan, sequences)) {
                    known++;
                } else {
                    full |= tally.fit(with(plan, zero, sequences, amount));
                }
            }
            tally.reject(Tally.OUT_OF_MEMORY, known);
        }
    }

    /// {@return whether this micro-batch is known to need as much as every smaller one}
    ///
    /// Activations and buffers grow with the micro-batch; micro-batches in flight shrink by no more
    /// than it grows, as `min(n·v, held) × b` does not fall when `n × b` stays. Not so where the
    /// count itself decides what is kept: FSDP and DeepSpeed keep no sum of gradients for a single
    /// micro-batch, and fewer micro-batches than stages are dealt to chunks in other groups.
    private boolean needsNoLess(DeploymentPlan plan, int sequences) {
        ParallelStrategy strategy = plan.strategy();
        long count =
                training.globalBatch() / Math.max(1L, (long) sequences * plan.groups().replicas());
        boolean summed =
                switch (plan.convention()) {
                    case MegatronCore _, Multiplicative _ -> true;
                    case DeepSpeed _, TorchTitan _, VLlm _, SgLang _, TensorRtLlm _ ->
                            count > 1 || strategy.pipeline() > 1;
                };
        return summed && (strategy.virtualStages() == 1 || count >= strategy.pipeline());
    }
}
