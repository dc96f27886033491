package io.shardfit.adapters.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {
    private static final Call SUBMIT = submit("plan", "moe");

    /// A job that is started again keeps the number of its run and gets another attempt.
    @Test
    void isThatOfTheRunAndOfWhatIsSent() {
        String key =
                IdempotencyKey.of(
                        SUBMIT,
                        Map.of(
                                "GITHUB_RUN_ID", "123",
                                "GITHUB_REPOSITORY", "a/b",
                                "GITHUB_RUN_ATTEMPT", "1"));

        assertThat(
                        IdempotencyKey.of(
                                submit("plan", "moe"),
                                Map.of(
                                        "GITHUB_RUN_ID", "123",
                                        "GITHUB_REPOSITORY", "a/b",
                                        "GITHUB_RUN_ATTEMPT", "2")))
                .isEqualTo(key);
        assertThat(
                        IdempotencyKey.of(
                                SUBMIT, Map.of("GITHUB_RUN_ID", "123", "GITHUB_REPOSITORY", "a/c")))
                .as("numbers are those of a repository")
                .isNotEqualTo(key);
    }

    @Test
    void differsForWhateverDiffers() {
        Map<String, String> run = Map.of("SHARDFIT_RUN_ID", "1");

        assertThat(
                        java.util.stream.Stream.of(
                                        SUBMIT,
                                        submit("other plan", "moe"),
                                        submit("plan", "other"),
                                        SUBMIT.ifMatch("sha256:00"),
                                        SUBMIT.with("name", "a.yaml"))
                                .map(call -> IdempotencyKey.of(call, run))
                                .distinct())
                .hasSize(5);
        assertThat(IdempotencyKey.of(SUBMIT, Map.of("SHARDFIT_RUN_ID", "2")))
                .isNotEqualTo(IdempotencyKey.of(SUBMIT, run));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SHARDFIT_RUN_ID",
                "GITHUB_RUN_ID",
                "CI_PIPELINE_ID",
                "BUILD_TAG",
                "BUILDKITE_BUILD_ID",
                "CIRCLE_WORKFLOW_ID",
                "BUILD_BUILDID",
            })
    void knowsTheRunsOfManySystems(String variable) {
        Map<String, String> run = Map.of(variable, "7");

        assertThat(IdempotencyKey.of(SUBMIT, run))
                .isEqualTo(IdempotencyKey.of(SUBMIT, run))
                .matches("[!-~]{1,200}");
    }

    @Test
    void isNewForEachCallElsewhere() {
        assertThat(IdempotencyKey.of(SUBMIT, Map.of("GITHUB_RUN_ID", "")))
                .isNotEqualTo(IdempotencyKey.of(SUBMIT, Map.of()));
    }

    private static Call submit(String plan, String deployment) {
        return Call.postPlan(plan.getBytes(StandardCharsets.UTF_8), "plans", deployment);
    }
}
