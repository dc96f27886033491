package io.shardfit.application.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.CheckPlan.Outcome;
import io.shardfit.application.CheckedPlan;
import io.shardfit.application.PlanFiles;
import io.shardfit.application.Trees;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A plan that says something else in any key is another plan, with another digest.
class EveryKeyCountsTest {
    private static final Schema SCHEMA = Schema.ofPlans();

    /// Words for readers.
    private static final Set<String> NOT_JUDGED = Set.of("metadata.description");

    /// Keys with one value only, or whose other value asks for another key too.
    private static final Set<String> NEVER_ALONE =
            Set.of(
                    "apiVersion",
                    "kind",
                    "workload.inference.speculative.method",
                    "workload.training.recomputation",
                    "workload.routing");

    private static final List<String> OTHER_TEXTS =
            List.of(
                    "other",
                    "H100-SXM-80GB",
                    "90 GB",
                    "3 TB/s",
                    "1.5 TFLOPS",
                    "9 %",
                    "MMM*ME",
                    "EP4_TP2",
                    "Etttt|ttL",
                    "0.20.0",
                    "meta-llama/Llama-2-7b-hf",
                    "deepseek-ai/DeepSeek-V2");

    @Test
    void anotherValueOfAnyKeyIsAnotherDigest() {
        Set<String> tried = new TreeSet<>();
        Set<String> all = new TreeSet<>();
        List<String> same = new ArrayList<>();
        for (Map<String, Object> plan : FullPlans.trees()) {
            String digest = PlanFiles.checked(Trees.json(plan)).digest();
            for (String path : Trees.leaves(plan)) {
                all.add(path);
                for (Object other : others(plan, path)) {
                    Map<String, Object> changed = Trees.with(plan, path, other);
                    if (PlanFiles.check(Trees.json(changed))
                            instanceof Outcome.Checked(CheckedPlan checked)) {
                        tried.add(path);
                        if (checked.digest().equals(digest) != NOT_JUDGED.contains(path)) {
                            same.add(path + " = " + other);
                        }
                    }
                }
            }
        }
        all.removeAll(NEVER_ALONE);

        assertThat(same).isEmpty();
        assertThat(all).isSubsetOf(tried);
    }

    private static List<Object> others(Map<String, Object> plan, String path) {
        Object value = Trees.at(plan, path);
        return candidates(plan, path, value).filter(other -> !same(other, value)).toList();
    }

    private static boolean same(Object one, Object other) {
        return Trees.json(one).equals(Trees.json(other));
    }

    private static Stream<Object> candidates(Map<String, Object> plan, String path, Object value) {
        return switch (value) {
            case Boolean flag -> Stream.of(!flag);
            case Number number -> {
                BigDecimal exact = new BigDecimal(number.toString());
                yield Stream.of(
                        exact.add(BigDecimal.ONE),
                        exact.add(exact),
                        exact.subtract(BigDecimal.ONE),
                        exact.divide(BigDecimal.TWO));
            }
            case List<?> items ->
                    items.getFirst() instanceof Number || path.endsWith("layerTypes")
                            ? Stream.of(items.reversed())
                            : Stream.of(items.subList(1, items.size()));
            default -> Stream.concat(words(plan, path), OTHER_TEXTS.stream());
        };
    }

    private static Stream<?> words(Map<String, Object> plan, String path) {
        Map<?, ?> level = SCHEMA.mappingAt(plan, Trees.parent(path));
        return Schema.properties(level).get(Trees.lastKey(path)) instanceof Map<?, ?> key
                        && key.get("enum") instanceof List<?> words
                ? words.stream()
                : Stream.of();
    }
}
