package io.shardfit.application.format;

import static io.shardfit.application.PlanFiles.checked;
import static io.shardfit.application.PlanFiles.founding;
import static io.shardfit.application.PlanFiles.onlyError;
import static io.shardfit.application.PlanFiles.rejected;
import static io.shardfit.application.PlanFiles.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.CheckedPlan;
import io.shardfit.application.Trees;
import io.shardfit.domain.architecture.Attention.GroupedQuery;
import io.shardfit.domain.architecture.FeedForward.MixtureOfExperts;
import io.shardfit.domain.plan.DeploymentPlan;
import io.shardfit.domain.quantity.ByteSize;
import io.shardfit.domain.quantity.ParameterCount;
import io.shardfit.domain.quantity.Precision;
import io.shardfit.domain.quantity.Share;
import io.shardfit.domain.strategy.MegatronCore;
import io.shardfit.domain.strategy.Multiplicative;
import io.shardfit.domain.strategy.ParallelStrategy;
import io.shardfit.domain.workload.ActivationRecomputation;
import io.shardfit.domain.workload.Optimizer;
import io.shardfit.domain.workload.TrainingPrecision;
import io.shardfit.domain.workload.Workload.Inference;
import io.shardfit.domain.workload.Workload.Training;
import io.shardfit.domain.workload.ZeroStage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanFormatTest {
    private static final String PLAN = founding("ep16-dp4");

    /// The shortest plan: everything that may be left out is.
    private static final String SHORTEST =
            """
            apiVersion: shardfit.io/v1
            kind: DeploymentPlan
            metadata: {name: short}
            model:
              name: dense
              layers: 8
              hiddenSize: 4096
              vocabularySize: 32000
              attention: {heads: 32}
              feedForward: {intermediateSize: 14336}
            hardware: {gpu: H100-SXM-80GB, gpus: 4}
            framework: {name: megatron-core}
            strategy: TP4
            workload:
              training: {globalBatch: 8, microBatch: 1, sequenceLength: 4096}
            """;

    private static DeploymentPlan plan(String text) {
        return checked(text).file().plan();
    }

    @Test
    void theFoundingPlanIsReadAsItIsWritten() {
        DeploymentPlan plan = plan(PLAN);

        assertThat(plan.name()).isEqualTo("moe-30b-ep16-dp4");
        assertThat(plan.model().name()).isEqualTo("moe-30b");
        assertThat(plan.model().layers()).isEqualTo(16);
        assertThat(plan.model().hiddenSize()).isEqualTo(4_096);
        assertThat(plan.model().vocabularySize()).isEqualTo(32_000);
        assertThat(plan.model().tiedEmbeddings()).isFalse();
        assertThat(plan.model().attention()).isEqualTo(new GroupedQuery(32, 32, 128));
        assertThat(plan.model().feedForward())
                .isInstanceOfSatisfying(
                        MixtureOfExperts.class,
                        mixture -> {
                            assertThat(mixture.gated()).isTrue();
                            assertThat(mixture.experts().count()).isEqualTo(64);
                            assertThat(mixture.experts().perToken()).isEqualTo(2);
                            assertThat(mixture.experts().intermediateSize()).isEqualTo(2_304);
                        });
        assertThat(plan.cluster().gpu().name()).isEqualTo("A100-SXM-80GB");
        assertThat(plan.cluster().gpus()).isEqualTo(16);
        assertThat(plan.cluster().gpusPerNode()).isEqualTo(8);
        assertThat(plan.convention()).isEqualTo(new Multiplicative());
        assertThat(plan.strategy()).isEqualTo(ParallelStrategy.single().withData(4).withExpert(16));
        assertThat(plan.workload())
                .isEqualTo(
                        new Training(
                                128,
                                1,
                                1_024,
                                TrainingPrecision.BF16,
                                Optimizer.ADAMW,
                                ZeroStage.OPTIMIZER,
                                ActivationRecomputation.NONE));
        assertThat(plan.declared().parameters()).contains(ParameterCount.of(30_000_000_000L));
        assertThat(plan.declared().memoryPerGpu().orElseThrow().bytes())
                .isEqualTo(ByteSize.ofBytes(114_530_000_000L));
        assertThat(plan.declared().memoryPerGpu().orElseThrow().asWritten()).isEqualTo("114.53 GB");
        assertThat(plan.safetyMargin()).isEqualTo(Share.ofPercent(8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ep16-dp1", "ep16-dp1-computed", "ep16-dp4", "ep16-dp4-megatron"})
    void jsonAndYamlOfOnePlanAreEqual(String name) {
        String json = Trees.json(Trees.ofYaml(founding(name)));

        CheckedPlan fromJson = checked(json);
        CheckedPlan fromYaml = checked(founding(name));

        assertThat(fromJson.file().plan()).isEqualTo(fromYaml.file().plan());
        assertThat(fromJson.digest()).isEqualTo(fromYaml.digest());
        assertThat(fromJson.file().assumptions()).isEqualTo(fromYaml.file().assumptions());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EP16_TP1_PP1_DP4 | {expertParallel: 16, tensorParallel: 1, dataParallel: 4}",
                "DP4_EP16 | {dataParallel: 4, expertParallel: 16}",
                "EP4_TP2_ETP1_CP2 | {expertParallel: 4, tensorParallel: 2, contextParallel: 2,"
                        + " expertTensorParallel: 1}",
                "TP2_PP4_VP2 | {tensorParallel: 2, pipelineParallel: 4, virtualPipelineStages: 2}",
                "TP2 | {tensorParallel: 2, sequenceParallel: true}",
            })
    void shorthandAndMappingOfOneStrategyAreEqual(String shorthand, String mapping) {
        CheckedPlan brief = checked(with(PLAN, "EP16_TP1_PP1_DP4", shorthand));
        CheckedPlan full = checked(with(PLAN, "EP16_TP1_PP1_DP4", mapping));

        assertThat(brief.file().plan()).isEqualTo(full.file().plan());
        assertThat(brief.digest()).isEqualTo(full.digest());
    }

    @Test
    void sequenceParallelismCanBeTurnedOff() {
        String off = "{tensorParallel: 2, sequenceParallel: false}";

        assertThat(plan(with(PLAN, "EP16_TP1_PP1_DP4", off)).strategy().sequenceParallel())
                .isFalse();
    }

    @Test
    void theFrameworkDecidesTheConvention() {
        assertThat(plan(founding("ep16-dp4-megatron")).convention()).isEqualTo(new MegatronCore());
    }

    @Test
    void expertTensorParallelismIsAssumedOnlyWhereThereAreExperts() {
        assertThat(checked(with(PLAN, "EP16_TP1_PP1_DP4", "TP2")).file().assumptions())
                .contains(
                        assumed(
                                "strategy.expertTensorParallel",
                                "2",
                                "follows from the other degrees in multiplicative"));
    }

    /// Every stage is a part of the answer: a file of 400 bytes must not ask for a million of them.
    @ParameterizedTest
    @ValueSource(strings = {"PP1025", "VP1025", "EP65537", "{pipelineParallel: 1025}"})
    void theNumberOfStagesAndRanksIsBounded(String strategy) {
        assertThat(rejected(with(PLAN, "EP16_TP1_PP1_DP4", strategy))).hasSize(1);
    }

    private static final String DATED = "its defaults changed from release to release";

    @Test
    void everythingThatIsLeftOpenIsListedWithItsOrigin() {
        assertThat(checked(SHORTEST).file().assumptions())
                .containsExactlyInAnyOrder(
                        usual("model.tiedEmbeddings", "false"),
                        usual("model.normalization", "rmsnorm"),
                        assumed(
                                "model.attention.keyValueHeads",
                                "32",
                                "as many as heads: multi-head attention"),
                        assumed("model.attention.headDim", "128", "hiddenSize ÷ heads"),
                        usual("model.feedForward.gated", "true"),
                        assumed("hardware.gpusPerNode", "4", "usual size of a node, 8 GPUs"),
                        assumed(
                                "hardware.safetyMargin",
                                "8.00 %",
                                "docs/adr/0005-safety-margin.md"),
                        assumed("framework.version", "the newest known", DATED),
                        assumed("framework.transformerEngine", "the newest known", DATED),
                        assumed(
                                "strategy.sequenceParallel",
                                "true",
                                "usual with tensor parallelism; write the mapping form to turn it"
                                        + " off"),
                        today("workload.training.precision", "bf16"),
                        today("workload.training.optimizer", "adamw"),
                        today("workload.training.recomputation", "none"),
                        assumed(
                                "workload.training.distributedOptimizer",
                                "false",
                                "off unless asked for"));
    }

    private static Assumption usual(String key, String value) {
        return assumed(key, value, "usual for published models");
    }

    private static Assumption today(String key, String value) {
        return assumed(key, value, "usual today");
    }

    private static Assumption assumed(String key, String value, String origin) {
        return new Assumption(key, value, origin);
    }

    @Test
    void servingAssumesItsPrecisionsAndBlock() {
        String serving =
                with(
                        SHORTEST,
                        "training: {globalBatch: 8, microBatch: 1, sequenceLength: 4096}",
                        "inference: {concurrentSequences: 8, contextLength: 4096}");

        assertThat(plan(serving).workload())
                .isEqualTo(new Inference(8, 4_096, Precision.BF16, Precision.BF16, 16));
        assertThat(checked(serving).file().assumptions())
                .contains(
                        today("workload.inference.weightPrecision", "bf16"),
                        today("workload.inference.kvCachePrecision", "bf16"),
                        assumed("workload.inference.kvCacheBlock", "16", "usual in engines"));
    }

    /// These plans name no release, and which one is the newest is not theirs to write.
    @Test
    void whatIsWrittenIsNotAssumed() {
        for (Map<String, Object> full : FullPlans.trees()) {
            assertThat(withoutReleases(checked(Trees.json(full)))).isEmpty();
        }
    }

    private static List<Assumption> withoutReleases(CheckedPlan plan) {
        return plan.file().assumptions().stream()
                .filter(assumption -> !assumption.key().startsWith("framework."))
                .toList();
    }

    @Test
    void assumptionsAreThePlanWhenWrittenOut() {
        Map<String, Object> tree = Trees.ofYaml(with(SHORTEST, "TP4", "{tensorParallel: 4}"));
        Map<String, Object> explicit = Trees.copy(tree);
        for (Assumption assumption : withoutReleases(checked(Trees.json(tree)))) {
            explicit = Trees.with(explicit, assumption.key(), assumption.value());
        }

        assertThat(withoutReleases(checked(Trees.json(explicit)))).isEmpty();
        assertThat(checked(Trees.json(explicit)).digest())
                .isEqualTo(checked(Trees.json(tree)).digest());
    }

    @Test
    void anErrorNamesFileLineColumnKeyAndWhatToDo() {
        InputError error = onlyError(with(PLAN, "layers: 16", "layers: sixteen"));

        assertThat(error)
                .hasToString(
                        "plan.yaml:7:11: model.layers: is \"sixteen\"; expected a whole number from"
                                + " 1 to 65536");
        assertThat(error.file()).isEqualTo("plan.yaml");
        assertThat(error.at()).isEqualTo(new Position(7, 11));
        assertThat(error.key()).isEqualTo("model.layers");
    }

    @Test
    void aMissingKeyIsReportedAtItsMapping() {
        InputError error = onlyError(with(PLAN, "  hiddenSize: 4096\n", ""));

        assertThat(error)
                .hasToString(
                        "plan.yaml:6:3: model.hiddenSize: is missing; expected a whole number from"
                                + " 1 to 1000000000");
    }

    @Test
    void errorsAreReportedTogetherInTheOrderOfTheFile() {
        String wrong =
                PLAN.replace("optimizer: adamw", "optimizer: adam")
                        .replace("layers: 16", "layers: -16")
                        .replace("gpu: A100-SXM-80GB", "gpu: A100-SXM-90GB")
                        .replace("name: multiplicative", "name: multiplicativ")
                        .replace("114.53 GB", "114.53")
                        .replace("tiedEmbeddings", "tiedEmbedings");

        List<InputError> errors = rejected(wrong);

        assertThat(errors)
                .extracting(InputError::key)
                .containsExactly(
                        "model.layers",
                        "model.tiedEmbedings",
                        "hardware.gpu",
                        "framework.name",
                        "workload.training.optimizer",
                        "declared.memoryPerGpu");
        assertThat(errors).extracting(error -> error.at().line()).isSorted();
    }

    @ParameterizedTest
    @CsvSource({
        "layers: 16, layer: 16, model.layer, layers",
        "hiddenSize, hiddensize, model.hiddensize, hiddenSize",
        "keyValueHeads, keyValueHead, model.attention.keyValueHead, keyValueHeads",
        "perToken, perTokens, model.feedForward.experts.perTokens, perToken",
        "workload, worklaod, worklaod, workload",
        "microBatch, micro_batch, workload.training.micro_batch, microBatch",
        "distributedOptimizer, distributedOptimiser, workload.training.distributedOptimiser,"
                + " distributedOptimizer",
        "memoryPerGpu, memoryPerGPU, declared.memoryPerGPU, memoryPerGpu",
    })
    void aMisspeltKeyIsRecognised(String right, String wrong, String path, String meant) {
        assertThat(rejected(PLAN.replace(right, wrong)))
                .anySatisfy(error -> {
                    assertThat(error.key()).isEqualTo(path);
                    assertThat(error.remedy()).isEqualTo("did you mean `" + meant + "`?");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "A100-SXM-80G, A100-SXM-80GB",
        "h100-sxm5-80gb-, H100-SXM5-80GB",
        "MI300, MI300X",
        "RTX-40900, RTX-4090",
    })
    void aMisspeltGpuIsRecognised(String wrong, String meant) {
        InputError error = onlyError(with(PLAN, "A100-SXM-80GB", wrong));

        assertThat(error.key()).isEqualTo("hardware.gpu");
        assertThat(error.problem()).contains("\"" + wrong + "\"", "not in the catalogue");
        assertThat(error.remedy())
                .startsWith("did you mean `" + meant + "`?")
                .contains("shardfit hardware");
    }

    @Test
    void aGpuIsFoundByAliasInAnyCase() {
        assertThat(plan(with(PLAN, "A100-SXM-80GB", "a100-80gb"))).isEqualTo(plan(PLAN));
    }

    @ParameterizedTest
    @CsvSource({
        "optimizer: adamw, optimizer: adam, adamw",
        "precision: bf16, precision: bfloat16, bf16",
        "recomputation: none, recomputation: ful, full",
        "name: multiplicative, name: megatron, megatron-core",
    })
    void aWordThatIsNoneIsAnsweredWithTheWordsThatAre(String right, String wrong, String word) {
        assertThat(onlyError(with(PLAN, right, wrong)).remedy())
                .startsWith("expected one of ")
                .contains(word);
    }

    @ParameterizedTest
    @ValueSource(strings = {"deepspeed", "torchtitan", "vllm", "sglang", "tensorrt-llm"})
    void everyConventionHasItsName(String name) {
        assertThat(plan(with(PLAN, "name: multiplicative", "name: " + name)).convention().name())
                .isEqualTo(name);
    }

    @Test
    void theRarerDegreesAreReadInBothForms() {
        ParallelStrategy rare =
                ParallelStrategy.single()
                        .withTensor(8)
                        .withDataReplicate(2)
                        .withAttentionData(4)
                        .withPrefillContext(3)
                        .withDecodeContext(5)
                        .withRedundantExperts(32);
        String mapping =
                "{tensorParallel: 8, dataParallelReplicate: 2, attentionDataParallel: 4,"
                        + " prefillContextParallel: 3, decodeContextParallel: 5, redundantExperts: 32}";

        assertThat(plan(with(PLAN, "EP16_TP1_PP1_DP4", mapping)).strategy()).isEqualTo(rare);
        assertThat(plan(with(PLAN, "EP16_TP1_PP1_DP4", rare.shorthand())).strategy())
                .isEqualTo(rare);
        assertThat(rare.shorthand()).isEqualTo("EP1_TP8_PP1_DP1_RDP2_ADP4_PCP3_DCP5_RE32");
    }

    @Test
    void aReleaseIsReadAndOneThatCannotBeComparedIsSaid() {
        assertThat(plan(with(PLAN, "multiplicative", "vllm, version: v0.19.0")).framework())
                .satisfies(framework -> {
                    assertThat(framework.isBefore("0.20")).isTrue();
                    assertThat(framework.isBefore("0.19")).isFalse();
                });
        assertThat(
                        checked(with(PLAN, "multiplicative", "vllm, version: d98e8a6"))
                                .file()
                                .assumptions())
                .contains(
                        assumed(
                                "framework.version",
                                "the newest known",
                                "\"d98e8a6\" is no number of a release"));
        assertThat(checked(with(PLAN, "multiplicative", "vllm")).file().assumptions())
                .contains(
                        assumed(
                                "framework.version",
                                "the newest known",
                                "its defaults changed from release to release"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EP16_EP4 | names EP twice",
                "EP16-TP1 | has \"EP16-TP1\"",
                "EP0 | has \"EP0\"",
                "ep16 | has \"ep16\"",
                "XP4 | has \"XP4\"",
                "EP16_ | has \"\"",
                "[1] | is a list",
                "EP1000_TP1000_PP1000_DP1000 | multiplies to more than 2147483647 GPUs",
            })
    void aStrategyThatIsNoneSaysWhy(String strategy, String problem) {
        InputError error = onlyError(with(PLAN, "EP16_TP1_PP1_DP4", strategy));

        assertThat(error.key()).isEqualTo("strategy");
        assertThat(error.problem()).isEqualTo(problem);
    }

    @Test
    void trainingAndInferenceExcludeEachOther() {
        String both = PLAN.replace("  training:", "  inference: {}\n  training:");
        String neither = PLAN.replaceAll("\n  training: .*", " {}");

        assertThat(rejected(both).getFirst().problem()).isEqualTo("stands beside `training`");
        assertThat(onlyError(neither).problem()).isEqualTo("is missing, and so is `inference`");
    }

    @Test
    void zeroStageAndDistributedOptimizerExcludeEachOther() {
        String both =
                with(
                        PLAN,
                        "distributedOptimizer: true",
                        "distributedOptimizer: true, zeroStage: 2");

        assertThat(onlyError(both).key()).isEqualTo("workload.training.zeroStage");
    }

    @Test
    void theDistributedOptimizerIsZeroStageOne() {
        assertThat(plan(with(PLAN, "distributedOptimizer: true", "zeroStage: 1")))
                .isEqualTo(plan(PLAN));
    }

    @Test
    void sizesThatContradictEachOtherAreNamed() {
        assertThat(onlyError(with(PLAN, "keyValueHeads: 32", "keyValueHeads: 5")).remedy())
                .isEqualTo("expected a divisor of heads, 32");
        assertThat(onlyError(with(PLAN, "perToken: 2", "perToken: 65")).remedy())
                .isEqualTo("expected at most count, 64");
        assertThat(onlyError(with(PLAN, "firstDenseLayers: 0", "firstDenseLayers: 3")).problem())
                .isEqualTo("is 0, but 3 of 16 layers are dense");
        assertThat(
                        onlyError(
                                PLAN.replace(
                                        "heads: 32, keyValueHeads: 32, headDim: 128", "heads: 3")))
                .extracting(InputError::key)
                .isEqualTo("model.attention.headDim");
    }
}
