package io.shardfit.application.benchmark;

import io.shardfit.application.SearchRequest;
import io.shardfit.application.SearchStrategies;
import io.shardfit.application.SearchStrategies.Outcome;
import io.shardfit.application.catalogue.GpuCatalogue;
import io.shardfit.domain.search.Objective;
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

/// The whole space of DeepSeek-V3, 61 layers, under megatron-core, from a plan's text to the ranked
/// answer, on two threads. The counters divide the time: `judged` candidates went through the
/// check, `candidates` are all, most of them rejected with their branch.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 3)
public class SearchBenchmark {
    @Param({"8", "64", "512", "2048", "16384"})
    public int gpus;

    private final SearchStrategies search = new SearchStrategies(GpuCatalogue.shipped());
    private SearchRequest request = request(1);

    private static SearchRequest request(int gpus) {
        return new SearchRequest(
                OptionalInt.of(gpus),
                OptionalInt.empty(),
                Objective.STEP_TIME,
                10,
                false,
                2,
                RuleSet.current(),
                Optional.empty());
    }

    /// How many candidates an operation has.
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Counted {
        public long candidates;
        public long judged;
        public long operations;
    }

    @Setup
    public void prepare() {
        request = request(gpus);
    }

    @Benchmark
    public Outcome search(Counted counted) {
        Outcome outcome =
                search.search("benchmark", PLAN.getBytes(StandardCharsets.UTF_8), request, _ -> {});
        if (!(outcome instanceof Outcome.Searched(var searched))) {
            throw new IllegalStateException(outcome.toString());
        }
        counted.candidates += searched.found().candidates().things();
        counted.judged += searched.found().judged().things();
        counted.operations++;
        return outcome;
    }

    private static final String PLAN =
            """
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
