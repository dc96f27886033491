package io.shardfit.application.document;

import static io.shardfit.application.PlanFiles.checked;
import static io.shardfit.application.PlanFiles.founding;
import static io.shardfit.application.PlanFiles.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.PlanFiles;
import io.shardfit.application.Trees;
import io.shardfit.application.format.JsonText;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A plan has one digest however it is written, and another one when it says something else.
class PlanDigestTest {
    private static final String PLAN = founding("ep16-dp1");
    private static final String DIGEST = checked(PLAN).digest();

    @Test
    void theDigestOfTheFoundingPlanStaysWhatItIs() {
        assertThat(DIGEST)
                .isEqualTo(
                        "sha256:437d7cb6c447c118015811938c45aeb03b11ac12296aeb547962790312d775e0");
    }

    /// What commit 094d4a7 printed, before the format learnt more keys.
    @ParameterizedTest
    @CsvSource({
        "deepseek-v3-h100-training-one-stage, 657ed61f970aa15a55e5cd283c3c630c0c9cbd2aa0713721abb25efb94ea251e",
        "deepseek-v3-h100-training, 6a94b9baec16bf370952c2f1451b08bd5110de1fd7b9b28dbeae9afb796f4259",
        "founding/ep16-dp1-computed, 196115a421c6534dcd34b34cbaab5750455c7b0b06a87825b0a86c0b633f7556",
        "founding/ep16-dp4-megatron, f7de96d60c3d271ecd6337a6c401d307790b2d08d1036b724be9a4a597564f2e",
        "founding/ep16-dp4, 1033ea87194b82308a3de295cafe607df433d4715fe5215d158b0428a0657494",
        "llama3-70b-h100-inference, 3269540c3006e0a058739e1b85050d2d297119af25eee9a1f05f60ce6acb1a88",
        "llama3-70b-h100-training, beeea736b092f62c09b0a062bc0303d050640ca6bdb9d0cae22c71c1b5f11942",
        "llama3-70b-tight, 995ac701ab4038ca165865acbab843c158d313b2ccda5f0cec349c4e2e819758",
        "mixtral-8x7b-megatron-sample-32-gpus,"
                + " 8c0220d046a53132e785fe5e02dba36d5e37f5f2d3fdec6f823afab3f22f55fe",
        "mixtral-8x7b-megatron-sample, 63f7d68e6735a5212c9b94af3ba0e2c545a8022d593d6af3ca5b95a1eeed83fa",
        "uneven-experts, 9fda65cff823a5c6c6907b1014358e1318c8a52055961a0cb761fc5e4ccb02ef",
        "unknown, 5cbc360166b3bfb20a872ca1ce72a8be797b77c992dd1b5434095948fd56cf4b",
    })
    void anExampleKeepsItsDigest(String name, String digest) {
        String plan = PlanFiles.text(Path.of("..", "examples", name + ".yaml"));

        assertThat(checked(plan).digest()).isEqualTo("sha256:" + digest);
    }

    /// As above: words that the examples do not use.
    @ParameterizedTest
    @CsvSource({
        "precision: bf16, precision: fp32, bb08e892cd1a60e2e4822fff719d03333f8397d01b4da5b5e17edbb0673c5af4",
        "precision: bf16, precision: fp8, cb3f408ce9e9a5808c0686572c24292281fd1e24c6593fa45989e21ce7f3f86d",
        "optimizer: adamw, optimizer: adamw-8bit,"
                + " 64fa7b0d1f89353345fd44273ee31bc33c2454b309a087352aeeae8be456c2cb",
        "optimizer: adamw, optimizer: sgd-momentum,"
                + " 6066ff824d73cbc7f5d377d5e85ddea2786db96c389f402034a5b2c1c016aa43",
        "distributedOptimizer: true, zeroStage: 3,"
                + " 9cdcee26585d3dea2cfa6fb1fc88678795e31a6ebf5dfb2325e5d590e23c80c1",
        "recomputation: none, recomputation: selective,"
                + " 17c0983196e00205ffaf4778c637e5c5b700fe0ae81acca52b8a845c34050499",
        "recomputation: none, recomputation: full,"
                + " 5e0f36f26613938b1d20b4c2c392c8aad80d1f49fe8a5f34442103984ef487ef",
        "tiedEmbeddings: false, tiedEmbeddings: true,"
                + " 9148a8217eea2823200cc6b1ca8d8ca7c778929e55837043df34f672214aa690",
        "sharedIntermediateSize: 0, sharedIntermediateSize: 2304,"
                + " 3777f0ecb1c2036b646a14f7380a935c93de530cc57b5f7d28ed76d8f3642da7",
        "multiplicative, megatron-core, 7c165cf79d25f1827e0dfdaaec79c5fe79a4889d7a3252643eb8232ae8e082d3",
    })
    void aTrainingPlanKeepsItsDigest(String one, String other, String digest) {
        assertThat(checked(with(PLAN, one, other)).digest()).isEqualTo("sha256:" + digest);
    }

    /// As above.
    @ParameterizedTest
    @CsvSource({
        "weightPrecision: bf16, weightPrecision: fp8,"
                + " 61c8f918b9341a75b2a9b41d884d4449a8d37a244df28190ac34b06e78287c38",
        "weightPrecision: bf16, weightPrecision: int4,"
                + " 5c10e68ed7b64f2c1f2fca3cd6a5806112684501186c9db48eef0791cce2ffc4",
        "kvCachePrecision: bf16, kvCachePrecision: fp8,"
                + " 14f88a916373f26b697fcb3a0596cbe05140a52a1c40b8c152d4b1ae63173176",
        "kvCacheBlock: 16, kvCacheBlock: 64,"
                + " adbf9f0f3f1cf980b221d8987113a910773382ddbf66676138dae16cdf3334b8",
    })
    void aServingPlanKeepsItsDigest(String one, String other, String digest) {
        String plan = PlanFiles.text(Path.of("..", "examples", "llama3-70b-h100-inference.yaml"));

        assertThat(checked(with(plan, one, other)).digest()).isEqualTo("sha256:" + digest);
    }

    /// What says the same in two ways is one plan.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "layers: 16 | layers: 16, layerTypes: [full]",
                "layers: 16 | layers: 16, linearBias: none, learnedPositions: 0",
                "layers: 16 | layers: 16, additionalParameters: 0, multiTokenPredictionLayers: 0",
                "headDim: 128 | headDim: 128, outputGate: false, queryKeyNorm: false",
                "everyNthLayer: 1 | everyNthLayer: 1, latentSize: 0, sharedGate: false",
                "precision: bf16 | precision: bf16, weightPrecision: bf16, masterPrecision: fp32",
                "precision: bf16 | precision: bf16, gradientPrecision: fp32, momentPrecision: fp32",
                "precision: bf16 | precision: bf16, attentionKernel: flash, crossEntropy: fused",
                "precision: bf16 | precision: bf16, offload: {optimizer: 0 %}",
                "precision: bf16 | precision: bf16, experts: {dispatcher: alltoall}",
            })
    void aDefaultWrittenOutIsTheSamePlan(String one, String other) {
        String written = one.equals("layers: 16") ? other.replace(", ", "\n  ") : other;

        assertThat(checked(with(PLAN, one, written)).digest()).isEqualTo(DIGEST);
    }

    @Test
    void keyOrderDoesNotMatter() {
        assertThat(checked(Trees.json(backwards(Trees.ofYaml(PLAN)))).digest()).isEqualTo(DIGEST);
    }

    private static Object backwards(Object tree) {
        if (!(tree instanceof Map<?, ?> members)) {
            return tree;
        }
        List<Map.Entry<?, ?>> entries = new ArrayList<>(members.entrySet());
        Collections.reverse(entries);
        Map<Object, Object> turned = new LinkedHashMap<>();
        entries.forEach(entry -> turned.put(entry.getKey(), backwards(entry.getValue())));
        return turned;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A100-SXM-80GB | a100-80gb",
                "layers: 16 | layers: 16 # a comment",
                "layers: 16 | layers: '16'",
                "layers: 16 | layers: 1.6e1",
                "30e9 | 30000000000",
                "114.53 GB | 114530 MB",
                "EP16_TP1_PP1_DP1 | {expertParallel: 16}",
                "distributedOptimizer: true | zeroStage: 1",
                "gpusPerNode: 8 | gpusPerNode: 8, safetyMargin: 8 %",
                "tiedEmbeddings: false | normalization: rmsnorm",
                "{name: multiplicative} | {name: multiplicative, version: main}",
                "EP16_TP1_PP1_DP1 | {expertParallel: 16, redundantExperts: 0, attentionDataParallel: 1}",
                "metadata: {name: moe-30b-ep16-dp1} | metadata: {name: moe-30b-ep16-dp1,"
                        + " description: x}",
            })
    void thatWhichMeansTheSameHasTheSameDigest(String one, String other) {
        assertThat(checked(with(PLAN, one, other)).digest()).isEqualTo(DIGEST);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: moe-30b-ep16-dp1 | name: other",
                "'  name: moe-30b' | '  name: moe-30c'",
                "layers: 16 | layers: 17",
                "{name: multiplicative} | {name: multiplicative, version: 3}",
                "{name: multiplicative} | {name: multiplicative, transformerEngine: 2.3}",
                "EP16_TP1_PP1_DP1 | EP16_TP1_PP1_DP1_RE16",
                "EP16_TP1_PP1_DP1 | EP16_TP1_PP1_DP1_DCP2",
                "hiddenSize: 4096 | hiddenSize: 4128",
                "vocabularySize: 32000 | vocabularySize: 32001",
                "tiedEmbeddings: false | tiedEmbeddings: true",
                "tiedEmbeddings: false | normalization: layernorm",
                " heads: 32 | heads: 64",
                "keyValueHeads: 32 | keyValueHeads: 8",
                "headDim: 128 | headDim: 64",
                "gated: true | gated: false",
                "intermediateSize: 0 | intermediateSize: 1",
                "count: 64 | count: 65",
                "perToken: 2 | perToken: 3",
                "intermediateSize: 2304 | intermediateSize: 2305",
                "sharedIntermediateSize: 0 | sharedIntermediateSize: 1",
                "intermediateSize: 0 | intermediateSize: 8",
                "30e9 | 31e9",
                "A100-SXM-80GB | A100-PCIe-80GB",
                "A100-SXM-80GB | {name: A100-SXM-80GB, memory: 80 GB}",
                "gpus: 16 | gpus: 17",
                "gpusPerNode: 8 | gpusPerNode: 4",
                "gpusPerNode: 8 | gpusPerNode: 8, safetyMargin: 8.1 %",
                "gpusPerNode: 8 | gpusPerNode: 8, network: 50 GB/s",
                "multiplicative | megatron-core",
                "EP16 | EP8",
                "TP1 | TP2",
                "PP1 | PP2",
                "DP1 | DP2",
                "_PP1_DP1 | _PP1_DP1_CP2",
                "_PP1_DP1 | _PP1_DP1_ETP2",
                "_PP1_DP1 | _PP1_DP1_VP2",
                "EP16_TP1_PP1_DP1 | {expertParallel: 16, sequenceParallel: false}",
                "globalBatch: 128 | globalBatch: 129",
                "microBatch: 1 | microBatch: 2",
                "sequenceLength: 1024 | sequenceLength: 1025",
                "precision: bf16 | precision: fp16",
                "optimizer: adamw | optimizer: sgd",
                "distributedOptimizer: true | distributedOptimizer: false",
                "distributedOptimizer: true | zeroStage: 3",
                "recomputation: none | recomputation: selective",
                "114.53 GB | 114.53 GiB",
            })
    void anyOtherValueIsAnotherDigest(String one, String other) {
        assertThat(checked(PLAN.replace(one, other)).digest()).isNotEqualTo(DIGEST);
    }

    @Test
    void theCanonicalFormIsThatOfRfc8785() {
        String canonical =
                JsonText.canonical(
                        PlanDocument.of(checked(PLAN).file().plan(), PlanFiles.CATALOGUE));

        assertThat(canonical).startsWith("{\"apiVersion\":\"shardfit.io/v1\",\"declared\":{");
        assertThat(canonical.replaceAll("\"[^\"]*\"", ""))
                .doesNotContainPattern("\\d[.eE]|\\s|null");
        assertThat(Trees.json(Trees.ofJson(canonical)).replaceAll("(,|:) ", "$1"))
                .isEqualTo(canonical);
        isSorted(Trees.ofJson(canonical));
    }

    private static void isSorted(Object tree) {
        if (tree instanceof Map<?, ?> members) {
            assertThat(members.keySet().stream().map(Object::toString).toList()).isSorted();
            members.values().forEach(PlanDigestTest::isSorted);
        }
    }

    @Test
    void membersAreSortedByUtf16UnitsAndNumbersArePlain() {
        Json json =
                Json.fields()
                        .with("\u20ac", "Euro Sign")
                        .with("\r", "Carriage Return")
                        .with("\ufb33", "Hebrew Letter Dalet With Dagesh")
                        .with("1", "One")
                        .with("\ud83d\ude00", "Emoji: Grinning Face")
                        .with("\u0080", "Control")
                        .with("\u00f6", Json.given(9_007_199_254_740_991L, "", "n", "here"))
                        .build();

        assertThat(JsonText.canonical(json))
                .isEqualTo(
                        "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                                + "\"\u00f6\":9007199254740991,\"\u20ac\":\"Euro Sign\","
                                + "\"\ud83d\ude00\":\"Emoji: Grinning Face\","
                                + "\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
    }

    @Test
    void theVerdictCarriesTheDigest() {
        Map<String, Object> answer =
                Trees.ofJson(JsonText.pretty(VerdictDocument.of(checked(PLAN))));

        assertThat(answer).containsEntry("digest", DIGEST);
        assertThat(answer).containsEntry("ruleSet", BigDecimal.TWO);
    }
}
