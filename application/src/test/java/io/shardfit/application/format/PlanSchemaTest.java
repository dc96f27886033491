package io.shardfit.application.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.CheckPlan.Outcome;
import io.shardfit.application.PlanFiles;
import io.shardfit.application.Trees;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// docs/plan.schema.json and the reader say the same, and the page lists every key.
class PlanSchemaTest {
    private static final Schema SCHEMA = Schema.ofPlans();
    private static final String UNKNOWN = "zzzzzzzz";
    private static final String KNOWN_HERE = "known here: ";

    /// Values of every type, the usual mistakes among them. Quoted numbers are left out: the reader
    /// takes them, the schema does not recommend them.
    private static final List<Object> VALUES =
            new ArrayList<>(
                    List.of(
                            true,
                            false,
                            BigDecimal.ZERO,
                            BigDecimal.ONE,
                            BigDecimal.TWO,
                            new BigDecimal("-1"),
                            new BigDecimal("1.5"),
                            new BigDecimal("4"),
                            new BigDecimal("1000001"),
                            new BigDecimal("1000000001"),
                            new BigDecimal("1e30"),
                            "",
                            " ",
                            "word",
                            "two\nlines",
                            "80 gb",
                            "80 GB",
                            "0 GB",
                            "80 GB/s",
                            "0.5 TB/s",
                            "19.5 TFLOPS",
                            "0 TFLOPS",
                            "8 %",
                            "50 %",
                            "50.1 %",
                            "-8 %",
                            "bf16",
                            "BF16",
                            "fp8",
                            "adamw",
                            "full",
                            "layernorm",
                            "megatron-core",
                            "EP2",
                            "EP2_TP2_EP2",
                            "EP0",
                            List.of(),
                            List.of("a"),
                            List.of("full", "sliding"),
                            List.of("mlp", "mlp"),
                            List.of("tables"),
                            List.of(BigDecimal.ONE, BigDecimal.ZERO),
                            List.of(new BigDecimal("-1")),
                            new BigDecimal("0.5"),
                            new BigDecimal("65537"),
                            "uniform",
                            "draft",
                            "mxfp4",
                            "int4",
                            "none",
                            "M*",
                            "100 %",
                            Map.of(),
                            Map.of("zipf", BigDecimal.ONE),
                            Map.of("name", "x")));

    static List<Map<String, Object>> plans() {
        return FullPlans.trees();
    }

    private static boolean isRead(Object plan) {
        return PlanFiles.check(Trees.json(plan)) instanceof Outcome.Checked;
    }

    @ParameterizedTest
    @MethodSource("plans")
    void bothAcceptThePlansInWhichEveryKeyOccurs(Map<String, Object> plan) {
        assertThat(SCHEMA.accepts(plan)).isTrue();
        assertThat(isRead(plan)).isTrue();
    }

    @Test
    void everyKeyOfTheSchemaOccursInThesePlans() {
        Set<String> occurring = new TreeSet<>();
        for (Map<String, Object> plan : plans()) {
            occurring.addAll(Trees.leaves(plan));
            occurring.addAll(Trees.mappings(plan));
        }
        occurring.remove("");

        assertThat(SCHEMA.keys()).containsExactlyInAnyOrderElementsOf(occurring);
    }

    @Test
    void theExamplesAreValid() {
        assertThat(PlanFiles.examples())
                .isNotEmpty()
                .allSatisfy(file ->
                        assertThat(SCHEMA.accepts(Trees.ofYaml(PlanFiles.text(file)))).isTrue());
    }

    @ParameterizedTest
    @MethodSource("plans")
    void theReaderKnowsTheKeysOfTheSchemaAtEveryLevel(Map<String, Object> plan) {
        for (String path : Trees.mappings(plan)) {
            String unknown = path.isEmpty() ? UNKNOWN : path + "." + UNKNOWN;
            Map<String, Object> wrong = Trees.with(plan, unknown, 1);

            InputError error = PlanFiles.onlyError(Trees.json(wrong));

            assertThat(error.key()).isEqualTo(unknown);
            assertThat(error.remedy()).startsWith(KNOWN_HERE);
            Set<String> known = Set.of(error.remedy().substring(KNOWN_HERE.length()).split(", "));
            Set<?> listed = Schema.properties(SCHEMA.mappingAt(plan, path)).keySet();
            if (isBelowAnEntry(plan, path)) {
                assertThat(listed.containsAll(known)).as(path).isTrue();
            } else {
                assertThat(known).as(path).isEqualTo(listed);
            }
            assertThat(SCHEMA.accepts(wrong)).as(unknown).isFalse();
        }
    }

    /// The entry, which no schema sees, decides the kind of its attention and blocks.
    private static boolean isBelowAnEntry(Map<String, Object> plan, String path) {
        return path.startsWith("model.")
                && Trees.at(plan, "model") instanceof Map<?, ?> model
                && model.containsKey("catalogue");
    }

    @ParameterizedTest
    @MethodSource("plans")
    void aKeyIsRequiredByBothOrByNeither(Map<String, Object> plan) {
        for (String path : keys(plan)) {
            Map<String, Object> shorter = Trees.without(plan, path);
            boolean required =
                    Schema.required(SCHEMA.mappingAt(plan, Trees.parent(path)))
                            .contains(Trees.lastKey(path));

            if (isBeyondTheSchema(shorter)) {
                continue;
            }
            assertThat(isRead(shorter)).as("without " + path).isEqualTo(SCHEMA.accepts(shorter));
            if (required) {
                assertThat(isRead(shorter)).as("without " + path).isFalse();
                assertThat(PlanFiles.rejected(Trees.json(shorter)))
                        .as(path)
                        .anySatisfy(
                                error -> assertThat(error.key()).startsWith(Trees.parent(path)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("plans")
    void everyValueIsAcceptedByBothOrByNeither(Map<String, Object> plan) {
        List<String> different = new ArrayList<>();
        int tried = 0;
        for (String path : keys(plan)) {
            for (Object value : VALUES) {
                Map<String, Object> changed = Trees.with(plan, path, value);
                boolean read = isRead(changed);
                tried++;
                if (read != SCHEMA.accepts(changed) && !isBeyondTheSchema(changed)) {
                    different.add(path + " = " + Trees.json(value) + (read ? " is read" : ""));
                }
            }
        }

        assertThat(different).isEmpty();
        assertThat(tried).isGreaterThan(1_000);
    }

    /// What a schema cannot say: names of the catalogue, and values that depend on each other.
    private static boolean isBeyondTheSchema(Map<String, Object> plan) {
        List<InputError> errors =
                switch (PlanFiles.check(Trees.json(plan))) {
                    case Outcome.Checked _ -> List.of();
                    case Outcome.Rejected(List<InputError> found) -> found;
                };
        return !errors.isEmpty()
                && errors.stream()
                        .allMatch(error ->
                                error.problem().contains("not in the catalogue")
                                        || error.remedy().contains("a divisor of heads")
                                        || error.remedy().contains("at most count")
                                        || error.remedy().contains("width of the dense layers")
                                        || error.remedy().contains("expert-parallel ranks")
                                        || error.remedy().contains("must lie on a rank")
                                        || error.remedy().contains("an expert number from 0")
                                        || error.remedy().contains("leave it out or make it")
                                        || error.problem().contains("means nothing")
                                        || error.remedy().contains("because layers are")
                                        || error.remedy().contains("one letter per layer")
                                        || error.remedy().contains("tokens of every expert")
                                        || error.remedy().contains("because the method is")
                                        || error.problem().contains("more than 2147483647 GPUs")
                                        || error.problem().contains("multiply to more than"));
    }

    @Test
    void theWordsOfEnumsAreTheWordsOfTheReader() {
        for (Map<String, Object> plan : plans()) {
            for (String path : keys(plan)) {
                Map<?, ?> level = SCHEMA.mappingAt(plan, Trees.parent(path));
                if (Schema.properties(level).get(Trees.lastKey(path)) instanceof Map<?, ?> key
                        && key.containsKey("enum")
                        && !"integer".equals(key.get("type"))
                        && !path.equals("framework.name")) {
                    words(plan, path, (List<?>) key.get("enum"));
                }
            }
        }
    }

    private static void words(Map<String, Object> plan, String path, List<?> words) {
        InputError error = PlanFiles.onlyError(Trees.json(Trees.with(plan, path, "no such word")));

        assertThat(error.key()).isEqualTo(path);
        assertThat(error.remedy())
                .isEqualTo(
                        "expected one of "
                                + String.join(", ", words.stream().map(Object::toString).toList()));
    }

    @Test
    void defaultsAreWhatTheReaderAssumes() {
        for (Map<String, Object> plan : plans()) {
            for (String path : keys(plan)) {
                Map<?, ?> level = SCHEMA.mappingAt(plan, Trees.parent(path));
                Map<?, ?> key = (Map<?, ?>) Schema.properties(level).get(Trees.lastKey(path));
                Map<String, Object> shorter = Trees.without(plan, path);
                if (key.containsKey("default") && isRead(shorter)) {
                    Map<String, Object> explicit = Trees.with(plan, path, key.get("default"));
                    assertThat(PlanFiles.checked(Trees.json(shorter)).digest())
                            .as(path)
                            .isEqualTo(PlanFiles.checked(Trees.json(explicit)).digest());
                }
            }
        }
    }

    @Test
    void everyMappingIsClosedAndEveryKeyIsDescribed() {
        assertThat(SCHEMA.mappingSchemas())
                .hasSizeGreaterThan(15)
                .allSatisfy(entry -> {
                    assertThat(entry.getValue().get("additionalProperties"))
                            .as(entry.getKey())
                            .isEqualTo(false);
                    Schema.properties(entry.getValue()).values().stream()
                            .filter(Map.class::isInstance)
                            .map(property -> (Map<?, ?>) property)
                            .forEach(property ->
                                    assertThat(
                                                    property.containsKey("description")
                                                            || property.containsKey("$ref"))
                                            .as(entry.getKey() + " " + property)
                                            .isTrue());
                });
    }

    @Test
    void thePageListsEveryKeyOfTheSchemaAndNoOther() {
        Matcher rows = Pattern.compile("(?m)^\\| `([A-Za-z0-9.]+)` \\|").matcher(page());
        List<String> listed = rows.results().map(row -> row.group(1)).toList();

        assertThat(listed).doesNotHaveDuplicates();
        assertThat(listed).containsExactlyInAnyOrderElementsOf(withoutSections(SCHEMA.keys()));
    }

    private static Set<String> withoutSections(Set<String> keys) {
        Set<String> values = new TreeSet<>(keys);
        values.removeIf(key ->
                !Arrays.asList("model", "strategy", "hardware.gpu", "workload.routing")
                                .contains(key)
                        && keys.stream().anyMatch(other -> other.startsWith(key + ".")));
        return values;
    }

    @Test
    void theExampleOfThePageIsAPlan() {
        Matcher example = Pattern.compile("(?s)```yaml\n(.*?)```").matcher(page());

        assertThat(example.find()).isTrue();
        assertThat(SCHEMA.accepts(Trees.ofYaml(example.group(1)))).isTrue();
        assertThat(PlanFiles.check(example.group(1))).isInstanceOf(Outcome.Checked.class);
    }

    private static String page() {
        return PlanFiles.text(Path.of("..", "docs", "plan-format.md"));
    }

    private static List<String> keys(Map<String, Object> plan) {
        List<String> keys = new ArrayList<>(Trees.mappings(plan));
        keys.remove("");
        keys.addAll(Trees.leaves(plan));
        return keys;
    }
}
