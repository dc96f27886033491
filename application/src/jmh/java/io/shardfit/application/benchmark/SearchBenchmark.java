package io.shardfit.application.benchmark;

import io.shardfit.application.SearchRequest;
import io.shardfit.application.SearchStrategies;
import io.shardfit.application.SearchStrategies.Outcome;
import io.shardfit.application.catalogue.GpuCatalogue;
import io.shardfit.application.format.PlanFormat;
import io.shardfit.application.format.PlanReading;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.search.Branch;
import io.shardfit.domain.search.Found;
import io.shardfit.domain.search.Objective;
import io.shardfit.domain.search.Ranking;
import io.shardfit.domain.search.SearchSpace;
import io.shardfit.domain.verdict.RuleSet;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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

/// The whole space of DeepSeek-V3, 61 layers, under megatron-core.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 3)
public class SearchBenchmark {
    private static final byte[] PLAN = text().getBytes(StandardCharsets.UTF_8);

    /// From the text of a plan for 2,048 GPUs to the ranked answer, on two threads.
    @Benchmark
    public Outcome answer() {
        return new SearchStrategies(GpuCatalogue.shipped())
                .search(
                        "benchmark",
                        PLAN,
                        new SearchRequest(
                                OptionalInt.of(2_048),
                                OptionalInt.empty(),
                                Objective.STEP_TIME,
                                10,
                                false,
                                2,
                                RuleSet.current(),
                                Optional.empty()),
                        _ -> {});
    }

    /// One thread over the space of so many GPUs. `judged` is the time for each candidate that goes
    /// through the check, `candidates` the time for any.
    @Benchmark
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    public Found space(Space space, Counted counted) {
        Found found = Found.nothing();
        for (Branch branch : SearchSpace.exactly(space.plan(), space.gpus).branches()) {
            found = found.plus(branch.search(RuleSet.current(), space.ranking()), space.ranking());
        }
        counted.candidates += found.candidates().things();
        counted.judged += found.judged().things();
        return found;
    }

    /// How many GPUs.
    @State(Scope.Benchmark)
    public static class Space {
        @Param({"8", "64", "512", "2048", "16384"})
        public int gpus;

        private Optional<DeploymentPlan> plan = Optional.empty();

        DeploymentPlan plan() {
            return plan.orElseThrow();
        }

        Ranking ranking() {
            return new Ranking(Objective.STEP_TIME, 10);
        }

        @Setup
        public void read() {
            PlanReading reading = new PlanFormat(GpuCatalogue.shipped()).read("benchmark", PLAN);
            if (!(reading instanceof PlanReading.Read(var file))) {
                throw new IllegalStateException(reading.toString());
            }
            plan = Optional.of(file.plan());
        }
    }

    /// What was searched in the measured time, which JMH divides by it.
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Counted {
        public long candidates;
        public long judged;
    }

    private static String text() {
        return """
        apiVersion: shardfit.io/v1
        kind: DeploymentPlan
        metadata: {name: deepseek-v3}
        model:
          name: deepseek-v3
          layers: 61
          hiddenSize: 7168
          vocabularySize: 129280
          tiedEmbeddings: false
          normalization: rmsnorm
          attention: {heads: 128, queryRank: 1536, keyValueRank: 512, nopeHeadDim: 128, ropeHeadDim: 64, valueHeadDim: 128}
          feedForward:
            gated: true
            intermediateSize: 18432
            experts: {count: 256, perToken: 8, intermediateSize: 2048, sharedIntermediateSize: 2048, firstDenseLayers: 3, everyNthLayer: 1}
        hardware: {gpu: H100-SXM-80GB, gpus: 2048, gpusPerNode: 8}
        framework: {name: megatron-core}
        strategy: EP64_TP1_PP1_DP2048
        workload:
          training: {globalBatch: 15360, microBatch: 1, sequenceLength: 4096, precision: bf16, optimizer: adamw, distributedOptimizer: true, recomputation: none}
        """;
    }
}
