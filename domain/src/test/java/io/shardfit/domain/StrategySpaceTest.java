package io.shardfit.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.memory.MemoryAssessment;
import io.shardfit.domain.memory.MemoryModel;
import io.shardfit.domain.memory.MemoryPart;
import io.shardfit.domain.memory.StageMemory;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.Estimate;
import io.shardfit.domain.strategy.MegatronCore;
import io.shardfit.domain.strategy.Multiplicative;
import io.shardfit.domain.strategy.ParallelGroups;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.strategy.PipelineLayout.StageLayers;
import io.shardfit.domain.verdict.CompatibilityCheck;
import io.shardfit.domain.verdict.Readiness;
import io.shardfit.domain.verdict.RuleSet;
import io.shardfit.domain.verdict.Verdict;
import io.shardfit.domain.verdict.Verdict.Assessed;
import io.shardfit.domain.workload.Workload;
import io.shardfit.domain.workload.Workload.Training;
import io.shardfit.domain.workload.ZeroStage;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What must hold for every strategy, tried on every strategy up to 2 048 GPUs.
class StrategySpaceTest {
    private static final int GPUS = 2_048;

    /// Divides over every number of replicas in the space.
    private static final Training TRAINING = Plans.pretraining(2_048 * 3, 1, 4_096);

    private static final Set<MemoryPart> EXPERT_STATES =
            EnumSet.of(
                    MemoryPart.EXPERT_WEIGHTS,
                    MemoryPart.EXPERT_GRADIENTS,
                    MemoryPart.EXPERT_OPTIMIZER_STATES);
    private static final Set<MemoryPart> SPLIT_BY_TENSOR =
            EnumSet.of(
                    MemoryPart.WEIGHTS,
                    MemoryPart.EXPERT_WEIGHTS,
                    MemoryPart.GRADIENTS,
                    MemoryPart.EXPERT_GRADIENTS,
                    MemoryPart.OPTIMIZER_STATES,
                    MemoryPart.EXPERT_OPTIMIZER_STATES,
                    MemoryPart.ACTIVATIONS,
                    MemoryPart.WEIGHT_GRADIENT_CACHE,
                    MemoryPart.KEY_VALUE_CACHE,
                    MemoryPart.WORKING_SET);

    static Stream<Arguments> spaces() {
        return Stream.of(Models.llama3With70B(80), Models.mixtral(), Models.deepSeekV3(61, 3))
                .flatMap(model ->
                        Stream.of(new MegatronCore(), new Multiplicative())
                                .map(convention ->
                                        Arguments.of(
                                                model.name(),
                                                convention.name(),
                                                new StrategySpace(model, convention, GPUS))));
    }

    private static boolean isLawful(DeploymentPlan plan) {
        return CompatibilityCheck.SHAPE_RULES.stream().allMatch(rule -> rule.check(plan).isEmpty());
    }

    private static String where(DeploymentPlan plan) {
        return plan.strategy().shorthand() + " " + plan.workload();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("spaces")
    void everyStrategyGetsAVerdict(String model, String convention, StrategySpace space) {
        List<String> wrong = new ArrayList<>();
        int[] assessed = new int[1];
        int[] refused = new int[1];
        for (Workload workload : List.of(TRAINING, Plans.serving(512, 8_192))) {
            space.forEach(
                    workload,
                    plan -> {
                        Verdict verdict = CompatibilityCheck.check(plan, RuleSet.current());
                        boolean lawful = isLawful(plan);
                        (lawful ? assessed : refused)[0]++;
                        if (lawful != verdict instanceof Assessed) {
                            wrong.add(where(plan) + " lawful " + lawful + ", got " + verdict);
                        }
                        if (!lawful && verdict.readiness() == Readiness.READY) {
                            wrong.add(where(plan) + " is unlawful and READY");
                        }
                    });
        }

        assertThat(wrong).isEmpty();
        assertThat(assessed[0]).as("lawful strategies").isGreaterThan(400);
        assertThat(refused[0]).as("unlawful strategies").isGreaterThan(400);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("spaces")
    void groupsMultiplyToTheWorld(String model, String convention, StrategySpace space) {
        List<String> wrong = new ArrayList<>();
        space.forEach(
                TRAINING,
                plan -> {
                    if (isLawful(plan) && !groupsFit(plan)) {
                        wrong.add(where(plan) + " " + plan.groups());
                    }
                });

        assertThat(wrong).isEmpty();
    }

    private static boolean groupsFit(DeploymentPlan plan) {
        ParallelStrategy s = plan.strategy();
        ParallelGroups groups = plan.groups();
        int world = groups.worldSize();
        boolean dense = groups.denseShards() * s.tensor() * s.pipeline() == world;
        boolean replicas = groups.replicas() * s.context() * s.tensor() * s.pipeline() == world;
        boolean experts =
                groups.expertShards() * groups.expert() * groups.expertTensor() * s.pipeline()
                        == world;
        boolean ranks = plan.ranks().ranksPerStage() * s.pipeline() == world;
        boolean counted = plan.model().experts().isPresent();
        return dense && replicas && ranks && (experts || !counted);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("spaces")
    void partsAddUpAndIntervalsAreOrdered(String model, String convention, StrategySpace space) {
        List<String> wrong = new ArrayList<>();
        for (Workload workload : List.of(TRAINING, Plans.serving(512, 8_192))) {
            space.forEach(
                    workload,
                    plan -> {
                        if (isLawful(plan)) {
                            checkStages(wrong, plan);
                        }
                    });
        }

        assertThat(wrong).isEmpty();
    }

    private static void checkStages(List<String> wrong, DeploymentPlan plan) {
        MemoryAssessment memory = MemoryModel.assess(plan);
        List<StageMemory> stages = memory.stages();
        long expected = 0;
        long highest = 0;
        int dense = 0;
        int mixture = 0;
        for (StageMemory stage : stages) {
            if (!addsUp(stage)) {
                wrong.add(where(plan) + ": the parts of " + stage.layers() + " are not its total");
            }
            StageLayers layers = stage.layers();
            dense += layers.dense();
            mixture += layers.mixture();
            expected += stage.total().expected().bytes();
            highest = Math.max(highest, stage.total().high().bytes());
        }
        ModelArchitecture model = plan.model();
        if (dense != model.denseLayers() || mixture != model.mixtureLayers()) {
            wrong.add(where(plan) + ": holds " + dense + " dense and " + mixture + " mixtures");
        }
        long worst = memory.worst().total().expected().bytes();
        if (worst * stages.size() < expected
                || highest != memory.highest().total().high().bytes()) {
            wrong.add(where(plan) + ": the worst stage is better than the mean of all");
        }
    }

    private static boolean addsUp(StageMemory stage) {
        long low = 0;
        long expected = 0;
        long high = 0;
        long allocated = 0;
        for (MemoryPart part : stage.model().parts()) {
            Estimate bytes = stage.part(part);
            if (bytes.low().isMoreThan(bytes.expected())
                    || bytes.expected().isMoreThan(bytes.high())) {
                return false;
            }
            low += bytes.low().bytes();
            expected += bytes.expected().bytes();
            high += bytes.high().bytes();
            allocated += part.isAllocated() ? bytes.expected().bytes() : 0;
        }
        return low == stage.total().low().bytes()
                && expected == stage.total().expected().bytes()
                && high == stage.total().high().bytes()
                && allocated == stage.allocated().expected().bytes();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("spaces")
    void whatIsShardedMoreIsNeverMore(String model, String convention, StrategySpace space) {
        List<String> wrong = new ArrayList<>();
        int[] compared = new int[1];
        for (Workload workload :
                List.of(
                        TRAINING.withZeroStage(ZeroStage.NONE),
                        TRAINING,
                        TRAINING.withZeroStage(ZeroStage.GRADIENTS),
                        TRAINING.withZeroStage(ZeroStage.WEIGHTS),
                        Plans.serving(512, 8_192))) {
            space.forEach(
                    workload,
                    plan ->
                            compared[0] +=
                                    sharded(plan).stream()
                                            .mapToInt(more -> more.compare(wrong, plan))
                                            .sum());
        }

        assertThat(wrong).isEmpty();
        assertThat(compared[0]).as("comparisons").isGreaterThan(1_000);
    }

    /// A plan that shards more than another, and the parts that it shards.
    private record Sharded(DeploymentPlan plan, Set<MemoryPart> parts) {

        int compare(List<String> wrong, DeploymentPlan before) {
            if (!isSplittable(before) || !isSplittable(plan)) {
                return 0;
            }
            MemoryModel less = MemoryModel.of(before);
            MemoryModel more = MemoryModel.of(plan);
            for (int stage : ends(plan)) {
                StageLayers layers = plan.layout().stage(stage);
                for (MemoryPart part : less.parts()) {
                    boolean grew =
                            parts.contains(part)
                                    && grew(less.bytes(part, layers), more.bytes(part, layers));
                    if (grew) {
                        wrong.add(
                                "%s of %s is less than of %s"
                                        .formatted(part.id(), where(before), where(plan)));
                    }
                }
                if (parts.contains(MemoryPart.ACTIVATIONS)
                        && liveAtPeak(more, layers) > liveAtPeak(less, layers)) {
                    wrong.add("more is live in " + where(plan) + " than in " + where(before));
                }
            }
            return 1;
        }

        /// What a backward pass has freed is taken off the transient, so that only the sum with the
        /// kept activations shrinks.
        private static long liveAtPeak(MemoryModel model, StageLayers layers) {
            long live = 0;
            for (MemoryPart part : List.of(MemoryPart.ACTIVATIONS, MemoryPart.TRANSIENT)) {
                if (model.parts().contains(part)) {
                    live += model.expected(part, layers).bytes();
                }
            }
            return live;
        }

        private static List<Integer> ends(DeploymentPlan plan) {
            int last = plan.strategy().pipeline() - 1;
            return last == 0 ? List.of(0) : List.of(0, last);
        }

        private static boolean grew(Estimate before, Estimate after) {
            return after.low().isMoreThan(before.low())
                    || after.expected().isMoreThan(before.expected())
                    || after.high().isMoreThan(before.high());
        }

        /// All shape rules but the one that says a stage is not modelled for a framework.
        private static boolean isSplittable(DeploymentPlan plan) {
            return isLawful(
                    plan.workload() instanceof Training training
                            ? plan.withWorkload(training.withZeroStage(ZeroStage.OPTIMIZER))
                            : plan);
        }
    }

    private static List<Sharded> sharded(DeploymentPlan plan) {
        ParallelStrategy s = plan.strategy();
        List<Sharded> more = new ArrayList<>();
        more.add(new Sharded(plan.withStrategy(s.withTensor(2 * s.tensor())), SPLIT_BY_TENSOR));
        more.add(new Sharded(plan.withStrategy(s.withExpert(2 * s.expert())), EXPERT_STATES));
        if (plan.workload() instanceof Training training) {
            more.add(
                    new Sharded(
                            plan.withStrategy(s.withData(2 * s.data())),
                            sharedByReplicas(training.zeroStage())));
            if (training.zeroStage() != ZeroStage.WEIGHTS) {
                ZeroStage next = ZeroStage.values()[training.zeroStage().ordinal() + 1];
                more.add(
                        new Sharded(
                                plan.withWorkload(training.withZeroStage(next)),
                                sharedByReplicas(ZeroStage.WEIGHTS)));
            }
        }
        return more;
    }

    private static Set<MemoryPart> sharedByReplicas(ZeroStage stage) {
        return switch (stage) {
            case NONE -> EnumSet.noneOf(MemoryPart.class);
            case OPTIMIZER ->
                    EnumSet.of(MemoryPart.OPTIMIZER_STATES, MemoryPart.EXPERT_OPTIMIZER_STATES);
            case GRADIENTS ->
                    EnumSet.of(
                            MemoryPart.OPTIMIZER_STATES,
                            MemoryPart.EXPERT_OPTIMIZER_STATES,
                            MemoryPart.GRADIENTS,
                            MemoryPart.EXPERT_GRADIENTS);
            case WEIGHTS ->
                    EnumSet.of(
                            MemoryPart.OPTIMIZER_STATES,
                            MemoryPart.EXPERT_OPTIMIZER_STATES,
                            MemoryPart.GRADIENTS,
                            MemoryPart.EXPERT_GRADIENTS,
                            MemoryPart.WEIGHTS,
                            MemoryPart.EXPERT_WEIGHTS);
        };
    }
}
