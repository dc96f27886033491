package io.shardfit.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.catalogue.ModelCatalogue;
import io.shardfit.application.format.ModelEntry;
import io.shardfit.domain.memory.MemoryAssessment;
import io.shardfit.domain.memory.MemoryModel;
import io.shardfit.domain.memory.StageMemory;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.strategy.LayerPlacement;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.strategy.PipelineSchedule;
import io.shardfit.domain.strategy.PipelineSplit;
import io.shardfit.domain.verdict.CompatibilityCheck;
import io.shardfit.domain.verdict.Judge;
import io.shardfit.domain.verdict.RuleSet;
import io.shardfit.domain.verdict.Verdict;
import io.shardfit.domain.verdict.Verdict.Assessed;
import io.shardfit.domain.workload.ActivationRecomputation;
import io.shardfit.domain.workload.Recomputation;
import io.shardfit.domain.workload.Recomputation.Method;
import io.shardfit.domain.workload.Workload.Training;
import io.shardfit.domain.workload.ZeroStage;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a judge keeps from one plan to the next, and the stages that it leaves out, change no
/// verdict: every third model of the catalogue, random strategies and jobs, in no order.
class JudgeTest {
    private static final int PLANS = 60;
    private static final List<String> FRAMEWORKS =
            List.of("megatron-core", "deepspeed", "torchtitan", "multiplicative");

    static Stream<String> models() {
        List<String> names =
                ModelCatalogue.shipped().entries().stream().map(ModelEntry::name).toList();
        return IntStream.range(0, names.size() / 3).mapToObj(i -> names.get(3 * i));
    }

    @ParameterizedTest
    @MethodSource("models")
    void sharedSumsChangeNoVerdict(String model) {
        Random random = new Random(model.hashCode());
        for (String framework : FRAMEWORKS) {
            DeploymentPlan plan = PlanFiles.checked(training(model, framework)).verdict().plan();
            Judge judge = Judge.ofPlansLike(plan, RuleSet.current());
            List<Training> jobs = jobs((Training) plan.workload(), random);
            for (int i = 0; i < PLANS; i++) {
                DeploymentPlan other =
                        plan.withStrategy(strategy(plan.strategy(), random))
                                .withWorkload(jobs.get(random.nextInt(jobs.size())));
                Verdict alone = CompatibilityCheck.check(other, RuleSet.current());
                assertThat(answer(judge.check(other))).isEqualTo(answer(alone));
                if (alone instanceof Assessed assessed) {
                    assertTheWorstIsFound(assessed.assessment().memory());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vllm", "sglang", "tensorrt-llm"})
    void engineStagesAreAllLookedAt(String engine) {
        Random random = new Random(engine.hashCode());
        for (String model : List.of("Qwen/Qwen3-8B", "deepseek-ai/DeepSeek-V3")) {
            DeploymentPlan plan = PlanFiles.checked(serving(model, engine)).verdict().plan();
            Judge judge = Judge.ofPlansLike(plan, RuleSet.current());
            for (int i = 0; i < PLANS; i++) {
                DeploymentPlan other =
                        plan.withStrategy(
                                plan.strategy()
                                        .withTensor(oneOf(random, 1, 2, 4, 8))
                                        .withPipeline(oneOf(random, 1, 2, 3, 4)));
                Verdict alone = CompatibilityCheck.check(other, RuleSet.current());
                assertThat(answer(judge.check(other))).isEqualTo(answer(alone));
                if (alone instanceof Assessed assessed) {
                    assertTheWorstIsFound(assessed.assessment().memory());
                }
            }
        }
    }

    @Test
    void aPlanOfAnotherModelIsJudgedToo() {
        DeploymentPlan small =
                PlanFiles.checked(training("Qwen/Qwen3-8B", "megatron-core")).verdict().plan();
        Verdict alone = PlanFiles.checked(training("Qwen/Qwen3-32B", "torchtitan")).verdict();

        Judge judge = Judge.ofPlansLike(small, RuleSet.current());
        judge.check(small);
        assertThat(answer(judge.check(alone.plan()))).isEqualTo(answer(alone));
    }

    private static String answer(Verdict verdict) {
        String findings = verdict.readiness() + " " + verdict.findings();
        return verdict instanceof Assessed assessed
                ? findings + " " + worst(assessed.assessment().memory())
                : findings;
    }

    private static String worst(MemoryAssessment memory) {
        return "%s %s %s %s"
                .formatted(
                        memory.worstRank(),
                        memory.worst().total(),
                        memory.worst().allocated(),
                        memory.highest().total());
    }

    private static void assertTheWorstIsFound(MemoryAssessment memory) {
        ByteSize expected = ByteSize.ZERO;
        ByteSize high = ByteSize.ZERO;
        for (MemoryModel model : memory.models()) {
            for (int stage = 0; stage < model.layout().stages(); stage++) {
                StageMemory one = model.stage(stage);
                expected = expected.max(one.total().expected());
                high = high.max(one.total().high());
            }
        }
        assertThat(memory.worst().total().expected()).isEqualTo(expected);
        assertThat(memory.highest().total().high()).isEqualTo(high);
    }

    /// Few, because sums are kept per job.
    private static List<Training> jobs(Training training, Random random) {
        return Stream.generate(() ->
                        (random.nextBoolean() ? training : training.withMicroBatch(2))
                                .withZeroStage(oneOf(random, ZeroStage.values()))
                                .withRecomputed(recomputation(random)))
                .limit(4)
                .toList();
    }

    private static ParallelStrategy strategy(ParallelStrategy strategy, Random random) {
        int stages = oneOf(random, 1, 2, 4, 5, 8);
        int chunks = random.nextInt(4) == 0 ? 2 : 1;
        PipelineSchedule schedule =
                chunks > 1
                        ? PipelineSchedule.INTERLEAVED
                        : oneOf(random, PipelineSchedule.values());
        return strategy.withTensor(oneOf(random, 1, 2, 4))
                .withContext(oneOf(random, 1, 1, 2))
                .withData(oneOf(random, 1, 2, 8))
                .withExpert(oneOf(random, 1, 1, 2, 8))
                .withSequenceParallel(random.nextBoolean())
                .with(new PipelineSplit(stages, chunks, placement(random), schedule));
    }

    private static LayerPlacement placement(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> new LayerPlacement.Ends(OptionalInt.of(1), OptionalInt.of(2));
            case 1 -> new LayerPlacement.Even(true, true);
            default -> LayerPlacement.EVEN;
        };
    }

    private static Recomputation recomputation(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> new Recomputation(ActivationRecomputation.FULL, Set.of(), Method.BLOCK, 2);
            case 1 -> new Recomputation(ActivationRecomputation.FULL, Set.of(), Method.UNIFORM, 1);
            case 2 ->
                    new Recomputation(
                            ActivationRecomputation.SELECTIVE,
                            Set.of(Recomputation.Module.CORE_ATTN),
                            Method.UNIFORM,
                            1);
            default -> new Recomputation(ActivationRecomputation.NONE, Set.of(), Method.UNIFORM, 1);
        };
    }

    @SafeVarargs
    private static <T> T oneOf(Random random, T... values) {
        return values[random.nextInt(values.length)];
    }

    private static String serving(String model, String engine) {
        return """
        apiVersion: shardfit.io/v1
        kind: DeploymentPlan
        metadata: {name: varied}
        model: "%s"
        hardware: {gpu: H100-SXM-80GB, gpus: 1024, gpusPerNode: 8}
        framework: {name: %s}
        strategy: {tensorParallel: 1}
        workload:
          inference: {contextLength: 4096, quantization: {format: fp8-block}}
        """
                .formatted(model, engine);
    }

    private static String training(String model, String framework) {
        return """
        apiVersion: shardfit.io/v1
        kind: DeploymentPlan
        metadata: {name: varied}
        model: "%s"
        hardware: {gpu: H100-SXM-80GB, gpus: 1024, gpusPerNode: 8}
        framework: {name: %s}
        strategy: {dataParallel: 1}
        workload:
          training: {globalBatch: 64, microBatch: 1, sequenceLength: 2048, precision: bf16, optimizer: adamw, recomputation: none}
        """
                .formatted(model, framework);
    }
}
