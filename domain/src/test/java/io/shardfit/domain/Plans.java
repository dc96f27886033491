package io.shardfit.domain;

import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.framework.Framework;
import io.shardfit.domain.framework.Version;
import io.shardfit.domain.hardware.Cluster;
import io.shardfit.domain.hardware.Figure;
import io.shardfit.domain.hardware.Gpu;
import io.shardfit.domain.hardware.GpuMemory;
import io.shardfit.domain.plan.Declarations;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.ByteRate;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.FlopRate;
import io.shardfit.domain.quantity.Precision;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.strategy.Convention;
import io.shardfit.domain.strategy.MegatronCore;
import io.shardfit.domain.strategy.Multiplicative;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.workload.ActivationRecomputation;
import io.shardfit.domain.workload.Optimizer;
import io.shardfit.domain.workload.TrainingPrecision;
import io.shardfit.domain.workload.Workload;
import io.shardfit.domain.workload.Workload.Inference;
import io.shardfit.domain.workload.Workload.Training;
import io.shardfit.domain.workload.ZeroStage;
import java.util.Map;
import java.util.Optional;

/// Plans as vocabulary.
public final class Plans {
    private Plans() {}

    /// A GPU of which the device bytes are known: 80 GiB, 989 TFLOP/s bf16, 3.35 TB/s.
    public static Gpu aGpu() {
        return aGpuWith(ByteSize.ofGiB(80));
    }

    public static Gpu aGpuWith(ByteSize usable) {
        return new Gpu(
                "test-gpu",
                new GpuMemory(
                        Figure.absent(),
                        Figure.known(usable, "test"),
                        Figure.known(usable, "test")),
                Map.of(Precision.BF16, Figure.known(FlopRate.ofTeraFlops(989), "test")),
                Figure.known(new ByteRate(3.35e12), "test"),
                Figure.absent());
    }

    public static Training pretraining(int globalBatch, int microBatch, int sequenceLength) {
        return new Training(
                globalBatch,
                microBatch,
                sequenceLength,
                TrainingPrecision.BF16,
                Optimizer.ADAMW,
                ZeroStage.OPTIMIZER,
                ActivationRecomputation.NONE);
    }

    public static Inference serving(int sequences, int contextLength) {
        return new Inference(sequences, contextLength, Precision.BF16, Precision.BF16, 16);
    }

    public static ParallelStrategy strategy(int ep, int tp, int pp, int dp) {
        return ParallelStrategy.single()
                .withTensor(tp)
                .withPipeline(pp)
                .withData(dp)
                .withExpert(ep);
    }

    /// In the order TP, PP, DP, EP, CP, ETP; an ETP that equals TP counts as not stated.
    public static ParallelStrategy degrees(
            int tp,
            int pp,
            int dp,
            int ep,
            int cp,
            int etp,
            boolean sequenceParallel,
            int virtualStages) {
        ParallelStrategy degrees =
                strategy(ep, tp, pp, dp)
                        .withContext(cp)
                        .withSequenceParallel(sequenceParallel)
                        .withVirtualStages(virtualStages);
        return etp == tp ? degrees : degrees.withExpertTensor(etp);
    }

    public static DeploymentPlan plan(
            ModelArchitecture model,
            Convention convention,
            ParallelStrategy strategy,
            Workload workload,
            int gpus) {
        return new DeploymentPlan(
                "test",
                model,
                new Cluster(aGpu(), gpus, 8, Figure.absent()),
                Framework.of(convention),
                strategy,
                workload,
                Declarations.none(),
                Share.ofPercent(8));
    }

    public static DeploymentPlan megatron(
            ModelArchitecture model, ParallelStrategy strategy, Workload workload, int gpus) {
        return plan(model, new MegatronCore(), strategy, workload, gpus);
    }

    /// Megatron-core on a release of Transformer Engine.
    public static DeploymentPlan megatronOn(
            String transformerEngine,
            ModelArchitecture model,
            ParallelStrategy strategy,
            Workload workload,
            int gpus) {
        return megatron(model, strategy, workload, gpus)
                .withFramework(
                        new Framework(
                                new MegatronCore(),
                                Optional.empty(),
                                Version.of(transformerEngine)));
    }

    /// The founding report's case with EP 16, TP 1, PP 1 and `data` replicas on 16 GPUs.
    public static DeploymentPlan founding(int data) {
        return plan(
                Models.founding(),
                new Multiplicative(),
                strategy(16, 1, 1, data),
                pretraining(128, 1, 1_024),
                16);
    }
}
