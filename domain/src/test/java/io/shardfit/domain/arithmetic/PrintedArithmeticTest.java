package io.shardfit.domain.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.domain.Models;
import io.shardfit.domain.Plans;
import io.shardfit.domain.architecture.Attention.GroupedQuery;
import io.shardfit.domain.architecture.Attention.MultiLatent;
import io.shardfit.domain.architecture.Experts;
import io.shardfit.domain.architecture.FeedForward.MixtureOfExperts;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.architecture.Normalization;
import io.shardfit.domain.balance.Bound;
import io.shardfit.domain.balance.ComputeHeadroom;
import io.shardfit.domain.balance.RoutedLoad;
import io.shardfit.domain.hardware.Cluster;
import io.shardfit.domain.hardware.Figure;
import io.shardfit.domain.hardware.Gpu;
import io.shardfit.domain.memory.MemoryModel;
import io.shardfit.domain.memory.MemoryPart;
import io.shardfit.domain.memory.StageMemory;
import io.shardfit.domain.plan.Declarations;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.ByteRate;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Derivation;
import io.shardfit.domain.quantity.Precision;
import io.shardfit.domain.quantity.Ratio;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.strategy.Convention;
import io.shardfit.domain.strategy.DeepSpeed;
import io.shardfit.domain.strategy.MegatronCore;
import io.shardfit.domain.strategy.Multiplicative;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.strategy.TorchTitan;
import io.shardfit.domain.time.KnownTime;
import io.shardfit.domain.time.Pace;
import io.shardfit.domain.time.ServingTime;
import io.shardfit.domain.time.StepTime;
import io.shardfit.domain.verdict.CompatibilityCheck;
import io.shardfit.domain.verdict.RuleSet;
import io.shardfit.domain.verdict.Verdict.Assessed;
import io.shardfit.domain.workload.ActivationRecomputation;
import io.shardfit.domain.workload.Adapter;
import io.shardfit.domain.workload.Adapter.Target;
import io.shardfit.domain.workload.ExpertDispatch;
import io.shardfit.domain.workload.ExpertDispatch.Dispatcher;
import io.shardfit.domain.workload.Offload;
import io.shardfit.domain.workload.Optimizer;
import io.shardfit.domain.workload.Recomputation;
import io.shardfit.domain.workload.Routing;
import io.shardfit.domain.workload.TrainingKernels;
import io.shardfit.domain.workload.TrainingKernels.CrossEntropy;
import io.shardfit.domain.workload.TrainingPrecision;
import io.shardfit.domain.workload.TrainingStates;
import io.shardfit.domain.workload.Workload;
import io.shardfit.domain.workload.Workload.Inference;
import io.shardfit.domain.workload.Workload.Training;
import io.shardfit.domain.workload.ZeroStage;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// "Show the arithmetic" promises that a reader comes to the same number by hand. Every printed
/// equation is computed again here, with its own terms, down to the figures of the plan.
class PrintedArithmeticTest {
    private static final List<Convention> CONVENTIONS =
            List.of(new MegatronCore(), new Multiplicative());

    /// TP, PP, DP, EP, CP, ETP, sequence parallel, virtual stages: lawful or not, the arithmetic of
    /// a number must be the number's.
    private static final List<ParallelStrategy> STRATEGIES =
            List.of(
                    Plans.degrees(1, 1, 1, 1, 1, 1, true, 1),
                    Plans.degrees(8, 1, 1, 1, 1, 8, true, 1),
                    Plans.degrees(16, 2, 4, 1, 1, 16, true, 1),
                    Plans.degrees(4, 4, 2, 8, 1, 1, true, 1),
                    Plans.degrees(2, 4, 8, 4, 2, 2, false, 1),
                    Plans.degrees(2, 4, 8, 4, 2, 1, true, 3),
                    Plans.degrees(1, 3, 3, 3, 1, 1, true, 2),
                    Plans.degrees(1, 1, 4, 4, 8, 1, false, 1),
                    Plans.degrees(3, 5, 7, 3, 3, 3, true, 1));

    static List<ModelArchitecture> models() {
        return List.of(
                Models.gpt3(),
                Models.llama3With70B(80),
                Models.mixtral(),
                Models.deepSeekV2(60, 1),
                Models.deepSeekV3(61, 3),
                Models.founding(),
                everySecondLayerAMixture(),
                latentWithoutQueryCompression());
    }

    private static ModelArchitecture everySecondLayerAMixture() {
        return new ModelArchitecture(
                "every-second-layer-a-mixture",
                25,
                1_000,
                32_003,
                true,
                Normalization.LAYERNORM,
                new GroupedQuery(12, 4, 96),
                new MixtureOfExperts(false, 4_097, new Experts(10, 3, 1_001, 777, 2, 2)));
    }

    private static ModelArchitecture latentWithoutQueryCompression() {
        return new ModelArchitecture(
                "latent-without-query-compression",
                27,
                2_048,
                102_400,
                false,
                Normalization.RMSNORM,
                new MultiLatent(16, 0, 512, 128, 64, 128),
                new MixtureOfExperts(true, 10_944, new Experts(64, 6, 1_408, 2_816, 1, 1)));
    }

    /// Each ZeRO stage with each recomputation; optimizers and precisions take turns.
    private static List<Workload> trainings() {
        List<Workload> workloads = new ArrayList<>();
        for (ZeroStage zero : ZeroStage.values()) {
            for (ActivationRecomputation amount : ActivationRecomputation.values()) {
                int turn = workloads.size();
                workloads.add(
                        new Training(
                                96 + turn,
                                1 + turn % 3,
                                4_096 + turn % 2,
                                TrainingPrecision.values()[turn % 4],
                                Optimizer.values()[(turn + turn / 4) % 4],
                                zero,
                                amount));
            }
        }
        return workloads;
    }

    private static List<Workload> everyTraining() {
        List<Workload> workloads = new ArrayList<>();
        for (Workload workload : trainings()) {
            for (Optimizer optimizer : Optimizer.values()) {
                for (TrainingPrecision precision : TrainingPrecision.values()) {
                    workloads.add(
                            ((Training) workload)
                                    .withOptimizer(optimizer)
                                    .withPrecision(precision));
                }
            }
        }
        return workloads;
    }

    private static List<Workload> servings() {
        List<Workload> workloads = new ArrayList<>();
        for (Precision weights : Precision.values()) {
            for (Precision cache : List.of(Precision.BF16, Precision.FP8, Precision.INT4)) {
                workloads.add(new Inference(37, 4_097, weights, cache, 16));
                workloads.add(new Inference(3, 100, weights, cache, 1));
            }
        }
        return workloads;
    }

    private static DeploymentPlan plan(
            ModelArchitecture model,
            Convention convention,
            ParallelStrategy strategy,
            Workload workload) {
        return Plans.plan(model, convention, strategy, workload, 64);
    }

    private static void checkStages(PrintedArithmetic arithmetic, DeploymentPlan plan) {
        MemoryModel memory = MemoryModel.of(plan);
        int last = plan.strategy().pipeline() - 1;
        for (int stage : new TreeSet<>(List.of(0, Math.min(1, last), last))) {
            StageMemory computed = memory.stage(stage);
            for (MemoryPart part : memory.parts()) {
                Derivation how = memory.derivation(part, computed.layers());
                String where = where(plan) + " stage " + stage + " " + part.id();
                arithmetic.check(where, how);
                arithmetic.complainUnless(
                        how.value().longValueExact() == computed.part(part).expected().bytes(),
                        where,
                        how,
                        "is not the computed " + computed.part(part).expected().bytes());
                checkEnds(arithmetic, where, computed, part);
            }
        }
    }

    /// Both ends of the interval are the printed arithmetic too.
    private static void checkEnds(
            PrintedArithmetic arithmetic, String where, StageMemory computed, MemoryPart part) {
        Derivation low = computed.lowHow(part);
        Derivation high = computed.highHow(part);
        arithmetic.check(where + " low", low);
        arithmetic.check(where + " high", high);
        arithmetic.complainUnless(
                low.value().longValueExact() == computed.part(part).low().bytes(),
                where,
                low,
                "is not the low end");
        arithmetic.complainUnless(
                high.value().longValueExact() == computed.part(part).high().bytes(),
                where,
                high,
                "is not the high end");
        arithmetic.complainUnless(!low.source().isBlank(), where, low, "has no reason");
    }

    private static String where(DeploymentPlan plan) {
        return plan.model().name()
                + " "
                + plan.convention().name()
                + " "
                + plan.strategy().shorthand()
                + " "
                + plan.workload();
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyMemoryPartOfATrainingIsItsPrintedArithmetic(ModelArchitecture model) {
        PrintedArithmetic arithmetic = new PrintedArithmetic();
        for (Convention convention : CONVENTIONS) {
            for (ParallelStrategy strategy : STRATEGIES) {
                for (Workload workload : trainings()) {
                    checkStages(arithmetic, plan(model, convention, strategy, workload));
                }
            }
        }

        assertThat(arithmetic.wrong()).isEmpty();
        assertThat(arithmetic.checked()).isGreaterThan(10_000);
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyRecipeOfATrainingIsItsPrintedArithmetic(ModelArchitecture model) {
        PrintedArithmetic arithmetic = new PrintedArithmetic();
        ParallelStrategy strategy = Plans.degrees(2, 4, 8, 4, 2, 2, true, 2);
        for (Workload workload : everyTraining()) {
            checkStages(arithmetic, plan(model, new Multiplicative(), strategy, workload));
        }

        assertThat(arithmetic.wrong()).isEmpty();
        assertThat(arithmetic.checked()).isGreaterThan(10_000);
    }

    /// Every runtime, with what only it has: DeepSpeed's buckets, FSDP2's gathered layers,
    /// adapters, modules computed again, unfused attention, offload, capacity and DeepEP.
    @ParameterizedTest
    @MethodSource("models")
    void everyRuntimeOfATrainingIsItsPrintedArithmetic(ModelArchitecture model) {
        PrintedArithmetic arithmetic = new PrintedArithmetic();
        for (Convention convention :
                List.of(
                        new DeepSpeed(),
                        new TorchTitan(),
                        new MegatronCore(),
                        new Multiplicative())) {
            for (ParallelStrategy strategy : STRATEGIES) {
                for (Workload workload : specialTrainings()) {
                    checkStages(arithmetic, plan(model, convention, strategy, workload));
                }
            }
        }

        assertThat(arithmetic.wrong()).isEmpty();
        assertThat(arithmetic.checked()).isGreaterThan(10_000);
    }

    private static List<Workload> specialTrainings() {
        List<Workload> workloads = new ArrayList<>();
        for (ZeroStage zero : List.of(ZeroStage.NONE, ZeroStage.OPTIMIZER, ZeroStage.WEIGHTS)) {
            for (CrossEntropy loss : CrossEntropy.values()) {
                int turn = workloads.size();
                workloads.add(special(zero, loss, turn));
            }
        }
        return workloads;
    }

    private static Workload special(ZeroStage zero, CrossEntropy loss, int turn) {
        boolean odd = turn % 2 == 1;
        TrainingStates states =
                new TrainingStates(
                        TrainingPrecision.BF16,
                        odd ? Precision.BF16 : Precision.FP32,
                        odd ? Optional.of(Precision.FP32) : Optional.empty(),
                        odd ? Precision.BF16 : Precision.FP32,
                        turn % 3 == 0 ? Precision.BF16 : Precision.FP32,
                        turn % 4 == 0 ? Optimizer.MUON : Optimizer.ADAMW,
                        zero,
                        turn % 3 != 1,
                        turn % 5 == 2
                                ? new Offload(Share.ofPercent(50), turn == 7, 1)
                                : Offload.NONE,
                        turn % 4 == 3
                                ? Optional.of(
                                        new Adapter(
                                                8,
                                                EnumSet.of(Target.QUERY, Target.OUTPUT, Target.MLP),
                                                turn == 3 ? 4 : 16))
                                : Optional.empty());
        Recomputation again =
                switch (turn % 4) {
                    case 0 -> Recomputation.NONE;
                    case 1 ->
                            new Recomputation(
                                    ActivationRecomputation.SELECTIVE,
                                    EnumSet.allOf(Recomputation.Module.class),
                                    Recomputation.Method.UNIFORM,
                                    1);
                    case 2 ->
                            new Recomputation(
                                    ActivationRecomputation.FULL,
                                    Set.of(),
                                    Recomputation.Method.BLOCK,
                                    2);
                    default ->
                            new Recomputation(
                                    ActivationRecomputation.FULL,
                                    Set.of(),
                                    Recomputation.Method.UNIFORM,
                                    3);
                };
        return new Training(
                640,
                1 + turn % 2,
                4_096,
                states,
                again,
                new TrainingKernels(turn % 3 == 2, loss, odd),
                new ExpertDispatch(
                        odd ? Dispatcher.DEEPEP : Dispatcher.ALLTOALL,
                        odd ? Optional.of(Ratio.of(11, 10)) : Optional.empty(),
                        odd,
                        odd),
                Routing.UNIFORM);
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyMemoryPartOfServingIsItsPrintedArithmetic(ModelArchitecture model) {
        PrintedArithmetic arithmetic = new PrintedArithmetic();
        for (Convention convention : CONVENTIONS) {
            for (ParallelStrategy strategy : STRATEGIES) {
                for (Workload workload : servings()) {
                    checkStages(arithmetic, plan(model, convention, strategy, workload));
                }
            }
        }

        assertThat(arithmetic.wrong()).isEmpty();
        assertThat(arithmetic.checked()).isGreaterThan(10_000);
    }

    @ParameterizedTest
    @MethodSource("models")
    void computeAndTrafficAreTheirPrintedArithmetic(ModelArchitecture model) {
        PrintedArithmetic arithmetic = new PrintedArithmetic();
        List<Workload> workloads = new ArrayList<>(trainings());
        workloads.addAll(servings());
        for (Convention convention : CONVENTIONS) {
            for (ParallelStrategy strategy : STRATEGIES) {
                for (Workload workload : workloads) {
                    DeploymentPlan plan = plan(model, convention, strategy, workload);
                    ComputeHeadroom compute =
                            ComputeHeadroom.of(plan, ByteSize.ofBytes(141_107_412_993L));
                    List<Derivation> hows = new ArrayList<>();
                    hows.add(compute.flopsHow());
                    hows.add(compute.trafficHow());
                    hows.add(compute.pipelineBubbleHow());
                    compute.computeSecondsHow().ifPresent(hows::add);
                    hows.add(compute.memorySecondsHow().orElseThrow());
                    hows.forEach(how -> arithmetic.check(where(plan), how));
                }
            }
        }

        assertThat(arithmetic.wrong()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("models")
    void timesAreTheirPrintedArithmetic(ModelArchitecture model) {
        PrintedArithmetic arithmetic = new PrintedArithmetic();
        List<Workload> workloads = new ArrayList<>(trainings());
        workloads.addAll(servings());
        for (Convention convention : CONVENTIONS) {
            for (ParallelStrategy strategy : STRATEGIES) {
                for (Workload workload : workloads) {
                    DeploymentPlan plan = wired(plan(model, convention, strategy, workload));
                    if (StepTime.of(plan, RoutedLoad.of(plan).busiest())
                            instanceof KnownTime time) {
                        checkTime(arithmetic, where(plan), time);
                    }
                }
            }
        }

        assertThat(arithmetic.wrong()).isEmpty();
        assertThat(arithmetic.checked()).isGreaterThan(1_000);
    }

    private static void checkTime(PrintedArithmetic arithmetic, String where, KnownTime time) {
        for (Pace pace : Pace.values()) {
            arithmetic.check(where + " step " + pace, time.stepHow(pace));
            arithmetic.check(where + " rate " + pace, time.throughputPerGpuHow(pace));
            if (time instanceof ServingTime serving) {
                arithmetic.check(where + " prompts " + pace, serving.readingHow(pace));
            }
        }
        for (Bound bound : List.of(Bound.COMPUTE, Bound.MEMORY_BANDWIDTH, Bound.NETWORK)) {
            arithmetic.check(where + " headroom", time.headroomHow(bound));
        }
    }

    /// The GPU with links and a network, so that every exchange has a rate.
    private static DeploymentPlan wired(DeploymentPlan plan) {
        Gpu gpu = plan.cluster().gpu();
        return plan.withCluster(
                new Cluster(
                        new Gpu(
                                gpu.name(),
                                gpu.memory(),
                                gpu.peak(),
                                gpu.memoryRate(),
                                Figure.known(new ByteRate(450e9), "test")),
                        plan.cluster().gpus(),
                        8,
                        Figure.known(new ByteRate(50e9), "test")));
    }

    @ParameterizedTest
    @MethodSource("models")
    void expertsPerGpuAreTheirPrintedArithmeticInEveryRuleSet(ModelArchitecture model) {
        PrintedArithmetic arithmetic = new PrintedArithmetic();
        for (RuleSet edition : RuleSet.values()) {
            for (ParallelStrategy strategy : STRATEGIES) {
                DeploymentPlan plan =
                        plan(model, new Multiplicative(), strategy, Plans.pretraining(64, 1, 64));
                edition.expertsPerGpu(plan)
                        .ifPresent(counted -> {
                            arithmetic.check(edition + " fewest", counted.fewest());
                            arithmetic.check(edition + " most", counted.most());
                        });
                assertThat(edition.expertsPerGpu(plan).isPresent())
                        .isEqualTo(model.experts().isPresent());
            }
        }

        assertThat(arithmetic.wrong()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {85_899_345_920L, 80_000_000_000L, 84_987_740_160L, 1, 2_147_483_647})
    void theBudgetIsItsPrintedArithmetic(long capacity) {
        PrintedArithmetic arithmetic = new PrintedArithmetic();
        for (double percent : new double[] {0, 5, 7, 8, 10, 12.5, 20}) {
            DeploymentPlan plan = withMargin(capacity, percent);
            Assessed verdict = (Assessed) CompatibilityCheck.check(plan, RuleSet.current());
            arithmetic.check("margin " + percent, verdict.assessment().budget().how(plan));
        }

        assertThat(arithmetic.wrong()).isEmpty();
    }

    private static DeploymentPlan withMargin(long capacity, double percent) {
        DeploymentPlan plan = Plans.founding(1);
        return new DeploymentPlan(
                plan.name(),
                plan.model(),
                new Cluster(Plans.aGpuWith(ByteSize.ofBytes(capacity)), 16, 8, Figure.absent()),
                plan.framework(),
                plan.strategy(),
                plan.workload(),
                Declarations.none(),
                Share.ofPercent(percent));
    }

    @Test
    void aWrongNumberASpareTermAndAMissingTermAreSeen() {
        PrintedArithmetic arithmetic = new PrintedArithmetic();
        Derivation.Term two = Derivation.term("a", 2, "two", "here");

        arithmetic.check("right", Derivation.of(4, "bytes", "a × a", "here", two));
        assertThat(arithmetic.wrong()).isEmpty();

        arithmetic.check("off by one", Derivation.of(5, "bytes", "a × a", "here", two));
        arithmetic.check("spare", Derivation.of(4, "bytes", "4", "here", two));
        arithmetic.check("missing", Derivation.of(4, "bytes", "a × b", "here", two));
        arithmetic.check("inner", Derivation.of(5, "bytes", "x", "here", wrongInside(two)));
        assertThat(arithmetic.wrong()).hasSize(4);
    }

    private static Derivation.Term wrongInside(Derivation.Term two) {
        return Derivation.term("x", "x", Derivation.of(5, "bytes", "a", "here", two));
    }
}
