package io.shardfit.application.document;

import static io.shardfit.application.PlanFiles.checked;
import static io.shardfit.application.PlanFiles.founding;
import static io.shardfit.application.PlanFiles.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.shardfit.application.CheckedPlan;
import io.shardfit.application.PlanFiles;
import io.shardfit.application.Trees;
import io.shardfit.application.format.JsonText;
import io.shardfit.domain.quantity.Derivation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The published answer, read back from its text.
class VerdictDocumentTest {

    private static Map<String, Object> answer(CheckedPlan plan) {
        return Trees.ofJson(JsonText.pretty(VerdictDocument.of(plan)));
    }

    private static Map<String, Object> answer(String example) {
        return answer(checked(founding(example)));
    }

    private static Object at(Object tree, String path) {
        return Trees.at(tree, path);
    }

    private static BigDecimal number(String digits) {
        return new BigDecimal(digits);
    }

    /// The founding case with other strategies and workloads, all with a memory table.
    static Stream<CheckedPlan> assessed() {
        String computed = founding("ep16-dp1-computed");
        String serving =
                computed.replaceAll(
                        "training: .*",
                        "inference: {concurrentSequences: 64, contextLength: 3000}");
        String strategy = "EP16_TP1_PP1_DP1";
        return Stream.of(
                        computed,
                        founding("ep16-dp1"),
                        founding("ep16-dp4"),
                        with(computed, strategy, "EP3_TP2_PP4_DP2"),
                        with(computed, strategy, "EP4_PP4_VP2"),
                        with(computed, strategy, "PP5"),
                        with(computed, "distributedOptimizer: true", "zeroStage: 3"),
                        with(computed, "recomputation: none", "recomputation: full"),
                        with(computed, "precision: bf16", "precision: fp8"),
                        with(computed, "gpusPerNode: 8", "gpusPerNode: 8, safetyMargin: 12.5 %"),
                        with(computed, "A100-SXM-80GB", "{name: ours, memory: 80 GB}"),
                        with(computed, "A100-SXM-80GB", "L4"),
                        with(serving, strategy, "EP2_TP2"),
                        with(serving, strategy, "EP64_PP2"))
                .map(PlanFiles::checked);
    }

    @Test
    void theDocumentHasItsMembersInOrder() {
        Map<String, Object> answer = answer("ep16-dp1");

        assertThat(answer.keySet())
                .containsExactly(
                        "schemaVersion",
                        "verdict",
                        "name",
                        "digest",
                        "engineVersion",
                        "ruleSet",
                        "framework",
                        "model",
                        "strategy",
                        "gpus",
                        "memory",
                        "serving",
                        "experts",
                        "compute",
                        "findings",
                        "assumptions");
        assertThat(at(answer, "schemaVersion")).isEqualTo("1.0");
        assertThat(at(answer, "verdict")).isEqualTo("NOT_READY");
        assertThat(at(answer, "ruleSet")).isEqualTo(number("2"));
        assertThat((String) at(answer, "digest")).matches("sha256:[0-9a-f]{64}");
        assertThat(at(answer, "model.name")).isEqualTo("moe-30b");
        assertThat(at(answer, "framework")).isEqualTo("multiplicative");
    }

    @Test
    void theFoundingStrategyNeeds64Of16Gpus() {
        Map<String, Object> answer = answer("ep16-dp4");

        assertThat(at(answer, "gpus.required")).isEqualTo(number("64"));
        assertThat(at(answer, "gpus.available")).isEqualTo(number("16"));
        assertThat(at(answer, "experts.perGpu.min")).isEqualTo(number("4"));
        assertThat(at(answer, "experts.perGpu.max")).isEqualTo(number("4"));
        assertThat(at(answer, "experts.imbalance")).isEqualTo(number("1"));
        assertThat(at(answer, "compute.bound")).isEqualTo("MEMORY_CAPACITY");
    }

    @Test
    void theWorstGpuAndItsPartsAreWhole() {
        Map<String, Object> memory = Trees.mappingAt(answer("ep16-dp1"), "memory");

        assertThat(memory.keySet())
                .containsExactly(
                        "safetyMargin",
                        "budgetBytes",
                        "capacityBytes",
                        "deviceBytes",
                        "declared",
                        "worst",
                        "leftBytes",
                        "stages");
        assertThat(Trees.mappingAt(memory, "worst").keySet())
                .containsExactly(
                        "rank", "stage", "allocatedBytes", "totalBytes", "lowBytes", "highBytes");
        assertThat(at(memory, "declared.asWritten")).isEqualTo("114.53 GB");
        assertThat(at(memory, "declared.bytes")).isEqualTo(number("114530000000"));
        assertThat(stages(memory)).hasSize(1);
        assertThat(parts(stages(memory).getFirst()))
                .hasSizeGreaterThan(5)
                .allSatisfy(part ->
                        assertThat(part.keySet())
                                .containsExactly(
                                        "id", "allocated", "bytes", "low", "high", "basis"));
    }

    /// An A100 of 80 GB reports 81,920 MiB, which is 80 GiB, the very bytes that are declared; and
    /// with no margin the budget is the capacity.
    @Test
    void evidenceLeadsToWhatItIsNotToWhatIsAsLarge() {
        String plan =
                with(founding("ep16-dp1"), "gpusPerNode: 8", "gpusPerNode: 8, safetyMargin: 0 %");
        Explanation document =
                new Explanation(
                        VerdictDocument.of(
                                checked(
                                        with(
                                                with(plan, "114.53 GB", "80 GiB"),
                                                "sequenceLength: 1024",
                                                "sequenceLength: 65536"))));
        BigDecimal declared = number("85899345920");
        assertThat(value(document, "memory.declared.bytes")).isEqualByComparingTo(declared);
        assertThat(value(document, "memory.deviceBytes")).isEqualByComparingTo(declared);
        assertThat(value(document, "memory.budgetBytes"))
                .isEqualByComparingTo(value(document, "memory.capacityBytes"));

        assertThat(origin(document, "MEM003", "need")).isEqualTo("memory.declared.bytes");
        assertThat(origin(document, "MEM003", "capacity")).isEqualTo("memory.capacityBytes");
        assertThat(origin(document, "MEM001", "need")).isEqualTo("memory.worst.totalBytes");
        assertThat(origin(document, "MEM001", "capacity")).isEqualTo("memory.capacityBytes");
        assertThat(overOrigins(document, "MEM001"))
                .containsExactly("memory.worst.totalBytes", "memory.capacityBytes");
        assertThat(overOrigins(document, "MEM003"))
                .containsExactly("memory.declared.bytes", "memory.capacityBytes");
    }

    private static BigDecimal value(Explanation document, String path) {
        return document.number(path).orElseThrow().value();
    }

    private static String origin(Explanation document, String code, String component) {
        return how(document, code, component).source();
    }

    private static List<String> overOrigins(Explanation document, String code) {
        return how(document, code, "over").terms().stream()
                .map(term -> ((Derivation.Given) term).origin())
                .toList();
    }

    private static Derivation how(Explanation document, String code, String component) {
        return document.number("findings[%s].evidence.%s".formatted(code, component))
                .orElseThrow()
                .how();
    }

    @Test
    void arithmeticIsWorkedOutOnceAndOnlyWhenItIsAskedFor() {
        List<String> asked = new ArrayList<>();
        Json.Figure figure =
                Json.figure(
                        4,
                        () -> {
                            asked.add("how");
                            return Derivation.given(4, "", "four", "the plan");
                        });
        assertThat(asked).isEmpty();

        assertThat(figure.how()).isSameAs(figure.how());
        assertThat(asked).containsExactly("how");
    }

    @ParameterizedTest
    @MethodSource("assessed")
    void sumsAgree(CheckedPlan plan) {
        Map<String, Object> answer = answer(plan);
        if (answer.get("memory") == null) {
            assertThat(at(answer, "verdict")).isEqualTo("NOT_READY");
            return;
        }
        Map<String, Object> memory = Trees.mappingAt(answer, "memory");
        int worst = ((BigDecimal) at(memory, "worst.stage")).intValueExact();

        for (Map<String, Object> stage : stages(memory)) {
            assertThat(sum(stage, "bytes")).isEqualTo(stage.get("totalBytes"));
            assertThat(sum(stage, "low")).isEqualTo(stage.get("lowBytes"));
            assertThat(sum(stage, "high")).isEqualTo(stage.get("highBytes"));
            assertThat((BigDecimal) stage.get("totalBytes"))
                    .isBetween(
                            (BigDecimal) stage.get("lowBytes"), (BigDecimal) stage.get("highBytes"))
                    .isLessThanOrEqualTo((BigDecimal) at(memory, "worst.totalBytes"));
        }
        assertThat(stages(memory).get(worst).get("totalBytes"))
                .isEqualTo(at(memory, "worst.totalBytes"));
        assertThat((BigDecimal) memory.get("budgetBytes"))
                .isLessThan((BigDecimal) memory.get("capacityBytes"));
        if (answer.get("experts") != null) {
            assertThat(placed(answer)).isEqualTo(number("64"));
        }
    }

    private static Object placed(Map<String, Object> answer) {
        return items(answer, "experts.placement").stream()
                .map(block -> (BigDecimal) block.get("count"))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal sum(Map<String, Object> stage, String member) {
        return parts(stage).stream()
                .map(part -> (BigDecimal) part.get(member))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static List<Map<String, Object>> stages(Map<String, Object> memory) {
        return items(memory, "stages");
    }

    private static List<Map<String, Object>> parts(Map<String, Object> stage) {
        return items(stage, "parts");
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> items(Object tree, String path) {
        return (List<Map<String, Object>>) at(tree, path);
    }

    @ParameterizedTest
    @MethodSource("assessed")
    void everyNumberIsItsPrintedArithmetic(CheckedPlan plan) {
        List<Derivation> hows = new ArrayList<>();
        collect(VerdictDocument.of(plan), hows);

        assertThat(hows).hasSizeGreaterThan(15);
        assertThat(hows.stream().map(Arithmetic::fault).filter(fault -> !fault.isEmpty()))
                .isEmpty();
    }

    private static void collect(Json json, List<Derivation> hows) {
        switch (json) {
            case Json.Fields(Map<String, Json> members) ->
                    members.values().forEach(value -> collect(value, hows));
            case Json.Items items -> items.values().forEach(value -> collect(value, hows));
            case Json.Figure figure -> hows.add(figure.how());
            case Json.Text _, Json.Flag _, Json.Nothing _ -> {}
        }
    }

    @Test
    void aFaultInTheArithmeticIsSeen() {
        Derivation.Term two = Derivation.term("a", 2, "two", "here");

        assertThat(Arithmetic.fault(Derivation.of(4, "x", "ceil(a × a - 1 ÷ 2)", "here", two)))
                .isEmpty();
        assertThat(Arithmetic.fault(Derivation.of(5, "x", "a × a", "here", two)))
                .isEqualTo("\"a × a\" gives 4, not 5");
    }

    @ParameterizedTest
    @CsvSource({
        "ep16-dp4, PAR003, strategy, 19",
        "ep16-dp1, MEM003, declared.memoryPerGpu, 22",
    })
    void aFindingNamesItsPlaceInTheFileAndItsEvidence(
            String example, String code, String key, int line) {
        Map<String, Object> finding =
                items(answer(example), "findings").stream()
                        .filter(found -> found.get("code").equals(code))
                        .findFirst()
                        .orElseThrow();

        assertThat(finding.keySet())
                .containsExactly("code", "severity", "message", "source", "evidence", "explain");
        assertThat(finding.get("severity")).isEqualTo("blocker");
        assertThat(finding.get("explain")).isEqualTo("shardfit explain " + code);
        assertThat(at(finding, "source.file")).isEqualTo("plan.yaml");
        assertThat(at(finding, "source.key")).isEqualTo(key);
        assertThat(at(finding, "source.line")).isEqualTo(number("" + line));
        assertThat(Trees.mappingAt(finding, "evidence")).isNotEmpty();
    }

    @Test
    void evidenceIsTheNumbersOfTheFinding() {
        assertThat(items(answer("ep16-dp4"), "findings"))
                .anySatisfy(finding -> {
                    assertThat(at(finding, "evidence.required")).isEqualTo(number("64"));
                    assertThat(at(finding, "evidence.available")).isEqualTo(number("16"));
                });
    }

    @Test
    void aRefusedPlanHasNoAmountsAndSaysWhy() {
        Map<String, Object> answer =
                answer(checked(with(founding("ep16-dp1"), "EP16_TP1_PP1_DP1", "EP16_TP5")));

        assertThat(answer).containsEntry("memory", null).containsEntry("compute", null);
        assertThat(answer).containsEntry("verdict", "NOT_READY");
        assertThat(items(answer, "findings")).isNotEmpty();
    }

    @Test
    void aDenseModelHasNoExperts() {
        String dense =
                founding("ep16-dp1-computed")
                        .replace("EP16_TP1_PP1_DP1", "DP16")
                        .replaceAll("\n +experts: .*", "")
                        .replace("intermediateSize: 0", "intermediateSize: 11008");

        assertThat(answer(checked(dense))).containsEntry("experts", null);
    }

    @Test
    void assumptionsAreListedWithTheirOrigin() {
        List<Map<String, Object>> assumptions = items(answer("ep16-dp1"), "assumptions");

        assertThat(assumptions)
                .isNotEmpty()
                .allSatisfy(assumption -> {
                    assertThat(assumption.keySet()).containsExactly("key", "value", "origin");
                    assertThat(assumption.values()).doesNotContain("");
                });
        assertThat(assumptions)
                .extracting(assumption -> assumption.get("key"))
                .contains("model.normalization", "hardware.safetyMargin");
    }

    @Test
    void noByteOfTheDocumentSteersATerminal() {
        CheckedPlan plan = checked(founding("ep16-dp1"));

        assertThat(JsonText.pretty(VerdictDocument.of(plan)))
                .endsWith("}\n")
                .doesNotContainPattern("[\\p{Cntrl}&&[^\n]]");
        assertThat(JsonText.pretty(Json.text("\u001b[31m\u0007\n"))).doesNotContain("\u001b");
    }

    @Test
    void errorsAreADocumentToo() {
        Map<String, Object> document =
                Trees.ofJson(
                        JsonText.pretty(
                                ErrorDocument.of(
                                        PlanFiles.rejected(
                                                with(
                                                        founding("ep16-dp1"),
                                                        "layers: 16",
                                                        "layers: x")))));

        assertThat(document.keySet()).containsExactly("schemaVersion", "errors");
        Map<String, Object> error = items(document, "errors").getFirst();
        assertThat(error)
                .containsEntry("code", "INPUT")
                .containsEntry("transient", false)
                .containsEntry("message", "is \"x\"");
        assertThat(at(error, "source.line")).isEqualTo(number("7"));
        assertThat(at(error, "source.key")).isEqualTo("model.layers");
    }

    /// A time is never said without their interval, parts and what stays free.
    @Test
    void theTimeOfAStepHasAnIntervalPartsAndHeadroom() {
        Map<String, Object> answer = answer("ep16-dp1");

        BigDecimal low = value(at(answer, "compute.time.stepSeconds.low"));
        BigDecimal expected = value(at(answer, "compute.time.stepSeconds.expected"));
        BigDecimal high = value(at(answer, "compute.time.stepSeconds.high"));
        assertThat(low).isLessThan(expected);
        assertThat(expected).isLessThan(high);
        // 128 sequences of 1 024 tokens
        assertThat(
                        value(at(answer, "compute.time.tokensPerSecond.expected")).doubleValue()
                                * expected.doubleValue())
                .isCloseTo(131_072, within(1e-6));
        assertThat((List<?>) at(answer, "compute.time.parts"))
                .extracting(part -> at(part, "id"))
                .contains("matrixProducts", "expertProducts", "expertExchange", "optimizer");
        assertThat(at(answer, "compute.network.assumed")).isEqualTo(true);
        assertThat(((Map<?, ?>) at(answer, "compute.headroom")).keySet())
                .map(Object::toString)
                .containsExactly("memoryCapacity", "memoryBandwidth", "compute", "network");
    }

    @Test
    void withoutRatesTheAnswerSaysWhyThereIsNoTime() {
        Map<String, Object> answer =
                answer(
                        checked(
                                with(
                                        founding("ep16-dp1-computed"),
                                        "A100-SXM-80GB",
                                        "{name: ours, memory: 80 GB}")));

        assertThat(at(answer, "compute.time.unknown").toString()).contains("not published");
        assertThat(at(answer, "compute.headroom")).isNull();
    }

    private static BigDecimal value(Object figure) {
        return figure instanceof Map<?, ?> how
                ? (BigDecimal) how.get("value")
                : (BigDecimal) figure;
    }
}
