package io.shardfit.application.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardfit.application.PlanFiles;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanEditTest {
    private static Optional<String> edited(
            String plan, String key, String value, String... without) {
        return PlanEdit.set(
                        "plan.yaml",
                        plan.getBytes(StandardCharsets.UTF_8),
                        key,
                        value,
                        List.of(without))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    @Test
    void setsOneKeyAndLeavesTheRest() {
        assertThat(edited("a: {b: 1, c: [2, null]}\nd: x", "a.b", "7"))
                .hasValue("{\"a\":{\"b\":\"7\",\"c\":[\"2\",null]},\"d\":\"x\"}");
    }

    @Test
    void addsAKeyAndTakesAwayWhatMayNotStandBesideIt() {
        assertThat(edited("a: {b: 1, c: 2}", "a.d", "7", "b"))
                .hasValue("{\"a\":{\"c\":\"2\",\"d\":\"7\"}}");
    }

    @Test
    void givesNothingWhereAMappingIsMissing() {
        assertThat(edited("a: 1", "a.b", "7")).isEmpty();
        assertThat(edited("a: {}", "b.c", "7")).isEmpty();
        assertThat(edited("- a", "b", "7")).isEmpty();
    }

    @Test
    void everyExampleReadsTheSameWhenNothingChanges() {
        for (var file : PlanFiles.examples()) {
            String plan = PlanFiles.text(file);

            assertThat(
                            PlanFiles.checked(edited(plan, "kind", "DeploymentPlan").orElseThrow())
                                    .digest())
                    .isEqualTo(PlanFiles.checked(plan).digest());
        }
    }
}
