package io.shardfit.application.benchmark;

import io.shardfit.application.catalogue.GpuCatalogue;
import io.shardfit.application.format.PlanFormat;
import io.shardfit.application.format.PlanReading;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.verdict.CompatibilityCheck;
import io.shardfit.domain.verdict.Judge;
import io.shardfit.domain.verdict.RuleSet;
import io.shardfit.domain.verdict.Verdict;
import io.shardfit.domain.workload.ActivationRecomputation;
import io.shardfit.domain.workload.Workload.Training;
import io.shardfit.domain.workload.ZeroStage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Full evaluations per second of one core: all rules, all stages, memory with interval, verdict
/// with findings. DeepSeek-V3 without its multi-token-prediction layer, cut to 60 or 61 layers.
///
/// `alone` judges one plan as `check` does; `searched` judges plan after plan of a space of degrees
/// and jobs as a search does, each made anew.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class EvaluationBenchmark {
    private static final int GPUS = 1_920;

    /// Pipeline stages of the plan.
    @Param({"1", "4", "15"})
    public int stages;

    private DeploymentPlan plan;
    private Judge judge;
    private ParallelStrategy[] strategies;
    private Training[] jobs;
    private int next;

    @Setup
    public void readPlan() {
        String text = PLAN.formatted(stages == 1 ? 61 : 60, stages);
        PlanReading reading =
                new PlanFormat(GpuCatalogue.shipped())
                        .read("benchmark", text.getBytes(StandardCharsets.UTF_8));
        if (!(reading instanceof PlanReading.Read(var file))) {
            throw new IllegalStateException(reading.toString());
        }
        plan = file.plan();
        judge = Judge.ofPlansLike(plan, RuleSet.current());
        strategies = strategies();
        jobs = jobs((Training) plan.workload());
    }

    private ParallelStrategy[] strategies() {
        List<ParallelStrategy> all = new ArrayList<>();
        for (int tensor : new int[] {1, 2, 4, 8}) {
            for (int expert : new int[] {8, 16, 32, 64}) {
                for (int context : new int[] {1, 2}) {
                    all.add(
                            plan.strategy()
                                    .withTensor(tensor)
                                    .withExpertTensor(1)
                                    .withExpert(expert)
                                    .withContext(context)
                                    .withData(GPUS / (tensor * stages * context)));
                }
            }
        }
        return all.toArray(ParallelStrategy[]::new);
    }

    private static Training[] jobs(Training training) {
        List<Training> all = new ArrayList<>();
        for (int microBatch : new int[] {1, 2, 4}) {
            for (ActivationRecomputation amount : ActivationRecomputation.values()) {
                for (ZeroStage stage : new ZeroStage[] {ZeroStage.NONE, ZeroStage.OPTIMIZER}) {
                    all.add(
                            training.withMicroBatch(microBatch)
                                    .withRecomputation(amount)
                                    .withZeroStage(stage));
                }
            }
        }
        return all.toArray(Training[]::new);
    }

    @Benchmark
    public Verdict alone() {
        return CompatibilityCheck.check(plan, RuleSet.current());
    }

    @Benchmark
    public Verdict searched() {
        next = next + 1 == strategies.length * jobs.length ? 0 : next + 1;
        return judge.check(
                plan.withStrategy(strategies[next % strategies.length])
                        .withWorkload(jobs[next / strategies.length]));
    }

    private static final String PLAN =
            """
            apiVersion: shardfit.io/v1
            kind: DeploymentPlan
            metadata: {name: deepseek-v3}
            model:
              name: deepseek-v3
              layers: %d
              hiddenSize: 7168
              vocabularySize: 129280
              tiedEmbeddings: false
              normalization: rmsnorm
              attention: {heads: 128, queryRank: 1536, keyValueRank: 512, nopeHeadDim: 128, ropeHeadDim: 64, valueHeadDim: 128}
              feedForward:
                gated: true
                intermediateSize: 18432
                experts: {count: 256, perToken: 8, intermediateSize: 2048, sharedIntermediateSize: 2048, firstDenseLayers: 3, everyNthLayer: 1}
            hardware: {gpu: H100-SXM-80GB, gpus: 1920, gpusPerNode: 8}
            framework: {name: megatron-core}
            strategy: {tensorParallel: 1, pipelineParallel: %d, expertParallel: 64, dataParallel: 128, expertTensorParallel: 1}
            workload:
              training: {globalBatch: 15360, microBatch: 1, sequenceLength: 4096, precision: bf16, optimizer: adamw, distributedOptimizer: true, recomputation: none}
            """;
}
