package io.shardfit.application.document;

import static io.shardfit.application.PlanFiles.checked;
import static io.shardfit.application.PlanFiles.founding;
import static io.shardfit.application.PlanFiles.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.PlanFiles;
import io.shardfit.application.Trees;
import io.shardfit.application.format.JsonText;
import java.math.BigDecimal;
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
