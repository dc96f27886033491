package io.shardfit.domain.verdict;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.domain.Models;
import io.shardfit.domain.Plans;
import io.shardfit.domain.architecture.Attention.GroupedQuery;
import io.shardfit.domain.architecture.FeedForward.Dense;
import io.shardfit.domain.architecture.ModelArchitecture;
import io.shardfit.domain.architecture.Normalization;
import io.shardfit.domain.framework.Framework;
import io.shardfit.domain.framework.Version;
import io.shardfit.domain.hardware.Cluster;
import io.shardfit.domain.hardware.Figure;
import io.shardfit.domain.hardware.Gpu;
import io.shardfit.domain.hardware.GpuMemory;
import io.shardfit.domain.memory.MemoryModel;
import io.shardfit.domain.memory.ServingMemory;
import io.shardfit.domain.memory.Usage;
import io.shardfit.domain.plan.Declarations;
import io.shardfit.domain.plan.Declarations.DeclaredMemory;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.Estimate;
import io.shardfit.domain.quantity.ParameterCount;
import io.shardfit.domain.quantity.Precision;
import io.shardfit.domain.quantity.Ratio;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.strategy.Convention;
import io.shardfit.domain.strategy.Multiplicative;
import io.shardfit.domain.strategy.SgLang;
import io.shardfit.domain.strategy.VLlm;
import io.shardfit.domain.workload.EngineLimits;
import io.shardfit.domain.workload.Routing;
import io.shardfit.domain.workload.Routing.MaxOverMean;
import io.shardfit.domain.workload.Routing.Zipf;
import io.shardfit.domain.workload.TrainingPrecision;
import io.shardfit.domain.workload.Workload.Inference;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every finding has a plan that produces it, a code of its own, and a sentence with its evidence.
class EveryFindingTest {
    private static final Map<Class<? extends Finding>, DeploymentPlan> PLANS =
            Map.ofEntries(
                    entry(StrategyFinding.LayersDoNotDivide.class, dense(1, 1, 3, 1)),
                    entry(StrategyFinding.HeadsDoNotDivide.class, dense(1, 3, 1, 1)),
                    entry(StrategyFinding.TooFewGpus.class, Plans.founding(4)),
                    entry(StrategyFinding.ConventionRefuses.class, mixtral(8, 1, 4, 2)),
                    entry(StrategyFinding.ExpertsDoNotDivide.class, mixtral(3, 1, 1, 3)),
                    entry(StrategyFinding.NoExpertsForRanks.class, dense(2, 1, 1, 2)),
                    entry(StrategyFinding.BatchDoesNotDivide.class, dense(1, 1, 1, 7)),
                    entry(StrategyFinding.GpusStayIdle.class, dense(1, 1, 1, 1)),
                    entry(StrategyFinding.TensorParallelLeavesNode.class, dense(1, 16, 1, 1)),
                    entry(StrategyFinding.WidthDoesNotDivide.class, ofOddWidth()),
                    entry(HardwareFinding.GpuCannotCompute.class, onGpuWithoutBf16()),
                    entry(MemoryFinding.MemoryExceeded.class, dense(1, 1, 1, 1)),
                    entry(MemoryFinding.MemoryIsTight.class, onGpuWithJustTheExpectedMemory()),
                    entry(
                            MemoryFinding.DeclaredMemoryExceeded.class,
                            declaring("114.53 GB", 114_530)),
                    entry(MemoryFinding.DeclaredMemoryIsTight.class, declaring("80 GB", 80_000)),
                    entry(MemoryFinding.DeclaredMemoryDiffers.class, declaring("1 GB", 1_000)),
                    entry(ServingFinding.NoCacheBlocks.class, vllm("0.19", 2, 0.85, 4_096)),
                    entry(ServingFinding.ContextDoesNotFit.class, vllm("0.19", 2, 0.9, 100_000)),
                    entry(
                            ServingFinding.FractionIsMoreThanFree.class,
                            vllm("0.19", 2, 0.99, 4_096)),
                    entry(ServingFinding.WeightsDoNotLoad.class, vllm("0.19", 1, 0.9, 4_096)),
                    entry(ServingFinding.GraphsDoNotFit.class, vllm("0.19", 2, 0.98, 4_096)),
                    entry(ServingFinding.StartIsNotCertain.class, longestThatIsExpectedToFit()),
                    entry(
                            ServingFinding.FewerSequencesFit.class,
                            serving(new VLlm(), "0.19", 4, 0.9, Plans.serving(10_000, 4_096))),
                    entry(
                            ServingFinding.LongestRequestIsShorter.class,
                            serving(new SgLang(), "0.5", 2, 0.9, Plans.serving(1, 1_000_000))),
                    entry(
                            ServingFinding.MarginDoesNotApply.class,
                            vllm("0.19", 4, 0.9, 4_096).withSafetyMargin(Share.ofPercent(15))),
                    entry(HardwareFinding.UsableMemoryNotPublished.class, onUnknownGpu()),
                    entry(HardwareFinding.RateNotPublished.class, onUnknownGpu()),
                    entry(HardwareFinding.PrecisionNotInCatalogue.class, inSinglePrecision()),
                    entry(BalanceFinding.ExpertsAreUneven.class, uneven(3, 1)),
                    entry(BalanceFinding.RoutingIsSkewed.class, routed(new Zipf(Ratio.ONE))),
                    entry(
                            BalanceFinding.SkewCannotBe.class,
                            routed(new MaxOverMean(Ratio.of(9, 1)))),
                    entry(BalanceFinding.StagesAreUneven.class, uneven(1, 3)),
                    entry(BalanceFinding.PipelineBubbleIsLarge.class, dense(1, 1, 4, 60)),
                    entry(
                            ModelFinding.ParametersDiffer.class,
                            declaringParameters(35_000_000_000L)),
                    entry(
                            CoverageFinding.NotModelled.class,
                            dense(1, 1, 1, 1)
                                    .withWorkload(Plans.serving(1, 64))
                                    .withStrategy(Plans.degrees(1, 1, 1, 1, 2, 1, true, 1))));

    private static DeploymentPlan vllm(String release, int tensor, double fraction, int length) {
        return serving(new VLlm(), release, tensor, fraction, Plans.serving(1, length));
    }

    private static DeploymentPlan serving(
            Convention engine, String release, int tensor, double fraction, Inference inference) {
        EngineLimits limits = EngineLimits.DEFAULTS.withMemoryFraction(new Share(fraction));
        return Plans.plan(
                        Models.llama3With70B(80),
                        engine,
                        Plans.strategy(1, tensor, 1, 1),
                        inference.withEngine(limits),
                        tensor)
                .withFramework(Framework.of(engine).withVersion(Version.of(release).orElseThrow()));
    }

    private static DeploymentPlan longestThatIsExpectedToFit() {
        DeploymentPlan plan = vllm("0.19", 2, 0.9, 100_000);
        ServingMemory memory = (ServingMemory) MemoryModel.of(plan);
        int longest = memory.start(Usage.EXPECTED).capacity().longest();
        return vllm("0.19", 2, 0.9, longest);
    }

    private static DeploymentPlan dense(int ep, int tp, int pp, int dp) {
        return Plans.megatron(
                Models.llama3With70B(80),
                Plans.strategy(ep, tp, pp, dp),
                Plans.pretraining(240, 1, 4_096),
                240);
    }

    private static DeploymentPlan mixtral(int ep, int tp, int pp, int dp) {
        return Plans.megatron(
                Models.mixtral(),
                Plans.strategy(ep, tp, pp, dp),
                Plans.pretraining(48, 1, 4_096),
                240);
    }

    private static DeploymentPlan uneven(int ep, int pp) {
        return mixtral(ep, 1, pp, 1).withConvention(new Multiplicative());
    }

    private static DeploymentPlan routed(Routing routing) {
        return mixtral(8, 1, 1, 8)
                .withWorkload(Plans.pretraining(48, 1, 4_096).withRouting(routing));
    }

    private static DeploymentPlan onGpuWithJustTheExpectedMemory() {
        DeploymentPlan plan = Plans.founding(1);
        ByteSize expected =
                Assessment.of(plan, Judge.Common.of(plan)).memory().worst().total().expected();
        return on(plan, Plans.aGpuWith(expected));
    }

    private static DeploymentPlan on(DeploymentPlan plan, Gpu gpu) {
        return plan.withCluster(new Cluster(gpu, 16, 8, Figure.absent()));
    }

    private static DeploymentPlan onUnknownGpu() {
        return on(
                Plans.founding(1),
                new Gpu(
                        "unknown-gpu",
                        new GpuMemory(
                                Figure.known(ByteSize.ofGiB(80), "test"),
                                Figure.absent(),
                                Figure.absent()),
                        Map.of(),
                        Figure.absent(),
                        Figure.absent()));
    }

    private static DeploymentPlan declaring(String asWritten, long megabytes) {
        ByteSize bytes = ByteSize.ofBytes(megabytes * 1_000_000);
        return Plans.founding(1)
                .withDeclared(new Declarations(null, new DeclaredMemory(bytes, asWritten)));
    }

    private static DeploymentPlan declaringParameters(long count) {
        return Plans.founding(1).withDeclared(new Declarations(ParameterCount.of(count), null));
    }

    private static DeploymentPlan ofOddWidth() {
        return Plans.megatron(
                new ModelArchitecture(
                        "odd",
                        8,
                        1_024,
                        32_000,
                        false,
                        Normalization.RMSNORM,
                        new GroupedQuery(8, 8, 128),
                        new Dense(true, 4_099)),
                Plans.strategy(1, 2, 1, 1),
                Plans.pretraining(8, 1, 1_024),
                2);
    }

    private static DeploymentPlan onGpuWithoutBf16() {
        return on(
                Plans.founding(1),
                new Gpu(
                        "old-gpu",
                        Plans.aGpu().memory(),
                        Map.of(Precision.BF16, new Figure.Impossible<>("no units for it")),
                        Figure.absent(),
                        Figure.absent()));
    }

    private static DeploymentPlan inSinglePrecision() {
        return Plans.founding(1)
                .withWorkload(
                        Plans.pretraining(128, 1, 1_024).withPrecision(TrainingPrecision.FP32));
    }

    private static Finding example(Class<? extends Finding> type) {
        DeploymentPlan plan = PLANS.get(type);
        assertThat(plan).as("a plan that shows %s", type.getSimpleName()).isNotNull();
        List<Finding> findings = CompatibilityCheck.check(plan, RuleSet.current()).findings();
        return findings.stream()
                .filter(type::isInstance)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type + " among " + findings));
    }

    static Stream<Class<? extends Finding>> types() {
        return records(Finding.class);
    }

    private static Stream<Class<? extends Finding>> records(Class<? extends Finding> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses())
                        .flatMap(permitted -> records(permitted.asSubclass(Finding.class)))
                : Stream.of(type);
    }

    @ParameterizedTest
    @MethodSource("types")
    void aPlanShowsIt(Class<? extends Finding> type) {
        assertThat(example(type)).isInstanceOf(type);
    }

    @ParameterizedTest
    @MethodSource("types")
    void itsMessageIsOneSentenceWithItsEvidence(Class<? extends Finding> type) throws Exception {
        Finding finding = example(type);

        assertThat(finding.message())
                .isNotBlank()
                .isEqualTo(finding.message().strip())
                .doesNotContain("\n")
                .doesNotContainPattern("%[a-z]");
        for (RecordComponent evidence : type.getRecordComponents()) {
            if (!evidence.getName().equals("keys")) {
                assertThat(words(evidence.getAccessor().invoke(finding)))
                        .as(evidence.getName())
                        .anySatisfy(word ->
                                assertThat(finding.message()).containsPattern(wholeWord(word)));
            }
        }
    }

    /// An 8 in 80 is no evidence.
    private static Pattern wholeWord(String word) {
        return Pattern.compile("(?<![\\d.])" + Pattern.quote(word) + "(?!\\d)");
    }

    /// The ways in which evidence may be printed.
    private static List<String> words(Object evidence) {
        return switch (evidence) {
            case Share share -> List.of(share.toString(), share.percent(0), share.rounded(2));
            case Precision precision -> List.of(precision.word());
            case TrainingPrecision precision -> List.of(precision.word());
            case GpuMemory.Meaning meaning -> List.of(meaning.word());
            case Estimate need -> List.of(need.expected() + " and may need " + need.high());
            default -> List.of(evidence.toString());
        };
    }

    @ParameterizedTest
    @MethodSource("types")
    void itNamesTheKeysThatDecideIt(Class<? extends Finding> type) {
        assertThat(example(type).keys())
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .allMatch(key ->
                        key.matches("(model|strategy|workload|hardware|declared)(\\.\\w+)*"));
    }

    @Test
    void codesAreUnique() {
        Map<String, Class<?>> codes = new HashMap<>();
        types().forEach(type -> {
            String code = example(type).code();
            assertThat(code).matches("[A-Z]{3}\\d{3}");
            assertThat(codes.put(code, type)).as(code).isNull();
        });

        assertThat(codes).hasSameSizeAs(types().toList());
    }

    @Test
    void everyCodeHasItsPage() {
        Path pages = Path.of("../docs/findings");
        if (!Files.isDirectory(pages)) {
            return;
        }
        assertThat(types().map(type -> pages.resolve(example(type).code() + ".md")))
                .allMatch(Files::isRegularFile);
    }

    @Test
    void whatIsNotSaidHereIsNoFinding() {
        assertThat(PLANS.keySet()).containsExactlyInAnyOrderElementsOf(types().toList());
    }
}
