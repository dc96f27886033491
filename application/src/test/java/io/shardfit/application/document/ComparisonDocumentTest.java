package io.shardfit.application.document;

import static io.shardfit.application.comparison.Runs.compared;
import static io.shardfit.application.comparison.Runs.example;
import static io.shardfit.application.comparison.Runs.log;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.Trees;
import io.shardfit.application.comparison.Comparison;
import io.shardfit.application.format.JsonText;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The published comparison, read back from its text.
class ComparisonDocumentTest {
    private static final List<Comparison> COMPARISONS =
            List.of(
                    compared(
                            example("llama3-70b-12-layers-megatron"),
                            log("llama3-70b-12-layers-megatron")),
                    compared(
                            example("llama3-8b-h100-inference"),
                            log("llama3-8b-vllm-0.6")
                                    + "GPU KV cache size: 436,544 tokens\n"
                                    + "Graph capturing finished in 1 secs, took 0.11 GiB\n",
                            "memory.used [MiB]\n75000 MiB\n"),
                    compared(
                            example("llama3-8b-h100-inference")
                                    .replace("name: vllm, version: \"0.6.4\"", "name: sglang"),
                            "[2025-11-04 05:27:13 TP0] KV Cache is allocated. #tokens: 524288, K"
                                    + " size: 32.00 GB, V size: 32.00 GB\n"));

    @Test
    void everyNumberIsWhatItsArithmeticGives() {
        for (Comparison comparison : COMPARISONS) {
            Explanation numbers = new Explanation(ComparisonDocument.of(comparison));

            assertThat(numbers.numbers()).hasSizeGreaterThan(15);
            for (String path : numbers.numbers()) {
                Json.Figure figure = (Json.Figure) numbers.at(path).orElseThrow();
                assertThat(Arithmetic.fault(figure.how())).as(path).isEmpty();
            }
        }
    }

    @Test
    void theDocumentHasItsMembersInOrder() {
        Map<String, Object> answer =
                Trees.ofJson(JsonText.pretty(ComparisonDocument.of(COMPARISONS.getFirst())));

        assertThat(answer.keySet())
                .containsExactly(
                        "schemaVersion",
                        "kind",
                        "name",
                        "digest",
                        "engineVersion",
                        "agrees",
                        "tolerance",
                        "rows",
                        "capacity",
                        "notCompared",
                        "notes");
        assertThat(answer).containsEntry("schemaVersion", "1.0").containsEntry("agrees", true);
        Object row = ((List<?>) Trees.at(answer, "rows")).getFirst();
        assertThat(Trees.at(row, "id")).isEqualTo("allocatedPeak");
        assertThat(Trees.at(row, "measurement.asWritten")).isEqualTo("62136.32 MB");
        assertThat(Trees.at(row, "measurement.origin")).isEqualTo("rank 0");
        Object reserved = ((List<?>) Trees.at(answer, "rows")).get(1);
        Object explanation = ((List<?>) Trees.at(reserved, "explanations")).getFirst();
        assertThat(Trees.at(explanation, "kind")).isEqualTo("interval");
    }
}
